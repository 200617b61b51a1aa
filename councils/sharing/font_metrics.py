"""The widths of text in the two shipped fonts, used to make long names fit.

They are in ``fonts/widths.json``.
"""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

FONTS = Path(__file__).parent / "fonts"
WIDTHS = FONTS / "widths.json"


class Face(NamedTuple):
    """A font: its family name, its file, and the advance of each letter in thousandths of an em."""

    family: str
    file: Path
    advances: dict[str, float]

    @property
    def fallback(self) -> str:
        """What stands in for it in a program without it."""
        if self is heading():
            return "Georgia, serif"
        return "system-ui, sans-serif"

    def width(self, text: str, size: float) -> float:
        """Return the width of a text at a size, in the size's unit, ignoring kerning."""
        widest = self.advances["M"]
        width = 0.0
        for letter in text:
            width += self.advances.get(letter, widest)
        return width * size / 1000

    def lines(self, text: str, size: float, room: float) -> list[str]:
        """Break a text between words into lines of at most ``room``; a long word may be wider."""
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.width(longer, size) > room:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def balanced(self, text: str, size: float, room: float) -> list[str]:
        """Break a text into as few lines as fit, all of about the same length."""
        lines = self.lines(text, size, room)
        fewest = len(lines)
        longest_word = max([self.width(word, size) for word in text.split()], default=0)
        while True:
            narrower = self.lines(text, size, room)
            if len(narrower) > fewest:
                return lines
            lines = narrower
            room -= size / 4
            if room <= longest_word:
                return lines

    def fitted(
        self, text: str, sizes: Iterable[float], room: float, most: int
    ) -> tuple[float, list[str]]:
        """Return the first of ``sizes`` at which a text fits into ``most`` lines, and the lines.

        If it fits at none, return the last size.
        """
        for size in sizes:
            lines = self.lines(text, size, room)
            widest = max(self.width(line, size) for line in lines)
            if len(lines) <= most and widest <= room:
                break
        return size, self.balanced(text, size, room)


def heading() -> Face:
    return faces()["heading.ttf"]


def text() -> Face:
    return faces()["text.ttf"]


@cache
def faces() -> dict[str, Face]:
    found = {}
    for name, font in json.loads(WIDTHS.read_text(encoding="utf-8")).items():
        found[name] = Face(font["family"], FONTS / name, font["advances"])
    return found
