"""What a visitor sees of a page: its words, its links, and its forms as they are filled in."""

import re
from html import unescape
from html.parser import HTMLParser

UNSEEN = {"script", "style", "title", "head", "template", "svg"}
UNSEEN_PART = re.compile(r"<(head|script|style|svg)\b.*?</\1>", re.DOTALL)
"""What has no words that are seen: half of a page with a map."""


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
            # As a browser reads it: the line break after its tag is no part of the text.
            self.fields[self._area] = self.fields[self._area].removeprefix("\n")
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
    seen = UNSEEN_PART.sub(" ", response.content.decode())
    return " ".join(" ".join(_Page(seen).words).split())


def links(response) -> dict[str, str]:
    """Return the words of a page's links, by the address they lead to."""
    by_address = _Page(response.content.decode()).links
    return {address: " ".join(text.split()) for address, text in by_address.items()}


def slugs(addresses) -> set[str]:
    """Return the councils whose pages are among addresses."""
    found = (re.match(r"/councils/([\w-]+)/(\?|$)", address) for address in addresses)
    return {match[1] for match in found if match}


def fields(response) -> dict[str, str]:
    """Return the values in a page's form fields, by name, as a browser would send them."""
    return _Page(response.content.decode()).fields


A_COUNT = re.compile(
    r"(?<![\d,])[1-9]\d* of (?!\d+ signed)(?:its |the )?\d+(?: (?:councils|neighbours))?"
    r"(?: that run children’s services)?(?: in [^.(]{1,60}?)?"
    r"(?: (?:are|is|were|was|have|has|had))? (?:on record|signed)"
)
"""A count of councils that signed. How far to trust it must follow it; only a region in a list,
"2 of 12 signed", leaves that to the count above it."""
REACH = 190
"""Characters after a count within which its age must follow."""


SAYS_ITS_AGE = re.compile("list of 2013|list of September 2013|as far as we know")


def counts_without_age(text: str) -> list[str]:
    """Return each count in a text that is not followed by its age, with the words after it."""
    plain = " ".join(unescape(re.sub(r"<[^>]+>", " ", unescape(text))).split())
    counts = (plain[count.start() : count.end() + REACH] for count in A_COUNT.finditer(plain))
    return [count for count in counts if not SAYS_ITS_AGE.search(count)]
