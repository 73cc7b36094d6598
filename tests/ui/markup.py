"""Reads a rendered page the way a browser's parser would, as far as the tests ask."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls", "for", "form")


@dataclass
class Markup(HTMLParser):
    """The start tags of a page, each with its attributes."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @classmethod
    def of(cls, html: str) -> "Markup":
        """Read a page."""
        page = cls()
        HTMLParser.__init__(page)
        page.feed(html)
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, *names: str) -> list[dict[str, str]]:
        """Return the attributes of every tag of these names."""
        return [attributes for tag, attributes in self.tags if tag in names]

    @property
    def ids(self) -> list[str]:
        """Every id, in order."""
        return [attributes["id"] for _tag, attributes in self.tags if "id" in attributes]

    def with_id(self, wanted: str) -> tuple[str, dict[str, str]]:
        """Return the one tag of that id."""
        return next(found for found in self.tags if found[1].get("id") == wanted)

    @property
    def dangling(self) -> list[str]:
        """References to ids the page does not have."""
        known = set(self.ids)
        return [
            reference
            for _tag, attributes in self.tags
            for name in REFERENCES
            for reference in attributes.get(name, "").split()
            if reference not in known
        ]
