"""A QR code as what a template draws."""

import re
from dataclasses import dataclass

import qrcode
from qrcode.constants import ERROR_CORRECT_M

# A QR code is read from a quiet zone of white around it.
QUIET = 4


@dataclass(frozen=True, slots=True)
class QrCode:
    """The side of the square in modules, and the dark ones as the path of an SVG."""

    side: int
    path: str


def dark_modules(text: str) -> QrCode:
    """Return the QR code of a text, each run of dark modules in a row as one bar."""
    drawn = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    drawn.add_data(text)
    rows = drawn.get_matrix()
    return QrCode(len(rows), "".join(_bars(row, y) for y, row in enumerate(rows)))


def _bars(row: list[bool], y: int) -> str:
    runs = re.finditer("1+", "".join("1" if dark else "0" for dark in row))
    return "".join(f"M{run.start()} {y}h{len(run[0])}v1h-{len(run[0])}z" for run in runs)
