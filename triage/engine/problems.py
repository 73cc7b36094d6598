"""What is wrong with a definition: a sentence, and the object to mend."""

from enum import StrEnum

QUOTED = {"question", "fact", "page"}
"""Objects that conditions name: their names are quoted."""


class Part(StrEnum):
    """The parts of the gate."""

    SOUNDNESS = "soundness"
    PROOF = "proof"
    VIGNETTES = "vignettes"
    SOURCES = "sources"


class Problem(str):
    """A sentence that carries the kind and the name of the object at fault, and the part of the gate."""

    __slots__ = ("kind", "name", "part")

    kind: str
    name: str
    part: Part

    def __new__(
        cls,
        sentence: str,
        kind: str = "questionnaire",
        name: str = "",
        part: Part = Part.SOUNDNESS,
    ) -> "Problem":
        """Return the sentence with its object; the questionnaire as a whole unless one is named."""
        problem = super().__new__(cls, sentence)
        problem.kind, problem.name, problem.part = kind, name, part
        return problem


def place(kind: str, name: str) -> str:
    """Return an object in words: question `numb`, rule CES-01."""
    return f"{kind} `{name}`" if kind in QUOTED else f"{kind} {name}"


def about(kind: str, name: str, says: str, part: Part = Part.SOUNDNESS) -> Problem:
    """Return a problem whose sentence begins with the object at fault."""
    where = place(kind, name)
    return Problem(f"{where[0].upper()}{where[1:]} {says}", kind, name, part)
