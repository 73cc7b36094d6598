"""The process that prints, so that a page nobody can print harms no page of the form.

It is given finished pages of HTML with their pictures, and answers with a PDF and what can be read on it. It ends
with whoever started it.
"""

import json
import os
import resource
import sys
from typing import Any, BinaryIO

from triage.documents.errors import (
    MissingGlyphError,
    PrintError,
    RefusedFetchError,
    TooManyPagesError,
)
from triage.documents.press import Press
from triage.documents.reading_back import read_back

MEMORY = 512 * 1024 * 1024
# Whoever waits for paper waits behind those who fill in a form.
NICENESS = 5


def answer(press: Press, order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return what is said of an order, and the PDF; an empty one when there is none."""
    try:
        pdf = press.bind(**order)
        read = read_back(pdf)
    except MissingGlyphError as error:
        return {"letters": "".join(sorted(error.letters))}, b""
    except RefusedFetchError:
        return {"refused": True}, b""
    except TooManyPagesError as error:
        return {"too_long": error.pages}, b""
    except PrintError as error:
        return {"failed": str(error)}, b""
    except Exception as error:  # noqa: BLE001 (its text may quote the patient)
        failed = {"failed": f"The print engine gave up: {type(error).__name__}."}
        return failed | {"is_last": isinstance(error, MemoryError | RecursionError)}, b""
    told = {"pages": read.pages, "outside": read.outside, "pale": read.pale, "length": len(pdf)}
    return told, pdf


def serve(orders: BinaryIO, answers: BinaryIO, press: Press) -> None:
    """Say that all is loaded, then print order after order, one a line, until there are no more.

    Out of memory or too deep, nobody knows what state the libraries are in: that was the last one.
    """
    answers.write(b"{}\n")
    answers.flush()
    for line in orders:
        told, pdf = answer(press, json.loads(line))
        answers.write(json.dumps(told).encode() + b"\n" + pdf)
        answers.flush()
        if told.get("is_last"):
            return


def main() -> None:
    """Bind this process to its limits and serve."""
    if sys.platform != "darwin":  # macOS knows the limit and refuses to set it
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.nice(NICENESS)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Nothing else may write between the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, answers, Press())


if __name__ == "__main__":
    main()
