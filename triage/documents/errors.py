"""Why something cannot be printed. No message names a patient or quotes one."""


class PrintError(Exception):
    """A document that cannot be printed as it is."""


class RefusedFetchError(PrintError):
    """A document asked for something it was not given."""

    def __init__(self) -> None:
        super().__init__("The document asked for something from outside. Nothing was fetched.")


class MissingGlyphError(PrintError):
    """Our fonts have no picture for some letters; `letters` holds them, the message does not."""

    def __init__(self, letters: frozenset[str]) -> None:
        super().__init__(f"Our fonts lack {len(letters)} of the letters.")
        self.letters = letters


class TooManyPagesError(PrintError):
    """A document that has more pages than it may."""

    def __init__(self, pages: int) -> None:
        super().__init__(f"The document has {pages} pages.")
        self.pages = pages


class TooBusyError(PrintError):
    """Nobody printed it in time; it may print well a little later."""
