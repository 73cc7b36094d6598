"""Twenty-two ways in which a page of HTML asks for something from elsewhere."""

FILE, SITE = "file:///etc/hostname", "http://198.51.100.7/a"
VECTORS = [
    f'<img src="{SITE}.png">',
    f'<img src="{FILE}">',
    f'<img srcset="{SITE}.png 2x">',
    f'<link rel="stylesheet" href="{SITE}.css">',
    f'<link rel="attachment" href="{FILE}">',
    f'<style>@import url("{SITE}.css");</style>',
    f"<style>@font-face {{ font-family: a; src: url({SITE}.ttf) }}</style>",
    f'<p style="background: url({SITE}.png)">a</p>',
    f'<p style="list-style-image: url({FILE})">a</p>',
    f"<style>p::before {{ content: url({FILE}) }}</style>",
    f'<object data="{FILE}"></object>',
    f'<embed src="{SITE}.svg">',
    f'<iframe src="{FILE}"></iframe>',
    f'<svg><image href="{FILE}"/></svg>',
    f'<svg><use href="{SITE}.svg#a"/></svg>',
    f'<a rel="attachment" href="{FILE}">a</a>',
    f'<base href="{SITE}/">',
    f'<meta http-equiv="refresh" content="0; url={SITE}">',
    f"<script>fetch('{SITE}')</script>",
    f'<input type="image" src="{SITE}.png">',
    f'<video poster="{SITE}.png"></video>',
    f'<math><mi href="{FILE}">a</mi></math>',
]
