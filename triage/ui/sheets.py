"""Cells for a spreadsheet, which takes some texts for formulas and runs them."""

# What begins a formula in one program or another, also where blanks stand before it.
BEGINS_A_FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "|",
    "%",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)


def safe_cell(value: object) -> str:
    """Return a cell as text that no spreadsheet takes for a formula: an apostrophe goes before it."""
    text = str(value).replace("\x00", "")
    return f"'{text}" if text.lstrip(" ").startswith(BEGINS_A_FORMULA) else text
