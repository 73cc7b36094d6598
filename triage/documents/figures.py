"""The drawings of a document: tier shapes, scale, body map, timeline, QR code, all as SVG.

WeasyPrint applies no style sheet inside an SVG, so colours stand in the drawings themselves.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import qrcode
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from qrcode.constants import ERROR_CORRECT_M

from triage.engine.answers import SCALE
from triage.engine.terms import Tier
from triage.intake.record import Said
from triage.ui.bodymap import DRAWING, LABELS, views
from triage.ui.drawings import SHAPES

# As in styles/tokens.css.
INK = "#14202b"
TIER_INKS = {
    Tier.EMERGENCY: "#8f1420",
    Tier.SAME_DAY: "#8a3b00",
    Tier.SOON: "#654a00",
    Tier.ROUTINE: "#3d5273",
    Tier.SELF_CARE: "#4d5762",
}
# A QR code is read from a quiet zone of white around it.
QUIET = 2


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with its file name in the document and what it shows, in words.

    `captions` stand below it, in columns: WeasyPrint lays out the text of a drawing letter by letter,
    which is slow and joins no script.
    """

    name: str
    told: str
    svg: str
    captions: tuple[str, ...] = ()


@cache
def shapes() -> Mapping[str, str]:
    """Return the shape of each tier by file name; `reversed` is the white one for a solid block."""
    drawn = {f"tier-{tier.code}.svg": _shape(tier.code, ink) for tier, ink in TIER_INKS.items()}
    return drawn | {"tier-emergency-reversed.svg": _shape("emergency", "#fff")}


def scale(said: Said) -> Figure:
    """Draw a 0 to 10 scale with the answer on it."""
    marked = int(said.answer.split()[0])
    steps = [
        {
            "number": number,
            "left": 20 * number + 1,
            "middle": 20 * number + 10,
            "marked": number == marked,
        }
        for number in SCALE
    ]
    return Figure(
        f"scale-{said.question.link_id}.svg",
        _("Scale from 0 to 10. Marked: %(number)s.") % {"number": marked},
        render_to_string("documents/figures/scale.svg", {"steps": steps}),
    )


def body(marked: Collection[str], labels: Mapping[str, str]) -> Figure:
    """Draw the body from both sides with the marked places hatched."""
    drawn = views(LABELS, {**LABELS, **labels}, frozenset(marked))
    told = ". ".join(f"{view.name}: {view.told or _('nothing marked')}" for view in drawn)
    width, height = DRAWING["width"], DRAWING["height"]
    context = {
        "views": [(number * width, view) for number, view in enumerate(drawn)],
        "width": width * len(drawn),
        "height": height,
    }
    svg = render_to_string("documents/figures/body.svg", context)
    return Figure("body.svg", told, svg, tuple(view.name for view in drawn))


def qr(code: str, address: str) -> Figure:
    """Draw where staff find a visit, for a scanner; the code alone where there is no address."""
    drawn = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    drawn.add_data(address or code)
    modules: Sequence[Sequence[bool]] = drawn.get_matrix()
    dark = "".join(_dark(row, y) for y, row in enumerate(modules))
    told = _("QR code that opens visit %(code)s for staff") % {"code": code}
    svg = _svg(len(modules), f'<path fill="#000" d="{dark}"/>')
    return Figure("qr.svg", told, svg)


def _dark(row: Sequence[bool], y: int) -> str:
    """Draw a row of modules, each run of dark ones as one bar."""
    runs = re.finditer("1+", "".join("1" if dark else "0" for dark in row))
    return "".join(f"M{run.start()} {y}h{len(run[0])}v1h-{len(run[0])}z" for run in runs)


def _shape(code: str, ink: str) -> str:
    return _svg(24, f'<path fill="{ink}" fill-rule="evenodd" d="{SHAPES[code]}"/>')


def _svg(side: int, drawn: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" '
        f'width="{side}" height="{side}">{drawn}</svg>'
    )
