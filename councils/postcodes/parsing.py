"""Parse typed text as a postcode.

Pure functions, which raise for no input and use neither the database nor the index. Whether a
well-formed postcode exists, ``councils.postcodes.index`` knows.

The pattern of a postcode is in BS 7666 and Royal Mail's "Programmers' Guide to the Postcode Address
File"; the territories' codes are in Royal Mail's list of British Overseas Territories.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product
from typing import NamedTuple

MAX_LENGTH = 250
"""The most characters that are parsed: more than any address on one line. The rest is ignored, so
that a very long text takes no longer than a postcode."""


class Kind(StrEnum):
    """The kind of text that was typed. Each has an answer of its own on the site."""

    FULL = "full"
    PARTIAL = "partial"
    BFPO = "bfpo"
    GIRO = "giro"
    JERSEY = "jersey"
    GUERNSEY = "guernsey"
    ISLE_OF_MAN = "isle_of_man"
    NORTHERN_IRELAND = "northern_ireland"
    OVERSEAS = "overseas"
    NOT_A_POSTCODE = "not_a_postcode"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, repr=False)
class Postcode:
    """A well-formed postcode, ``Postcode("CT16", "1AA")`` for CT16 1AA. It may not exist."""

    outward: str
    inward: str

    def __str__(self) -> str:
        return f"{self.outward} {self.inward}"

    def __repr__(self) -> str:
        # Error reports show the repr of local variables, and typed text must not be stored.
        return "<Postcode>"


@dataclass(frozen=True, slots=True)
class ParsedPostcode:
    """A text as parsed.

    ``postcode`` is a full postcode (also of BFPO and the Crown dependencies), ``outward`` the
    outcode of it or of the part of one that was typed ("CT16 1"), and ``place`` the name of a
    territory overseas. Each is None or empty if it does not apply.
    """

    kind: Kind
    postcode: Postcode | None = None
    outward: str = field(default="", repr=False)
    place: str = ""


OVERSEAS = {
    "ASCN": "Ascension Island",
    "BBND": "British Indian Ocean Territory",
    "BIQQ": "British Antarctic Territory",
    "FIQQ": "Falkland Islands",
    "GX11": "Gibraltar",
    "PCRN": "Pitcairn Islands",
    "SIQQ": "South Georgia and the South Sandwich Islands",
    "STHL": "Saint Helena",
    "TDCU": "Tristan da Cunha",
    "TKCA": "Turks and Caicos Islands",
}

BY_AREA = {
    "BF": Kind.BFPO,
    "BT": Kind.NORTHERN_IRELAND,
    "JE": Kind.JERSEY,
    "GY": Kind.GUERNSEY,
    "IM": Kind.ISLE_OF_MAN,
}
"""The areas whose letters alone say enough. In Northern Ireland no postcode is looked up at all:
Royal Mail's terms for its postcodes are others."""

# Newport's first outcode, "NPT", is the one that breaks the pattern; ONS still lists it as ended.
OUTWARD = r"[A-Z]{1,2}[0-9][A-Z0-9]?|NPT"
FULL = re.compile(rf"({OUTWARD})([0-9][A-Z]{{2}})")
OUTCODE = re.compile(rf"({OUTWARD})")
SECTOR = re.compile(rf"({OUTWARD})[0-9][A-Z]?")
OVERSEAS_END = re.compile(r"([0-9][A-Z]{2})?")
BFPO_NUMBER = re.compile(r"BFP[O0][0-9]{0,4}")
WITHOUT_DIGITS = re.compile(r"[A-Z]{1,3}[OILSZB][A-Z]? [OILSZB][A-Z]{2}")
WITHIN = re.compile(rf"(?<!\w)({OUTWARD}) *([0-9][A-Z]{{2}})(?!\w)")
DIGIT = re.compile(r"\d")
HALF = re.compile(r"(?<!\w)([A-Z]{1,2}[0-9][A-Z0-9]?)(?: [0-9])?(?!\w)", re.IGNORECASE)


def _tidy(text: str) -> str:
    """Return a text in capitals and digits with single spaces: "ct16-1aa." becomes "CT16 1AA".

    Digits of any script become ASCII. Punctuation, symbols and other spaces become spaces; control
    and invisible characters are dropped. Accents are kept, so that names are not taken for codes.
    """
    characters = []
    for character in unicodedata.normalize("NFKC", text[:MAX_LENGTH])[:MAX_LENGTH].upper():
        category = unicodedata.category(character)
        if category == "Nd":
            characters.append(str(unicodedata.decimal(character)))
        elif category[0] in "LN":
            characters.append(character)
        elif category[0] != "C" or character in "\t\n\v\f\r":
            characters.append(" ")
    return " ".join("".join(characters).split())


def parse(text: str) -> ParsedPostcode:
    """Return the kind of a text and its parts.

    Punctuation, spaces and case do not matter. A full postcode is found within an address if it is
    the only one. Typing errors such as O for 0 are not corrected: see ``look_alikes``.
    """
    tidy = _tidy(text)
    compact = tidy.replace(" ", "")
    if not compact:
        return ParsedPostcode(Kind.EMPTY)
    if compact in ("GIR0AA", "GIROAA"):
        return ParsedPostcode(Kind.GIRO)
    if BFPO_NUMBER.fullmatch(compact):
        return ParsedPostcode(Kind.BFPO)
    if compact[:4] in OVERSEAS and OVERSEAS_END.fullmatch(compact[4:]):
        return ParsedPostcode(Kind.OVERSEAS, place=OVERSEAS[compact[:4]])
    if match := FULL.fullmatch(compact):
        return _placed(match[1], Postcode(*match.groups()))
    if outward := _outward_of_part(tidy, compact):
        return _placed(outward)
    postcodes = _within(tidy)
    if len(postcodes) == 1:
        return _placed(postcodes[0].outward, postcodes[0])
    return ParsedPostcode(Kind.NOT_A_POSTCODE)


def within(text: str) -> list[Postcode]:
    """Return the different full postcodes in a line, in order."""
    return _within(_tidy(text))


def _within(tidy: str) -> list[Postcode]:
    found = []
    for outward, inward in WITHIN.findall(tidy):
        found.append(Postcode(outward, inward))
    return list(dict.fromkeys(found))


class HalvesWithin(NamedTuple):
    """The outcodes in a line, "LS1", each once, and its other words: both empty if none is."""

    halves: tuple[str, ...] = ()
    words: str = ""


def halves_within(text: str) -> HalvesWithin:
    """Return the halves of postcodes in a line, and the words beside them.

    Both are empty if a number is left, as that of a house or a road is: then they may be no
    postcodes.
    """
    line = " ".join(text[:MAX_LENGTH].split())
    words = HALF.sub(" ", line)
    if words == line or DIGIT.search(words):
        return HalvesWithin()
    halves = dict.fromkeys(half.upper() for half in HALF.findall(line))
    return HalvesWithin(tuple(halves), words.strip(" ,()"))


def _outward_of_part(tidy: str, compact: str) -> str:
    """Return the outcode of a part of a postcode, such as "CT16" or "CT16 1", or ""."""
    head, _, tail = tidy.rpartition(" ")
    # "E1 1" is a sector and "E11" an outcode, though they share their letters.
    if (
        OUTCODE.fullmatch(compact)
        and compact != "NPT"
        and not (tail.isdigit() and OUTCODE.fullmatch(head.replace(" ", "")))
    ):
        return compact
    match = SECTOR.fullmatch(compact)
    return match[1] if match else ""


def is_northern_irish(outward: str) -> bool:
    """Return whether an outcode is in Northern Ireland: "BT1"."""
    return outward[:2] == "BT" and outward[2:].isdigit()


def _placed(outward: str, postcode: Postcode | None = None) -> ParsedPostcode:
    """Return a whole or partial postcode with the kind that follows from its outcode."""
    kind = Kind.FULL if postcode else Kind.PARTIAL
    return ParsedPostcode(BY_AREA.get(outward.rstrip("0123456789"), kind), postcode, outward)


DIGITS_FOR = {"O": "0", "I": "1", "L": "1", "S": "5", "Z": "2", "B": "8"}
LETTERS_FOR = {"0": "O", "1": "IL", "5": "S", "2": "Z", "8": "B"}
# A stands for a letter and 9 for a digit, by the length of the outward part.
OUTWARD_SHAPES = {2: ("A9",), 3: ("A99", "A9A", "AA9"), 4: ("AA99", "AA9A")}
# Letters that no inward part uses, because they are easily misread.
NEVER_INWARD = frozenset("CIKMOV")


def look_alikes(text: str) -> list[Postcode]:
    """Return the postcodes that look like a text, the most alike first, without the one typed.

    O looks like 0; I and L like 1; S like 5; Z like 2; B like 8. They are swapped where the pattern
    requires a digit or a letter: "CTI6 1AA" gives CT16 1AA. Not all of them exist: the index knows
    which. Text without a digit gives none, or Bromley would be a postcode, unless its spaces and
    letters fit the pattern: "WIA OAA" gives W1A 0AA.
    """
    tidy = _tidy(text)
    compact = tidy.replace(" ", "")
    is_as_long_as_one = 5 <= len(compact) <= 7
    if not is_as_long_as_one or not compact.isascii():
        return []
    if not DIGIT.search(compact) and not WITHOUT_DIGITS.fullmatch(tidy):
        return []
    swaps: dict[str, int] = {}
    for shape in OUTWARD_SHAPES[len(compact) - 3]:
        for code in _codes_of_shape(compact, f"{shape}9AA"):
            is_possible = NEVER_INWARD.isdisjoint(code[-2:])
            if is_possible and code != compact:
                swaps[code] = _differences(code, compact)
    found = []
    for code in sorted(swaps, key=lambda code: (swaps[code], code)):
        found.append(Postcode(code[:-3], code[-3:]))
    return found


def _codes_of_shape(compact: str, shape: str) -> Iterator[str]:
    """Yield what a text without spaces may mean if it is a postcode of a shape, "AA999AA"."""
    each = []
    for typed, wanted in zip(compact, shape, strict=True):
        if wanted == "9":
            each.append(_meant_as_a_digit(typed))
        else:
            each.append(_meant_as_a_letter(typed))
    for letters in product(*each):  # none at all where one of them can mean nothing
        yield "".join(letters)


def _meant_as_a_digit(typed: str) -> str:
    """Return the digit that was meant where one stands; empty if there is none."""
    if typed.isdigit():
        return typed
    return DIGITS_FOR.get(typed, "")


def _meant_as_a_letter(typed: str) -> str:
    """Return each letter that may be meant where one stands; empty if there is none."""
    if typed.isdigit():
        return LETTERS_FOR.get(typed, "")
    if typed == "I":  # the inward part has no I, but an L looks like one
        return "IL"
    return typed


def _differences(one: str, other: str) -> int:
    """Return at how many places two codes of the same length differ."""
    number = 0
    for its_own, the_others in zip(one, other, strict=True):
        if its_own != the_others:
            number += 1
    return number
