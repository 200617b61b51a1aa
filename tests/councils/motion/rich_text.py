"""A small reader of RTF that knows what the file of a motion needs: paragraphs, lists and links."""

import re
from types import SimpleNamespace

UNSEEN = re.compile(r"\{\\listtext[^{}]*\}|\{\\\*\\fldinst\{[^{}]*\}\}")
ESCAPED = re.compile(r"((?:\\u-?\d+\?)+)|\\([\\{}])|(\\[a-z]+-?\d* ?)|([{}\n])")
KINDS = {r"\s1": ("styles", "Title"), r"\s2": ("styles", "heading 1"),
         r"\ls1": ("lists", "bullets"), r"\ls2": ("lists", "numbered")}  # fmt: skip


def read(raw: bytes) -> SimpleNamespace:
    """Return the words of a file, its paragraphs by style and list, its links and its title."""
    text = raw.decode("ascii")
    braces = re.findall(r"(?<!\\)(?:\\\\)*([{}])", text)
    assert braces.count("{") == braces.count("}")
    found = SimpleNamespace(body="", styles={}, lists={}, links=set(), title="")
    found.links = set(re.findall(r'HYPERLINK "([^"]*)"', text))
    found.title = plain(re.search(r"\{\\title (.*)\}\{\\author", text)[1])
    body = UNSEEN.sub("", text.partition(r"{\footer")[2].partition("\\par}\n")[2])
    for paragraph in re.split(r"\\par\}", body):
        said = plain(paragraph.replace(r"\line ", " "))
        found.body += f"{said}\n"
        kind = re.match(r"\s*\{\\pard(\\s[12]|\\ls[12])\b", paragraph)
        if kind:
            where, name = KINDS[kind[1]]
            getattr(found, where).setdefault(name, []).append(said)
    return found


def plain(text: str) -> str:
    """Return the words of a part without its commands, which are lower case."""

    def decoded(match: re.Match) -> str:
        units = [int(unit) & 0xFFFF for unit in re.findall(r"\\u(-?\d+)", match[1] or "")]
        letters = b"".join(unit.to_bytes(2, "little") for unit in units).decode("utf-16-le")
        return letters or match[2] or ""

    return ESCAPED.sub(decoded, text)
