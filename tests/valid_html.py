"""A few rules of the HTML standard, strictly checked on every page."""

import re
from html.parser import HTMLParser

VOID = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
    *("track", "wbr"),
}
NEVER_IN_HTML = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")
NEEDS_A_NAME = {"input", "select", "textarea"}


class _Checked(HTMLParser):
    def __init__(self, markup):
        super().__init__(convert_charrefs=True)
        self.faults, self.ids, self.refers, self.headings = [], [], [], []
        self.labelled, self.fields, self.open = set(), [], []
        self.title, self.lang, self.mains = "", None, 0
        self.feed(markup)
        self.close()
        if self.open:
            self.faults.append(f"never closed: {self.open}")

    def handle_starttag(self, tag, attrs):
        self._note(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self._note(tag, attrs)
        if tag not in VOID and "svg" not in self.open and tag != "svg":
            self.faults.append(f"<{tag}/> closes itself outside of SVG")

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-3:]} at {self.getpos()}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data):
        if self.open and self.open[-1] == "title" and "svg" not in self.open:
            self.title += data

    def _note(self, tag, pairs):
        attrs = dict(pairs)
        if len(attrs) != len(pairs):
            self.faults.append(f"an attribute twice in <{tag}> at {self.getpos()}")
        if "id" in attrs:
            self.ids.append(attrs["id"])
        for name in ("aria-labelledby", "aria-describedby", "aria-controls"):
            self.refers += (attrs.get(name) or "").split()
        if "style" in attrs or any(name.startswith("on") for name in attrs):
            self.faults.append(f"style or script in <{tag}>")
        self._note_element(tag, attrs)

    def _note_element(self, tag, attrs):
        if tag == "html":
            self.lang = attrs.get("lang")
        elif tag == "main":
            self.mains += 1
        elif re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        elif tag == "label" and attrs.get("for"):
            self.labelled.add(attrs["for"])
        elif tag in NEEDS_A_NAME and attrs.get("type") not in ("hidden", "submit"):
            named = attrs.get("aria-label") or attrs.get("aria-labelledby") or "label" in self.open
            if not named:
                self.fields.append(attrs.get("id"))
        elif tag == "img" and "alt" not in attrs:
            self.faults.append("an <img> without alt")
        elif tag == "a" and "button" in self.open:
            self.faults.append("a link in a button")


def faults(markup: str, is_frame: bool = False) -> list[str]:
    """Return what is wrong with the markup of a page, fault by fault."""
    page = _Checked(markup)
    problems = list(page.faults)
    if not markup.lower().startswith("<!doctype html>"):
        problems.append("no doctype")
    if NEVER_IN_HTML.search(markup):
        problems.append("a character that no page may hold")
    if page.lang != "en-GB":
        problems.append(f"lang is {page.lang}")
    if not page.title.strip():
        problems.append("no title")
    doubled = {name for name in page.ids if page.ids.count(name) > 1}
    if doubled:
        problems.append(f"ids more than once: {sorted(doubled)}")
    if lost := set(page.refers) - set(page.ids):
        problems.append(f"ids that are referred to but missing: {sorted(lost)}")
    if nameless := [field for field in page.fields if field not in page.labelled]:
        problems.append(f"fields without a name: {nameless}")
    if not is_frame and (page.mains != 1 or page.headings.count(1) != 1):
        problems.append(f"{page.mains} main parts, {page.headings.count(1)} first headings")
    jumps = [pair for pair in zip(page.headings, page.headings[1:], strict=False)
             if pair[1] > pair[0] + 1]  # fmt: skip
    if jumps:
        problems.append(f"headings that jump: {jumps}")
    return problems
