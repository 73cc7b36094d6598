"""A tier is read on paper without colour: by its word, on every page, whatever prints it."""

import io
import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from tests.builders import a_response
from tests.documents.printed import OWN_WORDS
from triage.documents.figures import TIER_INKS
from triage.documents.printing import handout_pdf, summary_pdf
from triage.engine.terms import Tier
from triage.intake.record import record_of
from triage.ui.tiers import tier_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("release")]

WITH_TESSERACT = pytest.mark.skipif(
    not shutil.which("tesseract"), reason="No tesseract, so nobody read the tiers on paper."
)
DOTS = 300
# A test patient of each tier; the long words make a second page.
OF_EACH = {
    Tier.EMERGENCY: "V02",
    Tier.SAME_DAY: "V06",
    Tier.SOON: "V10",
    Tier.ROUTINE: "V11",
    Tier.SELF_CARE: "V01",
}
MILDER = [tier for tier in Tier if tier is not Tier.EMERGENCY]
STYLES = Path(__file__).parents[2] / "triage" / "documents" / "styles"
LEAST = 7.0


def pictures(pdf: bytes, mode: str) -> list[Image.Image]:
    """Return each page as a printer without colour would put it on paper."""
    pages = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=DOTS / 72, grayscale=True).to_pil().convert(mode) for page in pages]


def read(picture: Image.Image) -> str:
    """Return what tesseract reads on a page."""
    page = io.BytesIO()
    picture.save(page, "png", dpi=(DOTS, DOTS))
    tesseract = shutil.which("tesseract")
    assert tesseract is not None
    told = subprocess.run(  # noqa: S603 (our own words)
        [tesseract, "stdin", "stdout", "--psm", "11"],
        input=page.getvalue(),
        capture_output=True,
        check=True,
        env={"OMP_THREAD_LIMIT": "1"},
    )
    return " ".join(told.stdout.decode().lower().split())


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast_on_white(colour: str) -> float:
    return 1.05 / (luminance(colour) + 0.05)


@pytest.mark.hazard("H12")
@WITH_TESSERACT
@pytest.mark.parametrize(
    ("tier", "mode"),
    [
        (Tier.EMERGENCY, "1"),
        *(
            pytest.param(tier, mode, marks=pytest.mark.long)
            for tier in Tier
            for mode in ("1", "L")
            if (tier, mode) != (Tier.EMERGENCY, "1")
        ),
    ],
)
def test_the_word_of_the_tier_is_read_on_every_page(tier, mode):
    response = a_response(OF_EACH[tier], {"own_words": f"{OWN_WORDS} " * 15})
    assert response.tier is tier
    word = next(t.name for t in response.release.ruleset().definition.tiers if t.tier is tier)

    for pdf in (summary_pdf(response), handout_pdf(response)):
        for number, picture in enumerate(pictures(pdf, mode), start=1):
            assert word.lower() in read(picture), f"page {number} of the {tier_code(tier)}"


@pytest.mark.hazard("H12")
@WITH_TESSERACT
@pytest.mark.parametrize(
    "tier",
    [Tier.EMERGENCY, *(pytest.param(one, marks=pytest.mark.long) for one in MILDER)],
)
def test_who_it_is_why_and_how_much_was_asked_are_read_in_black_and_white(tier):
    response = a_response(OF_EACH[tier], {"own_words": OWN_WORDS}, name="Petra Lindqvist")
    record, code = record_of(response), response.visit.code

    text = " ".join(read(picture) for picture in pictures(summary_pdf(response), "1"))

    wanted = ["petra lindqvist", record.reasons[0].rule.id.lower()]
    wanted += [f"{record.count()} questions asked", f"{record.count()} shown"]
    assert [one for one in wanted if alike(one) not in alike(text)] == []
    assert fewest_misread(alike(f"{code[:3]}-{code[3:]}".lower()), alike(text)) <= 1


def fewest_misread(word: str, text: str) -> int:
    """Return how many signs of a word are read as others where it is read best.

    A code is drawn by lot and is no word: where a machine takes one sign for another, a person asks.
    """
    places = range(len(text) - len(word) + 1)
    return min(
        sum(one != other for one, other in zip(word, text[place:], strict=False))
        for place in places
    )


def alike(text: str) -> str:
    """Return a text with one sign for all that one machine and one eye take for another."""
    return text.translate(str.maketrans("ol|iszgb", "01115298")).replace(" ", "")


@pytest.mark.hazard("H12")
def test_tiers_and_texts_stand_out_from_paper():
    tokens = dict(re.findall(r"--([\w-]+): (#\w{6});", (STYLES / "tokens.css").read_text()))
    inks = {name: ink for name, ink in tokens.items() if name != "line"}

    assert {"emergency", "same-day", "soon", "routine", "none-reported", "ink", "muted"} <= set(
        inks
    )
    weak = {name: contrast_on_white(ink) for name, ink in inks.items()}
    assert {name: ratio for name, ratio in weak.items() if ratio < LEAST} == {}
    assert [ink for ink in TIER_INKS.values() if contrast_on_white(ink) < LEAST] == []


@pytest.mark.hazard("H12")
def test_every_colour_of_a_style_sheet_is_a_token_or_a_line():
    """A colour written beside the tokens would escape the measure above."""
    tokens = (STYLES / "tokens.css").read_text()
    sheets = [one.read_text() for one in STYLES.glob("*.css") if one.name != "tokens.css"]

    colours = {colour for sheet in sheets for colour in re.findall(r"#[0-9a-f]{3,6}\b", sheet)}

    assert [one for one in colours - {"#000", "#fff"} if one not in tokens] == []
