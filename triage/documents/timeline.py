"""When what was reported began: a range on a line, never a false date."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from triage.documents.figures import Figure
from triage.engine.terms import Answers
from triage.intake.record import Record

# From long ago to now; each stretch is drawn equally wide.
DURATION = "duration"
STRETCHES = ("gt_3m", "w6_12", "w2_6", "w1_2", "d1_7", "lt_24h")
# First and last stretch in which what each answer speaks of may have begun.
BEGAN: Mapping[str, Mapping[str, tuple[int, int]]] = {
    DURATION: {code: (place, place) for place, code in enumerate(STRETCHES)},
    "ces_since": {"le_2w": (3, 5), "gt_2w_worse": (0, 2), "gt_2w_stable": (0, 2)},
    "weakness_course": {"fast_worse": (4, 5), "new_steady": (3, 5), "slow": (0, 3)},
}
# The part of the drawing after now is narrower. All of it is as wide as styles/summary.css says.
WIDTH, AFTER, ROW = 82, 36, 15


@dataclass(frozen=True, slots=True)
class Timeline:
    """The drawing, and what stands in words above it and beside it."""

    figure: Figure
    labels: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the drawing: a name, the range of its beginning, and from there until now."""

    name: str
    top: int
    start: int
    end: int

    @property
    def width(self) -> int:
        """How wide the range is drawn."""
        return self.end - self.start


def timeline(record: Record, answers: Answers) -> Timeline | None:
    """Draw when things began; None when the form does not say since when there is pain."""
    asked = {said.question.link_id: said for said in record.said()}
    if answers.get(DURATION) not in BEGAN[DURATION]:
        return None
    lines = tuple(_lines({key: said.question.name for key, said in asked.items()}, answers))
    options = {option.code: option.label for option in asked[DURATION].question.options}
    told = "; ".join(
        f"{asked[key].question.name}: {asked[key].answer}" for key in BEGAN if key in asked
    )
    now = WIDTH * len(STRETCHES)
    context = {
        "lines": lines,
        "marks": range(0, now, WIDTH),
        "now": now,
        "width": now + AFTER,
        "height": ROW * len(lines) + 6,
    }
    svg = render_to_string("documents/figures/timeline.svg", context)
    return Timeline(
        Figure("timeline.svg", _("Timeline. %(told)s.") % {"told": told}, svg),
        tuple(options.get(code, "") for code in STRETCHES),
        tuple(line.name for line in lines),
    )


def _lines(names: Mapping[str, str], answers: Answers) -> Iterator[Line]:
    top = 5
    for key, spans in BEGAN.items():
        span = spans.get(str(answers.get(key, "")))
        if span is not None and key in names:
            yield Line(names[key], top, WIDTH * span[0], WIDTH * (span[1] + 1))
            top += ROW
