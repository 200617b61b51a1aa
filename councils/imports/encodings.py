"""Find out in which encoding a text file was saved.

Unicode shows by its own marks, or by being valid. The three older encodings here all turn any
byte into some letter, so the one is taken in which the letters fit the words round them: no “Õ”
within a word in small letters, no dash in its middle. That is little code and can be said in a
sentence; libraries that guess by frequency need more text than a list of names has.
"""

import re

ENCODINGS = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
    "mac_roman": "Mac Roman",
    "cp850": "IBM 850 (DOS)",
}
"""Each encoding that a list can have, with its name for staff."""
CHOICES = ("utf-8-sig", "utf-16", "cp1252", "mac_roman", "cp850")
OLDER = ("cp1252", "mac_roman", "cp850")
"""The usual one first: it is taken where two fit alike."""
MOST_WEIGHED = 100_000
"""Bytes of the lines with letters outside ASCII that are looked at."""

BEGINS, ENDS = r"(?<![^\W_])", r"(?![^\W_])"
FITS = (
    r"[éèêëàäáçïíôöüñ](?![A-Z])",
    r"(?<=[^\W\d_])’(?=(?:s|t|d|m|re|ll|ve)\b)|(?<=s)’(?=[\s,.;:)]|$)|(?<=[OoDdLl])’(?=\w)",
    rf"{BEGINS}[‘“]|[’”]{ENDS}",
    r"(?<![^\s\d])[–—]|[–—](?![^\s\dA-Z])",
    rf"…{ENDS}|£(?=\d)|€(?=\d)|{BEGINS}[•©®°§½¼]{ENDS}|[ºª°²³]{ENDS}|\xa0",
)
CAPITALS = rf"{BEGINS}[ÉÈÊÀÂÄÁÇÎÍÔÖÓÛÜÚÑŒÅØ](?=[a-z])|(?<=[A-Z])[ÉÈÊÀÂÄÁÇÎÍÔÖÓÛÜÚÑ](?=[A-Z]|\b)"
EXPECTED = re.compile("|".join(FITS))
RARE = re.compile(f"{CAPITALS}|[’—âîóòûùúåæøœßÿìõã](?![A-Z])")
FOREIGN = re.compile(r"[^\x00-\x7f]")


def encoding_of(data: bytes) -> str:
    """Return the encoding of a text file, as Python calls it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\0" in data[:2]:  # UTF-16 without its mark: names of columns are plain letters
        return "utf-16-be" if data[0] == 0 else "utf-16-le"
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        odd = b"\n".join(line for line in data.splitlines() if not line.isascii())[:MOST_WEIGHED]
        return min(OLDER, key=lambda encoding: strangeness(odd.decode(encoding, "replace")))
    return "utf-8-sig"


def strangeness(text: str) -> int:
    """Return how far the letters outside ASCII are from what English text and names have.

    Three for one that does not fit where it stands, one for one that is rare there.
    """
    expected = {match.start() for match in EXPECTED.finditer(text)}
    rare = {match.start() for match in RARE.finditer(text)} - expected
    foreign = sum(1 for _ in FOREIGN.finditer(text))
    expected_foreign = sum(1 for place in expected if not text[place].isascii())
    return 3 * (foreign - expected_foreign - len(rare)) + len(rare)
