"""A list shared out over columns: in its order, all of it, and about equally long."""

from hypothesis import given
from hypothesis import strategies as st

from triage.documents.columns import shared_out


@given(st.lists(st.integers(1, 9), max_size=60), st.integers(1, 4))
def test_every_item_stands_in_one_column_in_its_order(lines, count):
    items = list(range(len(lines)))

    shared = shared_out(items, lines, count)

    assert len(shared) == count
    assert [item for column in shared for item in column] == items


@given(st.lists(st.integers(1, 9), min_size=1, max_size=60), st.integers(1, 4))
def test_no_column_is_much_longer_than_its_share(lines, count):
    shared = shared_out(lines, lines, count)

    assert max(map(sum, shared)) < sum(lines) / count + max(lines)


def test_the_longest_column_is_as_short_as_can_be():
    assert shared_out("abcd", [3, 1, 1, 3], 2) == (("a", "b"), ("c", "d"))
    assert shared_out("abcd", [5, 1, 1, 1], 3) == (("a",), ("b", "c", "d"), ())
