"""The small drawings: the shape of each tier, the icons, the mark of the product."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# Inside a box of 24 by 24. Shapes are filled, icons are lines; colour comes from the style sheet.
SHAPES = {
    "emergency": "M7.4 1h9.2L23 7.4v9.2L16.6 23H7.4L1 16.6V7.4zM10.6 5.5v8h2.8v-8zm0 10.2v2.8h2.8v-2.8z",
    "same_day": "M12 1.5 23.5 22H.5zM10.8 9v6.4h2.4V9zm0 8v2.4h2.4V17z",
    "soon": "M12 .8 23.2 12 12 23.2.8 12z",
    "routine": "M3 3h18v18H3z",
    "self_care": "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm0 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14z",
    "open": "M3 10.5h4v3H3zm7 0h4v3h-4zm7 0h4v3h-4z",
}
ICONS = {
    "back": "M15 4 7 12l8 8",
    "stop": "M5 5h14v14H5z",
    "bell": "M5 17h14l-2-3v-4a5 5 0 0 0-10 0v4zM10 20.5h4M12 2.5V5",
    "warn": "M12 3 22 20.5H2zM12 10v4.5M12 17.3v.2",
    "tick": "m4 12.5 5.5 5.5L20 6.5",
    "cross": "M5 5l14 14M19 5 5 19",
    "up": "M12 20V4M5 11l7-7 7 7",
    "down": "M12 4v16M5 13l7 7 7-7",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5.5l3.5 2",
    "person": "M12 3.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5a7.5 7.5 0 0 1 15 0",
    "pen": "m4 20 1-4.5L16 4.5l3.5 3.5-11 11zM13.5 7 17 10.5",
    "sent": "M3 6h18v12H3zM3 7l9 7 9-7",
}
# Icons that point along the line of writing turn round where writing runs from right to left.
DIRECTED = frozenset({"back"})

# Two flat stones on a third, on firm ground: a back that is held up.
BRAND = mark_safe(
    '<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path fill="currentColor" '
    'd="M8 2h8a1.5 1.5 0 0 1 0 4.5H8A1.5 1.5 0 0 1 8 2zM6 8.5h12a1.6 1.6 0 0 1 0 4.7H6a1.6 1.6 0 0 1 '
    '0-4.7zM8 15.2h8a1.5 1.5 0 0 1 0 4.3H8a1.5 1.5 0 0 1 0-4.3zM2 21h20v2H2z"/></svg>'
)


def shape(code: str) -> SafeString:
    """Draw the shape of a tier; the tier's word must stand beside it."""
    return format_html(
        '<svg class="shape" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        '<path fill-rule="evenodd" d="{}"/></svg>',
        SHAPES[code],
    )


def icon(name: str) -> SafeString:
    """Draw one icon; what it means must be said in words beside it."""
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        " icon--way" if name in DIRECTED else "",
        ICONS[name],
    )
