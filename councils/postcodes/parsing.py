"""What a person typed as a postcode.

Pure Python: nothing here asks the database or the index, and nothing here raises, whatever is
typed. Whether a well-formed postcode really exists is for `councils.postcodes.index` to say.

The pattern of a postcode is in BS 7666 and Royal Mail's "Programmers' Guide to the Postcode Address
File"; the territories' codes are in Royal Mail's list of British Overseas Territories.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product

# Longer than any address on one line. What is beyond is not looked at, so that a pasted book costs
# no more than a postcode.
LONGEST = 250


class Kind(StrEnum):
    """What sort of thing was typed. Every kind has an answer of its own on the site."""

    FULL = "full"
    HALF = "half"
    BFPO = "bfpo"
    GIRO = "giro"
    CHANNEL_ISLANDS = "channel_islands"
    ISLE_OF_MAN = "isle_of_man"
    OVERSEAS = "overseas"
    NOT_A_POSTCODE = "not_a_postcode"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, repr=False)
class Postcode:
    """A full postcode in its one standard form: `Postcode("CT16", "1AA")` is CT16 1AA.

    It is well formed; it need not exist.
    """

    outward: str
    inward: str

    def __str__(self) -> str:
        return f"{self.outward} {self.inward}"

    def __repr__(self) -> str:
        # An error report shows the repr of local variables, and what is typed is kept nowhere.
        return "<Postcode>"

    @property
    def sector(self) -> str:
        """The postcode without its last two letters: "CT16 1"."""
        return f"{self.outward} {self.inward[0]}"


@dataclass(frozen=True, slots=True)
class ParsedPostcode:
    """What was understood.

    `postcode` is given when a full one was typed (also in BFPO and the Crown dependencies), `half`
    is the part given when only a part was ("CT16" or "CT16 1"), `outward` the outcode of either,
    and `place` the name of the island or territory. They are empty or None where they say nothing.
    """

    kind: Kind
    postcode: Postcode | None = None
    half: str = field(default="", repr=False)
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

# Territories with numbers instead of our pattern: (what is typed, without spaces and marks; place).
OVERSEAS_NUMBERED = [
    (re.compile(r"AI2640"), "Anguilla"),
    (re.compile(r"KY[1-3]\d{4}"), "Cayman Islands"),
    (re.compile(r"MSR\d{4}"), "Montserrat"),
    (re.compile(r"VG\d{4}"), "British Virgin Islands"),
]

CROWN = {
    "JE": (Kind.CHANNEL_ISLANDS, "Jersey"),
    "GY": (Kind.CHANNEL_ISLANDS, "Guernsey"),
    "IM": (Kind.ISLE_OF_MAN, "Isle of Man"),
}

# Newport's first outcode, "NPT", is the one that breaks the pattern; ONS still lists it as ended.
OUTWARD = r"[A-Z]{1,2}[0-9][A-Z0-9]?|NPT"
FULL = re.compile(rf"({OUTWARD})([0-9][A-Z]{{2}})")
OUTCODE = re.compile(rf"({OUTWARD})")
SECTOR = re.compile(rf"({OUTWARD})([0-9])[A-Z]?")
BFPO_NUMBER = re.compile(r"BFP[O0][0-9]{0,4}")
WITHIN = re.compile(rf"(?<!\w)({OUTWARD}) *([0-9][A-Z]{{2}})(?!\w)")


def _tidy(text: str) -> str:
    """Upper-case words of letters and digits with one space between: "“ct16-1aa.”" is "CT16 1AA".

    Digits of any script become plain ones; marks, symbols and odd spaces part words; control and
    invisible characters vanish. Letters with accents stay, so that a name stays a name.
    """
    kept = []
    for character in unicodedata.normalize("NFKC", text[:LONGEST])[:LONGEST].upper():
        category = unicodedata.category(character)
        if category == "Nd":
            kept.append(str(unicodedata.decimal(character)))
        elif category[0] in "LN":
            kept.append(character)
        elif category[0] != "C" or character in "\t\n\v\f\r":
            kept.append(" ")
    return " ".join("".join(kept).split())


def read(text: str) -> ParsedPostcode:
    """Says what was typed. Never raises; text that is no postcode is `Kind.NOT_A_POSTCODE`.

    Marks, spaces and case do not matter, and a full postcode is found within an address, as long as
    there is one postcode only. Slips such as O for 0 are not mended here: see `candidates`.
    """
    tidy = _tidy(text)
    compact = tidy.replace(" ", "")
    if not compact:
        return ParsedPostcode(Kind.EMPTY)
    if compact in ("GIR0AA", "GIROAA"):
        return ParsedPostcode(Kind.GIRO)
    if BFPO_NUMBER.fullmatch(compact):
        return ParsedPostcode(Kind.BFPO)
    if place := _overseas(compact):
        return ParsedPostcode(Kind.OVERSEAS, place=place)
    if match := FULL.fullmatch(compact):
        return _full(*match.groups())
    if half := _half(tidy, compact):
        return _placed(half.partition(" ")[0], half=half)
    within = set(WITHIN.findall(tidy))
    if len(within) == 1:
        return _full(*within.pop())
    return ParsedPostcode(Kind.NOT_A_POSTCODE)


def _overseas(compact: str) -> str:
    """The territory's name, or nothing. Its outcode alone is enough to know it."""
    outward, inward = compact[:4], compact[4:]
    if outward in OVERSEAS and (not inward or re.fullmatch(r"[0-9][A-Z]{2}", inward)):
        return OVERSEAS[outward]
    for pattern, place in OVERSEAS_NUMBERED:
        if pattern.fullmatch(compact):
            return place
    return ""


def _half(tidy: str, compact: str) -> str:
    """The part of a postcode that was typed, "CT16" or "CT16 1", or nothing."""
    head, _, tail = tidy.rpartition(" ")
    # "E1 1" is a sector and "E11" an outcode, though they share their letters.
    if (
        OUTCODE.fullmatch(compact)
        and compact != "NPT"
        and not (tail.isdigit() and OUTCODE.fullmatch(head.replace(" ", "")))
    ):
        return compact
    if match := SECTOR.fullmatch(compact):
        return f"{match[1]} {match[2]}"
    return ""


def _full(outward: str, inward: str) -> ParsedPostcode:
    return _placed(outward, postcode=Postcode(outward, inward))


def _placed(outward: str, *, postcode: Postcode | None = None, half: str = "") -> ParsedPostcode:
    """The kind that the outcode makes of a postcode or of half a one."""
    area = outward.rstrip("0123456789")
    if area == "BF":
        return ParsedPostcode(Kind.BFPO, postcode, half, outward)
    if area in CROWN:
        kind, place = CROWN[area]
        return ParsedPostcode(kind, postcode, half, outward, place)
    return ParsedPostcode(Kind.FULL if postcode else Kind.HALF, postcode, half, outward)


DIGITS_FOR = {"O": "0", "I": "1", "L": "1", "S": "5", "Z": "2", "B": "8"}
LETTERS_FOR = {"0": "O", "1": "IL", "5": "S", "2": "Z", "8": "B"}
# A stands for a letter and 9 for a digit; the outward part by its length.
OUTWARD_SHAPES = {2: ("A9",), 3: ("A99", "A9A", "AA9"), 4: ("AA99", "AA9A")}
# Letters that no inward part uses, because they are easily misread.
NEVER_INWARD = frozenset("CIKMOV")


def candidates(text: str) -> tuple[Postcode, ...]:
    """Postcodes that may have been meant, likeliest first, without the one that was typed.

    Tries the swaps of look-alikes (O and 0; I, L and 1; S and 5; Z and 2; B and 8) where the
    pattern wants a digit or a letter: "CTI6 1AA" gives CT16 1AA. Few exist: ask the index which.
    Text without a single digit gives none, or Bromley would be one.
    """
    compact = _tidy(text).replace(" ", "")
    if not (5 <= len(compact) <= 7 and compact.isascii() and re.search(r"[0-9]", compact)):
        return ()
    found: dict[str, int] = {}
    for shape in OUTWARD_SHAPES[len(compact) - 3]:
        choices = [_choices(*pair) for pair in zip(compact, shape + "9AA", strict=True)]
        for letters in product(*choices):
            meant = "".join(letters)
            if meant != compact and NEVER_INWARD.isdisjoint(meant[-2:]):
                found[meant] = sum(a != b for a, b in zip(meant, compact, strict=True))
    return tuple(
        Postcode(meant[:-3], meant[-3:]) for meant in sorted(found, key=lambda m: (found[m], m))
    )


def _choices(typed: str, wanted: str) -> str:
    if wanted == "9":
        return typed if typed.isdigit() else DIGITS_FOR.get(typed, "")
    if typed.isdigit():
        return LETTERS_FOR.get(typed, "")
    # The inward part has no I, but an L looks like one.
    return "IL" if typed == "I" else typed


def looks_like_postcode(text: str) -> bool:
    """Whether one box for a postcode or a council's name should take this text for a postcode.

    True for whatever `read` understands or `candidates` can mend, and for what can only have been
    meant as a postcode (a digit, and no three letters together). "Kent" and "York 1" are names;
    "E1" is half a postcode.
    """
    if read(text).kind not in (Kind.NOT_A_POSTCODE, Kind.EMPTY):
        return True
    tidy = _tidy(text)
    if candidates(text):
        return True
    return bool(re.search(r"[0-9]", tidy)) and not re.search(r"[^\W\d_]{3}", tidy)
