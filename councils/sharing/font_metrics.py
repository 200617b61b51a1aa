"""How wide words are in the two fonts that come with the site, so that long names fit."""

import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"


@dataclass(frozen=True)
class Face:
    """A font: its family name, its file, and the advance of each letter in thousandths of an em."""

    family: str
    file: str
    advances: dict[str, float]

    def width(self, text: str, size: float) -> float:
        """Return how wide a text is at a size, in the size's unit. Kerning only makes it less."""
        widest = self.advances["M"]
        return sum(self.advances.get(letter, widest) for letter in text) * size / 1000

    def lines(self, text: str, size: float, room: float) -> list[str]:
        """Break a text between words into lines no wider than ``room``; a long word stands out."""
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.width(longer, size) > room:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def balanced(self, text: str, size: float, room: float) -> list[str]:
        """Break a text into as few lines as fit, all of about one length."""
        lines = self.lines(text, size, room)
        while len(narrower := self.lines(text, size, room)) == len(lines):
            lines, room = narrower, room - size / 4
            if room <= max(self.width(word, size) for word in text.split()):
                break
        return lines

    def fitted(self, text: str, sizes, room: float, most: int) -> tuple[float, list[str]]:
        """Return the first of the sizes at which a text fits ``most`` lines, and its lines."""
        for size in sizes:
            lines = self.lines(text, size, room)
            if len(lines) <= most and all(self.width(line, size) <= room for line in lines):
                break
        return size, self.balanced(text, size, room)


@cache
def heading() -> Face:
    return read("heading.ttf", "Runaways Heading")


@cache
def text() -> Face:
    return read("text.ttf", "Runaways Text")


def read(name: str, family: str) -> Face:
    """Read a font's letters and their advances: tables head, hhea, hmtx, and a cmap of format 4."""
    data = (FONTS / name).read_bytes()
    tables = {}
    for number in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * number)
        tables[tag.decode()] = offset
    em = struct.unpack_from(">H", data, tables["head"] + 18)[0]
    metrics = struct.unpack_from(">H", data, tables["hhea"] + 34)[0]

    def advance(glyph: int) -> float:
        at = tables["hmtx"] + 4 * min(glyph, metrics - 1)
        return struct.unpack_from(">H", data, at)[0] * 1000 / em

    glyphs = letters(data, tables["cmap"])
    return Face(family, name, {letter: advance(glyph) for letter, glyph in glyphs.items()})


def letters(data: bytes, cmap: int) -> dict[str, int]:
    """Return the glyph of each letter, from the first subtable (the fonts have format 4 only)."""
    start = cmap + struct.unpack_from(">I", data, cmap + 8)[0]
    doubled = struct.unpack_from(">H", data, start + 6)[0]
    count = doubled // 2

    def column(number: int, kind: str) -> tuple:
        # Four columns one after the other; a spare two bytes after the first.
        offset = start + 14 + number * doubled + (2 if number else 0)
        return struct.unpack_from(f">{count}{kind}", data, offset)

    glyphs = {}
    ends, starts, deltas, offsets = column(0, "H"), column(1, "H"), column(2, "h"), column(3, "H")
    for number in range(count):
        for code in range(starts[number], ends[number] + 1):
            glyph = code
            if offsets[number]:
                place = start + 16 + 3 * doubled + 2 * number + offsets[number]
                glyph = struct.unpack_from(">H", data, place + 2 * (code - starts[number]))[0]
            glyph = (glyph + deltas[number]) & 0xFFFF
            if glyph and code != 0xFFFF:
                glyphs[chr(code)] = glyph
    return glyphs
