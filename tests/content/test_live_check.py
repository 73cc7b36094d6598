"""A condition is checked as it is typed: in plain English, or with the word that fails."""

from statistics import median
from time import perf_counter

import pytest

from tests.builders import a_user
from tests.content.shipped import shipped
from triage.content.actions import load_definition
from triage.content.models import Questionnaire


def address(questionnaire: Questionnaire) -> str:
    return f"/admin/content/questionnaire/{questionnaire.pk}/condition/"


def checked(client, questionnaire, text, scope="RULE", **more):
    return client.post(address(questionnaire), {"text": text, "scope": scope, **more}).json()


def test_a_condition_is_told_in_plain_english(author_client, questionnaire) -> None:
    said = checked(author_client, questionnaire, "has(numb, saddle) and not has(weak, yes)")

    assert said["told"] == "when numb includes “Between the legs” and weak does not include “Yes”"
    assert said["problem"] == ""


def test_the_word_that_fails_is_pointed_at(author_client, questionnaire) -> None:
    text = "has(numb, sadle)"
    said = checked(author_client, questionnaire, text)

    assert "did you mean `saddle`?" in said["problem"]
    assert text[said["start"] : said["end"]] == "sadle"


@pytest.mark.parametrize(
    ("text", "scope", "problem"),
    [
        ("always", "RULE", "cannot be used"),
        ("always", "GUIDANCE", ""),
        ('fired("CES")', "GUIDANCE", ""),
        ("incomplete", "ANSWERS", "cannot be used"),
        ("incomplete", "nothing", ""),
        ("", "RULE", ""),
    ],
)
def test_the_place_decides_what_may_be_said(author_client, questionnaire, text, scope, problem):
    assert problem in checked(author_client, questionnaire, text, scope)["problem"]


def test_a_fact_builds_on_those_before_it(author_client, questionnaire) -> None:
    said = checked(author_client, questionnaire, "weak_new", "ANSWERS", own="weak_new")

    assert "unknown fact" in said["problem"]


def test_codes_are_offered(author_client, questionnaire) -> None:
    words = checked(author_client, questionnaire, "")["words"]

    assert words["weak"] == ["yes", "no", "not_sure"]
    assert {"has", "weak_new", "pain"} <= set(words[""])
    assert "pain" not in words


def test_only_who_sees_content_asks(client_for, clinician, author, questionnaire) -> None:
    assert client_for(clinician).post(address(questionnaire)).status_code == 403
    assert client_for(author).get(address(questionnaire)).status_code == 405


@pytest.mark.long
def test_every_rule_is_checked_before_the_next_letter_is_typed(client_for, author, db) -> None:
    client, questionnaire = client_for(author), load_definition(shipped(), by=a_user())
    texts = [rule.when for rule in shipped().rules]
    broken = [when.replace("(", "(x", 1) for when in texts if "(" in when]
    for kind, conditions in (("sound", texts), ("broken", broken)):
        times = []
        for when in conditions:
            start = perf_counter()
            said = checked(client, questionnaire, when)
            times.append((perf_counter() - start) * 1000)
            assert bool(said["told"]) == (kind == "sound"), when
        middle, worst = median(times), max(times)
        print(f"{len(times)} {kind}: {middle:.0f} ms, at most {worst:.0f} ms")  # noqa: T201 figures

        assert worst < 5_000  # not to hang; what it takes on a quiet machine is printed


def test_it_is_checked_and_completed_in_the_browser(
    browse_as, author, questionnaire, live_server, complaints, barriers
) -> None:
    page = browse_as(author)
    rule = questionnaire.rules.get(code="AGE-01")
    page.goto(f"{live_server.url}/admin/content/rule/{rule.pk}/change/")
    page.get_by_text("when age is 70 or more").wait_for()

    page.get_by_label("When").fill("has(numb, sadle)")
    page.get_by_text("did you mean `saddle`?").wait_for()
    assert page.locator("mark").inner_text() == "sadle"

    page.get_by_label("When").fill("has(numb, sad")
    page.get_by_role("button", name="saddle", exact=True).click()
    assert page.get_by_label("When").input_value() == "has(numb, saddle"
    assert complaints == []
    assert barriers() == []
