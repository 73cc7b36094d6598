"""What a name may look like, and which one was meant by somebody who wrote one that is not known."""

import re
from collections.abc import Collection
from difflib import get_close_matches
from keyword import iskeyword

LONGEST = 40
MOST = 300


def is_name(word: str) -> bool:
    """Return whether conditions, answers and addresses can use a word as a name."""
    plain = len(word) <= LONGEST and re.fullmatch(r"[a-z][a-z0-9_]*", word)
    return bool(plain) and not iskeyword(word)


def did_you_mean(word: str, known: Collection[str]) -> str:
    """Return the end of a sentence about an unknown word: the nearest word there is, or a full stop.

    To compare takes time with every word and every letter, so too many and too long are not compared.
    """
    if len(word) > LONGEST or len(known) > MOST:
        return "."
    near = get_close_matches(word, sorted(one for one in known if len(one) <= LONGEST), n=1)
    return f"; did you mean `{near[0]}`?" if near else "."
