"""What a visitor sees of a page: its words without the tags, its links, and its forms as filled."""

import re
from html import unescape
from html.parser import HTMLParser

UNSEEN = {"script", "style", "title", "head", "template", "svg"}


class _Page(HTMLParser):
    def __init__(self, markup):
        super().__init__()
        self.words, self.links, self.fields = [], {}, {}
        self._inside, self._link, self._area, self._select = [], None, None, None
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in UNSEEN:
            self._inside.append(tag)
        elif tag == "a":
            self._link = attrs.get("href", "")
            self.links.setdefault(self._link, "")
        elif tag == "input":
            self._input(attrs)
        elif tag == "textarea":
            self._area = attrs.get("name", "")  # one without a name is only shown
            self.fields[self._area] = ""
        elif tag == "select":
            self._select = attrs.get("name")
        elif tag == "option" and self._select and "selected" in attrs:
            self.fields[self._select] = attrs.get("value", "")

    def _input(self, attrs):
        kind, name = attrs.get("type", "text"), attrs.get("name")
        ticked = kind not in ("checkbox", "radio") or "checked" in attrs
        if name and ticked and kind not in ("submit", "file"):
            self.fields[name] = attrs.get("value", "on" if kind == "checkbox" else "")

    def handle_endtag(self, tag):
        if self._inside and tag == self._inside[-1]:
            self._inside.pop()
        elif tag == "a":
            self._link = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data):
        if self._area is not None:
            self.fields[self._area] += data
        elif not self._inside:
            self.words.append(data)
            if self._link is not None:
                self.links[self._link] += data


def words(response) -> str:
    """Return the words of a page on one line."""
    return " ".join(" ".join(_Page(response.content.decode()).words).split())


def links(response) -> dict[str, str]:
    """Return where the links of a page lead, and their words."""
    found = _Page(response.content.decode()).links
    return {address: " ".join(text.split()) for address, text in found.items()}


def fields(response) -> dict[str, str]:
    """Return the fields of a page's forms with what stands in them, as a browser would send it."""
    return _Page(response.content.decode()).fields


A_COUNT = re.compile(
    r"(?<![\d,])[1-9]\d* of (?:its |the )?\d+(?: (?:councils|neighbours))?"
    r"(?: in [^.(]{1,60}?)?(?: (?:are|is|were|was))? on record"
)
"""A count of councils as it is said: the age must follow it, or stand in the same sentence."""
REACH = 190
"""Characters after a count within which its age is said."""


def counts_without_age(text: str) -> list[str]:
    """Return each count of a text that does not say how old it is, with what follows it."""
    plain = " ".join(unescape(re.sub(r"<[^>]+>", " ", unescape(text))).split())
    counts = (plain[one.start() : one.end() + REACH] for one in A_COUNT.finditer(plain))
    return [count for count in counts if "list of 2013" not in count]
