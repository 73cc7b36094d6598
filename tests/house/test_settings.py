"""Every setting is documented, in the file a clinic copies, as the code means it."""

import re
import tomllib

from tests.house.source import ROOT
from triage.config.environment import SETTINGS

EXAMPLE = ROOT / "deploy" / "backstop.env"


def as_written() -> str:
    """Return the example as it follows from the table of settings."""
    head = "# Settings of Backstop, each with its default. Take the # away to change one.\n"
    return head + "".join(f"\n# {one.meaning}\n#{one.name}={one.default}\n" for one in SETTINGS)


def test_the_example_says_what_the_code_means():
    assert EXAMPLE.read_text() == as_written()


def test_every_setting_that_is_read_is_in_the_table():
    settings = (ROOT / "triage" / "config" / "settings.py").read_text()

    read = set(re.findall(r'_env\.\w+\("(\w+)"', settings))

    assert read == {one.name for one in SETTINGS}


def pins(name: str) -> set[str]:
    """Return what one set of requirements installs."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    return set(re.findall(r"^([\w.\[\]-]+==[\w.]+)", text, re.MULTILINE))


def test_the_tests_run_on_the_pins_that_run_in_the_clinic():
    assert pins("base") <= pins("production") <= pins("dev")


def test_every_direct_requirement_is_pinned():
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.split(r"[<>=\[]", one)[0] for one in wanted}

    assert names <= {pin.split("==")[0] for pin in pins("base")}
