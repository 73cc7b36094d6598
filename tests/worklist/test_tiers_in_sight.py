"""The tiers are told apart by word and by shape, however somebody sees colours."""

import io
from itertools import combinations

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Locator, Page

from tests.builders import a_response
from triage.engine.terms import Tier
from triage.intake.models import Visit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

SIGHTS = ("none", "achromatopsia", "deuteranopia", "protanopia", "tritanopia")
"""Of these the second sees no colour at all."""
CHANGED = 40
"""Of 255, from which on two grey points differ for anybody."""
LEAST = 0.05
"""The share of points in which two shapes differ at least."""


@pytest.fixture
def a_visit_of_each_tier(transactional_db: None) -> list[Visit]:
    """One visit at each tier, whatever was said."""
    visits = [a_response("V02" if tier is Tier.EMERGENCY else "V01").visit for tier in Tier]
    for visit, tier in zip(visits, Tier, strict=True):
        Visit.objects.filter(pk=visit.pk).update(urgency=tier)
    return visits


def seen_as(page: Page, sight: str) -> None:
    """Let the page be drawn as somebody sees it."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setEmulatedVisionDeficiency", {"type": sight})


def drawn(shape: Locator) -> Image.Image:
    """Return a shape as it stands on the page, in grey and in one size."""
    picture = Image.open(io.BytesIO(shape.screenshot(animations="disabled")))
    return picture.convert("L").resize((32, 32))


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the share of points in which two pictures differ, lighter or darker on the whole or not."""
    points = ImageChops.difference(one, other).tobytes()
    return sum(point >= CHANGED for point in points) / len(points)


def told_apart(words: list[str], shapes: list[Image.Image]) -> None:
    assert len(set(words)) == len(words) == len(Tier)
    for one, other in combinations(shapes, 2):
        assert difference(one, other) >= LEAST


@pytest.mark.hazard("H02")
@pytest.mark.parametrize("sight", SIGHTS)
def test_the_tiers_on_the_list_differ_in_word_and_shape(
    sight, browse_as, live_server, clinician, a_visit_of_each_tier
):
    page = browse_as(clinician)
    page.goto(live_server.url)
    seen_as(page, sight)

    badges = page.locator(".list .badge")
    shapes = badges.locator(".shape").all()
    told_apart(badges.all_inner_texts(), [drawn(one) for one in shapes])


@pytest.mark.hazard("H02")
@pytest.mark.parametrize("sight", SIGHTS)
def test_the_tiers_on_the_page_of_a_visit_differ_in_word_and_shape(
    sight, browse_as, live_server, clinician, a_visit_of_each_tier
):
    page = browse_as(clinician)
    words, shapes = [], []
    for visit in a_visit_of_each_tier:
        page.goto(f"{live_server.url}/visits/{visit.code}/")
        seen_as(page, sight)
        head = page.locator(".verdict__head")
        words.append(head.locator("h2").inner_text())
        shapes.append(drawn(head.locator(".shape")))

    told_apart(words, shapes)
