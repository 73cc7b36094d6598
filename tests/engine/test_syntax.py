"""The outermost shape of a condition: what cannot be a condition at all."""

import ast
from typing import NoReturn

import pytest

from triage.engine.syntax import ConditionError, syntax_tree


def refused(text: str) -> ConditionError:
    with pytest.raises(ConditionError) as caught:
        syntax_tree(text)
    error = caught.value
    assert 0 <= error.start <= error.end <= len(text)
    assert str(error) == error.message
    return error


@pytest.mark.parametrize("text", ["", " ", "\n\t\r\n", "\x1c"])
def test_nothing_is_no_condition(text: str) -> None:
    assert refused(text).message == "The condition is empty."


@pytest.mark.parametrize(
    "letter", ["\0", "\x7f", "é", "\uff11", "\u200b", "\ud800", "\x0c", "\U0001d41a"]
)
def test_only_plain_letters_are_read(letter: str) -> None:
    error = refused(f"age >= 7{letter}0")

    assert (error.start, error.end) == (8, 9)
    assert error.message.endswith("is not a plain letter.")
    assert error.message.isprintable()


def test_a_comment_cannot_silence_the_lines_below_it() -> None:
    error = refused("has(a, yes) # the first sign\n or has(b, yes)")

    assert error.message == "A comment cannot stand in a condition."
    assert error.start == 12


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("  has(a, b", 5),
        ("has(a, b))", 9),
        ("has(a b)", 4),
        ("a and", 4),
        ("a b", 2),
        ("a; b", 1),
        ("a = b", 2),
        ("a \\\n b", 3),
        ("import os", 0),
        ('"""', 0),
        ("0or 1", 1),
    ],
)
def test_a_broken_text_is_refused_from_where_it_breaks(text: str, start: int) -> None:
    error = refused(text)

    assert error.message.startswith("The condition cannot be read from here on")
    assert (error.start, error.end) == (start, len(text))


@pytest.mark.parametrize("text", ["(" * 1_999, "[" * 300 + "]" * 300, "not " * 499])
def test_many_brackets_break_nothing(text: str) -> None:
    assert refused(text).message


@pytest.mark.parametrize("trouble", [RecursionError, MemoryError])
def test_what_the_parser_cannot_hold_is_nested_too_deeply(
    monkeypatch: pytest.MonkeyPatch, trouble: type[Exception]
) -> None:
    def overwhelmed(*_: object, **__: object) -> NoReturn:
        raise trouble

    monkeypatch.setattr(ast, "parse", overwhelmed)

    assert refused("age >= 3").message == "The condition is nested too deeply."


def test_lines_and_indents_are_only_space() -> None:
    wrapped = syntax_tree("\n  has(a,\r\n\tb)\n and c ")

    assert ast.dump(wrapped) == ast.dump(syntax_tree("has(a, b) and c"))
