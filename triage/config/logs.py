"""What the log says: one line of JSON each, never what anybody typed.

The message of an error may quote the answer that caused it, an address may hold the secret of a link,
and what Django puts into its messages is such an address. So a line holds what was written in the
code and where, not what was put into it; only what this project logs itself is told in full. Where
others put values into a line before they hand it over, it is cut before the first.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any

OURS = "triage."
VALUE = re.compile(r"""\s*[:='"`(\[<\n]""")
"""Where a value may begin in a line of others."""


class JsonLines(logging.Formatter):
    """A log line as a JSON object: at, level, logger, message, and for an error its kind and places."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line."""
        return json.dumps({**_told(record), **_asked(record), **_failed(record)})


def _told(record: logging.LogRecord) -> dict[str, Any]:
    return {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": record.getMessage() if record.name.startswith(OURS) else _wording(record),
    }


def _wording(record: logging.LogRecord) -> str:
    said = str(record.msg)
    return said if record.args else VALUE.split(said, maxsplit=1)[0]


def _asked(record: logging.LogRecord) -> dict[str, Any]:
    """Name the page by the pattern of its address, which is the same for every patient."""
    request = getattr(record, "request", None)
    if request is None or not hasattr(request, "method"):
        return {}
    match = getattr(request, "resolver_match", None)
    return {
        "method": request.method,
        "page": match.route if match else None,
        "status": getattr(record, "status_code", None),
    }


def _failed(record: logging.LogRecord) -> dict[str, Any]:
    if not record.exc_info or not record.exc_info[0]:
        return {}
    kind, _, trace = record.exc_info
    places = [
        f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)
    ]
    return {"error": f"{kind.__module__}.{kind.__qualname__}", "places": places}
