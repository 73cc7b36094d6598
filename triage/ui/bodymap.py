"""The body: one drawing in two views, for the question, for the visit page and for paper."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

DRAWING: dict[str, Any] = json.loads(Path(__file__).with_name("bodymap.json").read_text("utf-8"))
VIEW_BOX = f"0 0 {DRAWING['width']} {DRAWING['height']}"
LABELS: Mapping[str, str] = DRAWING["labels"]

# The texts of the drawing, for translators.
GROUPS = {
    "back": gettext_noop("Back of the body"),
    "front": gettext_noop("Front of the body"),
    "both": gettext_noop("Seen from both sides"),
    "other": gettext_noop("Anything else"),
}
NAMES = {"back": gettext_noop("Back view"), "front": gettext_noop("Front view")}

PARTS = ("left", "right", "detail", "spine", "face", "jaw", "outline")


@dataclass(frozen=True, slots=True)
class Region:
    """One place in one view. `side` is the half of the picture it lies in, or empty for the middle."""

    code: str
    label: str
    path: str
    side: str
    input_id: str
    marked: bool


@dataclass(frozen=True, slots=True)
class View:
    """The body from one side, with the letters that say which side is left."""

    key: str
    name: str
    left: str
    right: str
    regions: tuple[Region, ...]
    detail: str
    spine: str
    face: str
    jaw: str
    outline: str

    @property
    def told(self) -> str:
        """What is marked in this view, in words."""
        return ", ".join(region.label for region in self.regions if region.marked)


def views(
    ids: Mapping[str, str], labels: Mapping[str, str], marked: Collection[str] = frozenset()
) -> list[View]:
    """Return both views with the places somebody may point at; the marked ones are drawn last."""
    return [_view(key, ids, labels, marked) for key in DRAWING["views"]]


def groups(options: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Sort the rows of the list by where on the drawing they are, keeping their order."""
    sorted_rows: dict[str, list[Mapping[str, Any]]] = {key: [] for key in GROUPS}
    for option in options:
        sorted_rows[_place(str(option["value"]))].append(option)
    return [(_(GROUPS[key]), rows) for key, rows in sorted_rows.items() if rows]


def figure(
    marked: Collection[str], *, labels: Mapping[str, str] = LABELS, for_print: bool = False
) -> SafeString:
    """Draw both views with the marked places hatched and named; for print, with nothing left to CSS."""
    drawn = views(LABELS, {**LABELS, **labels}, frozenset(marked))
    context = {
        "views": drawn,
        "box": VIEW_BOX,
        "width": DRAWING["width"],
        "height": DRAWING["height"],
        "told": _told(marked, labels),
    }
    name = "figure_print" if for_print else "figure"
    return render_to_string(f"_components/bodymap/{name}.html", context)


def _told(marked: Collection[str], labels: Mapping[str, str]) -> str:
    return ", ".join(labels.get(code, LABELS[code]) for code in LABELS if code in marked)


def _view(
    key: str, ids: Mapping[str, str], labels: Mapping[str, str], marked: Collection[str]
) -> View:
    drawn = DRAWING["views"][key]
    regions = [
        Region(code, labels[code], path, _side(code, key), ids[code], code in marked)
        for code, path in drawn["regions"].items()
        if code in ids
    ]
    parts = {part: drawn[part] for part in PARTS}
    # A marked place has a heavier border: drawn last, no neighbour covers it.
    ordered = tuple(sorted(regions, key=lambda region: region.marked))
    return View(key=key, name=_(NAMES[key]), regions=ordered, **parts)


def _side(code: str, view: str) -> str:
    if not code.endswith(("_l", "_r")):
        return ""
    return "left" if code.endswith("_l") == (view == "back") else "right"


@cache
def _place(code: str) -> str:
    seen = [key for key in NAMES if code in DRAWING["views"][key]["regions"]]
    return "other" if not seen else "both" if len(seen) > 1 else seen[0]
