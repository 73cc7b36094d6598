"""A date in three boxes: what is taken, and what is said when it is not."""

from datetime import date

import pytest
from django import forms

from triage.ui.fields import DatePartsField
from triage.ui.widgets import DateParts

TODAY = date(2026, 3, 1)
FIELD = DatePartsField(earliest=date(1900, 1, 1), latest=TODAY)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["9", "6", "1994"], date(1994, 6, 9)),
        (["09", " 06", "1994 "], date(1994, 6, 9)),
        (["29", "2", "2024"], date(2024, 2, 29)),
    ],
)
def test_a_real_date_is_taken(parts: list[str], expected: date) -> None:
    assert FIELD.clean(parts) == expected


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (["", "", ""], "required"),
        ([None, None, None], "required"),
        (["", "6", "1994"], "no_day"),
        (["9", "", "1994"], "no_month"),
        (["9", "6", ""], "no_year"),
        (["9", "6", "26"], "short_year"),
        (["9", "6", "026"], "short_year"),
        (["31", "2", "1994"], "not_real"),
        (["9", "13", "1994"], "not_real"),
        (["0", "6", "1994"], "not_real"),
        (["9", "6", "0000"], "not_real"),
        (["9", "6", "19944"], "not_real"),
        (["9" * 5000, "6", "1994"], "not_real"),
        (["9", "June", "1994"], "not_number"),
        (["-9", "6", "1994"], "not_number"),
        (["9\0", "6", "1994"], "not_number"),
        (["\ud800", "6", "1994"], "not_number"),
        (["²", "6", "1994"], "not_number"),
        (["31", "12", "1899"], "too_early"),
        (["2", "3", "2026"], "too_late"),
    ],
)
def test_a_mistake_is_refused_with_its_own_words(parts: list[str | None], code: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        FIELD.clean(parts)

    assert refused.value.code == code


def test_the_limit_is_named() -> None:
    with pytest.raises(forms.ValidationError, match="after 1 March 2026"):
        FIELD.clean(["2", "3", "2026"])


def test_a_date_that_may_be_left_out_is_none() -> None:
    assert DatePartsField(required=False).clean(["", "", ""]) is None
    assert DatePartsField(required=False).clean(None) is None


def test_a_stored_date_fills_the_boxes() -> None:
    boxes = DateParts()

    assert boxes.decompress(date(1994, 6, 9)) == boxes.decompress("1994-06-09") == [9, 6, 1994]
    assert boxes.decompress(None) == boxes.decompress("last summer") == [None, None, None]


def test_a_change_is_a_change_of_the_date() -> None:
    assert not FIELD.has_changed(date(1994, 6, 9), ["09", "6", "1994"])
    assert FIELD.has_changed(date(1994, 6, 9), ["9", "6", "1995"])
    assert FIELD.has_changed(date(1994, 6, 9), ["9", "6", "x"])
