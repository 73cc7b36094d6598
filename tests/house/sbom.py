"""The list of every package that runs in production, in the CycloneDX form, from the pins."""

import json
import re
import tomllib
from typing import Any

from tests.house.source import ROOT

FILE = ROOT / "docs" / "safety" / "sbom.cdx.json"
PINS = ROOT / "requirements" / "production.txt"
PIN = re.compile(
    r"^(?P<name>[\w.-]+)(?:\[[\w,]+\])?==(?P<version>[\w.+-]+)(?: ; (?P<marker>[^\\\n]+?))? *\\?$",
    re.MULTILINE,
)


def pins() -> list[dict[str, str]]:
    """Return every pinned package: name, version, and where it is needed when not everywhere."""
    return [
        {key: said.strip() for key, said in found.groupdict(default="").items()}
        for found in PIN.finditer(PINS.read_text())
    ]


def bill() -> dict[str, Any]:
    """Return the list as CycloneDX 1.6 has it. The hashes of every file are in the pins."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": project["name"],
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": [_component(one) for one in pins()],
    }


def _component(pin: dict[str, str]) -> dict[str, Any]:
    address = f"pkg:pypi/{pin['name']}@{pin['version']}"
    where = [{"name": "python:marker", "value": pin["marker"]}] if pin["marker"] else []
    return {
        "type": "library",
        "bom-ref": address,
        "name": pin["name"],
        "version": pin["version"],
        "purl": address,
        **({"properties": where} if where else {}),
    }


def written() -> str:
    """Return the file as it should be."""
    return json.dumps(bill(), indent=1) + "\n"
