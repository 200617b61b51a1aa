"""Cut the two fonts down to the letters of English, Welsh and the names of councils.

Run ``python tools/cut_fonts.py CHARIS-BOLD.ttf INTER-MEDIUM.ttf``, or without fonts to write the
widths of the cut fonts again. Needs fonttools.
"""

import json
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent.parent / "councils/sharing/fonts"
WIDTHS = HERE / "widths.json"
FAMILIES = {"heading.ttf": "Runaways Heading", "text.ttf": "Runaways Text"}
LETTERS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *(0x1E80, 0x1E81, 0x1E82, 0x1E83, 0x1E84, 0x1E85, 0x1EF2, 0x1EF3),
    *(0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x2212),
]


def cut(source: str, name: str) -> None:
    """Write a font with these letters under a name of our own, as its licence requires."""
    family = FAMILIES[name]
    options = subset.Options(hinting=False, layout_features=["kern", "mark", "ccmp", "tnum"])
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    font = TTFont(source, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=LETTERS)
    cutter.subset(font)
    names = {1: family, 2: "Regular", 3: family, 4: family, 6: family.replace(" ", "")}
    font["name"].names = [
        record
        for record in font["name"].names
        if record.platformID == 3 and record.langID == 0x409 and record.nameID < 16
    ]
    for number, words in names.items():
        font["name"].setName(words, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = 400  # each is a family of one: nothing is to be made bolder
    font["OS/2"].fsSelection = 0x40
    font["head"].macStyle = 0
    font.save(HERE / name)


def widths(name: str) -> dict[str, float]:
    """Return the advance of each letter of a cut font, in thousandths of an em."""
    font = TTFont(HERE / name)
    em, advances = font["head"].unitsPerEm, font["hmtx"].metrics
    return {
        chr(code): advances[glyph][0] * 1000 / em
        for code, glyph in sorted(font.getBestCmap().items())
    }


def write_widths() -> None:
    """Write the widths of both fonts for font_metrics.py, which draws with them at run time."""
    fonts = {
        name: {"family": family, "advances": widths(name)} for name, family in FAMILIES.items()
    }
    WIDTHS.write_text(json.dumps(fonts, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for source, name in zip(sys.argv[1:], FAMILIES, strict=False):
        cut(source, name)
    write_widths()
