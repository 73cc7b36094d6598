"""Strings that break software, by kind: what people paste, what keyboards slip in, what attackers try."""

from itertools import product

import pytest

# ruff: noqa: RUF001 - signs that look like others are what this is about
# fmt: off

CONTROLS = [f"a{chr(code)}b" for code in (*range(0x20), *range(0x7F, 0xA0))]
BREAKS = [f"one{sign}two" for sign in ("\r\n", "\r", "\n\n\n", "\u2028", "\u2029", "\x85", "\v", "\f")]
LENGTHS = ["", " ", "\n", " " * 2_001, *("x" * count for count in (1, 1_999, 2_000, 2_001, 10_000))]
LENGTHS += ["long word " * 199, "W" * 500, "\n" * 1_500 + "end", "é" * 2_000, "👩" * 2_000, "x" * 100_000]

HALVES = [
    f"{before}{half}{after}"
    for half in ("\ud800", "\udbff", "\udc00", "\udfff", "\udc00\ud800")
    for before, after in (("", ""), ("a", ""), ("", "b"), ("a", "b"))
]
BIDI = [
    pattern.format(chr(code))
    for code in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    for pattern in ("{0}", "left{0}right", "{0}1 < 2 and gpj.exe")
]
UNSEEN = [
    pattern.format(sign)
    for sign in "\u00ad\u034f\u115f\u180e\u200b\u200c\u200d\u2060\u2061\u2064\u3164\ufe0f\ufeff\uffa0\ufff9"
    for pattern in ("{0}", "pain{0}ful", "{0}" * 20 + "x")
] + ["\U000e0041\U000e0042tag", "\ufffd", "\ufffe", "\uffff", "\U0010ffff", "\ue000", "\U000f0000"]
EMOJI = [
    "😀", "👍🏽", "👩‍⚕️", "👨‍👩‍👧‍👦", "🇩🇪", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "1️⃣", "❤️‍🔥", "🫠", "🧑🏿‍🤝‍🧑🏻", "☠︎", "☠️", "🤕" * 300, "🇩" * 7,
]
COMBINED = [base + mark * count for base in "aZ1" for mark in "\u0301\u0489\u20dd\u0e49" for count in (1, 60)]
TWINS = ["é", "e\u0301", "ﬁ", "ſ", "Å", "K", "ℌ", "Ⅷ", "①", "５", "٥", "½", "pаin", "İ", "ı", "ß", "ẞ", "ŉ"]
SCRIPTS = [
    "ظهري يؤلمني منذ ٣ أيام", "הגב שלי כואב 3 ימים", "می‌خواهم", "腰が痛い", "背痛三天", "허리가 아파요", "मेरी पीठ में दर्द है",
    "мне больно", "πονάω", "ปวดหลังมาก", "ወገቤን ያመኛል", "ਪਿੱਠ ਦਰਦ", "আমার পিঠে ব্যথা", "lưng tôi đau", "sırtım ağrıyor", "𝔭𝔞𝔦𝔫", "ᓄᓇᕗᑦ",
]

RUN = "window.ran=1"
TAGS = ["script", "img", "svg", "iframe", "video", "math", "details", "body", "input", "a", "style", "object"]
HTML = [
    pattern.format(tag=tag, run=RUN)
    for tag, pattern in product(
        TAGS,
        (
            "<{tag} onerror={run} onload={run} src=x>",
            "\"'><{tag} autofocus onfocus={run} ontoggle={run}>",
            "</textarea></title><{tag}>{run}</{tag}>",
            "<{tag} href=javascript:{run} src=javascript:{run}>x",
            "<{tag}\n/onload\n=\n{run}//",
            "&lt;{tag}&gt;{run}&#60;/{tag}&#62;",
        ),
    )
]
HTML += [
    f"<!--{RUN}-->", "<![CDATA[x]]>", "<?xml version='1.0'?>", f"]]><script>{RUN}</script>", "&amp;&lt;&#0;&#x110000;", "<", ">", "&", '"', "'", "`", "</", "<>", "<!",
    f"javascript:{RUN}", f"data:text/html,<script>{RUN}</script>", "url(http://x.example/)", "@import 'x'", "</style>", "</p></dd></main>",
]
TEMPLATES = [
    "{{ 7|add:7 }}", "{% debug %}", "{% include 'admin/base.html' %}", "{{ settings.SECRET_KEY }}", "{# x #}", "{% load log %}", "{{", "}}", "{%", "%}", "{{ ''.__class__ }}",
    "${7*7}", "#{7*7}", "<%= 7*7 %>", "{7*7}", "{0}", "{0.__class__}", "%s", "%(x)s", "%n%n", "%00", "%", "$x", "{visit}", "{{{x}}}", "[[x]]", "*{x}", "@(1+2)", "~{x}", "{'a': 1}",
]
COMMANDS = [
    "'; DROP TABLE intake_visit; --", '" OR ""="', "1; SELECT pg_sleep(9)", "' UNION SELECT 1 --", "\\'; --", "0x27", "NULL", "null", "None", "undefined", "NaN", "true", "false", "0", "-0", "1e309", "Infinity",
    "=HYPERLINK(\"http://x\";\"y\")", "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "=cmd|' /C calc'!A0", "$(id)", "`id`", "; id", "| id", "&& id", "../../etc/passwd", "..\\..\\x", "file:///etc/passwd", "C:\\x", "CON", "~/.ssh", "\\\\x\\y",
    "\\u0000", "\\n", "\\", "\\\\", "\\x00", "\x1b[31mred", "\x1b]0;x\x07", "Content-Type: x\r\n\r\ny", "Set-Cookie: a=b", "http://169.254.169.254/", "[]", "{}", '{"$gt": ""}', "<answer/>", "---\n- !!python/object x", "a,b;c\td",
]

# fmt: on
NASTY = tuple(
    dict.fromkeys(
        [
            *LENGTHS,
            *CONTROLS,
            *BREAKS,
            *HALVES,
            *BIDI,
            *UNSEEN,
            *EMOJI,
            *COMBINED,
            *TWINS,
            *SCRIPTS,
            *HTML,
            *TEMPLATES,
            *COMMANDS,
        ]
    )
)


CHUNK = 40


def in_parts(few: int) -> pytest.MarkDecorator:
    """Return a mark that gives a test every so-manieth of them each time, and all in the long run."""
    parts = [NASTY[start : start + CHUNK] for start in range(0, len(NASTY), CHUNK)]
    return pytest.mark.parametrize(
        "texts",
        [NASTY[7::few], *(pytest.param(part, marks=pytest.mark.long) for part in parts)],
        ids=lambda texts: repr(texts[0])[:12],
    )
