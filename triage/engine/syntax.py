"""The outermost shape of a condition: plain letters, balanced brackets, one expression."""

import ast

LONGEST = 2_000


class ConditionError(ValueError):
    """A condition that cannot be read; `start` and `end` are the offending characters."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end


def syntax_tree(text: str) -> ast.expr:
    """Return the syntax tree of a text; ConditionError where it cannot be read."""
    if not text.strip():
        raise ConditionError("The condition is empty.", 0, len(text))
    if len(text) > LONGEST:
        raise ConditionError(
            f"The condition is longer than {LONGEST} characters.", LONGEST, len(text)
        )
    for place, letter in enumerate(text):
        if not (letter.isascii() and (letter.isprintable() or letter in "\r\n\t")):
            raise ConditionError(f"`{letter!r}` is not a plain letter.", place, place + 1)
        if letter == "#":  # it would silence the rest, also the lines below it
            raise ConditionError("A comment cannot stand in a condition.", place, len(text))
    one_line = text.translate({ord(letter): " " for letter in "\r\n\t"})
    try:
        return ast.parse(one_line.lstrip(), mode="eval").body
    except SyntaxError as error:
        shift = len(text) - len(text.lstrip())
        offset = error.offset or len(text)  # none when the text ends too early
        place = min(shift + offset - 1, len(text) - 1)
        raise ConditionError(
            "The condition cannot be read from here on: a bracket, a comma, `and` or `or` may be"
            " missing.",
            place,
            len(text),
        ) from error
    except (RecursionError, MemoryError) as error:
        raise ConditionError("The condition is nested too deeply.", 0, len(text)) from error
