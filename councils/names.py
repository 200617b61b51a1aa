"""Compare names of councils, and write them in sentences."""

import unicodedata

NOISE = {
    "council", "county", "district", "borough", "city", "metropolitan", "unitary", "authority",
    "the", "of", "and", "london", "royal", "corporation", "cyngor", "comhairle",
    "lb", "lbc", "mbc", "mdc", "bc", "dc", "cc", "cbc", "rb", "bdc", "mb",
}  # fmt: skip
"""Words and initials that say what kind of council it is, not which."""
SMALL_WORDS = {"and", "of", "the"}
"""Words of a name that nobody looks for by their first letter."""
APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼ′‛"))
"""What people type for an apostrophe, left out: some of them would become a space otherwise."""
SYNONYMS = {"saint": "st", "upon": "on"}


def folded_letter(char: str) -> str:
    """Return what stands for a character in a folded name: itself, a space or nothing."""
    if char.isalnum():
        return char
    if unicodedata.combining(char) or char in ".\u00ad":
        return ""
    if char == "&":
        return " and "
    return " "


class FoldedLetters(dict[int, str]):
    """What stands for each character, by its code point, as ``str.translate`` asks."""

    def __missing__(self, code: int) -> str:
        return folded_letter(chr(code))


FOLDED_LETTERS = FoldedLetters({code: folded_letter(chr(code)) for code in range(0x250)})
"""Those of Latin are looked up; any other is worked out where it stands."""


def folded(text: str) -> str:
    """Return a name in the form that search compares.

    Case, accents, apostrophes, hyphens and other marks are removed, so that "King’s Lynn" equals
    "kings lynn".
    """
    text = unicodedata.normalize("NFKD", text.translate(APOSTROPHES).casefold())
    return " ".join(SYNONYMS.get(word, word) for word in text.translate(FOLDED_LETTERS).split())


def without_kind(name: str) -> str:
    """Return a folded name without the words for kinds of council, or the name if none is left.

    "of", "and", "the", "london" and "royal" are left out, too: "London Borough of Brent" is Brent.
    """
    return " ".join(word for word in name.split() if word not in NOISE) or name


def matches(query: str, name: str) -> bool:
    """Return whether each word of a query begins a word of a name; both are folded."""
    parts = set(without_kind(query).split()) - SMALL_WORDS
    words = [word for word in name.split() if word not in SMALL_WORDS]
    for part in parts:
        if not any(word.startswith(part) for word in words):
            return False
    return bool(parts)


NEEDS_ARTICLE = (
    "London Borough", "Royal Borough", "City of", "Council of the", "Borough of",
    # Of the short names:
    "Isle of ", "Isles of ", "Vale of ", "Scottish Borders",
)  # fmt: skip
"""Beginnings of the names that take "the" inside a sentence."""


def with_article(name: str) -> str:
    """Return a name as it stands inside a sentence: "the London Borough of Barnet"."""
    if name.startswith(NEEDS_ARTICLE):
        return f"the {name}"
    return name


def possessive(name: str) -> str:
    """Return a name as it stands before what belongs to it: "Kent’s", "St Helens’"."""
    if name.endswith("s"):
        return f"{name}’"
    return f"{name}’s"


def thousands(number: object) -> str:
    """Write a whole number with commas: 1,371. Anything else, such as a symbol, stays as it is."""
    text = str(number)
    if text.isdecimal():
        return f"{int(text):,}"
    return text


def lower_first(text: str) -> str:
    """Return a text that begins a sentence as it stands inside one: "signed by the council …"."""
    return text[:1].lower() + text[1:]


def in_place(place: str) -> str:
    """Return where a place is, from its name in a sentence: "in Kent", "on the Isle of Wight"."""
    if place.startswith("the Isle"):
        return f"on {place}"
    return f"in {place}"


REGIONS_WITHOUT_ARTICLE = ("England", "London", "Yorkshire and The Humber")


def region_with_article(region: str) -> str:
    """Return a region as it stands inside a sentence: "the North East", "London"."""
    if region in REGIONS_WITHOUT_ARTICLE:
        return region
    return f"the {region}"


def join_names(names: list[str]) -> str:
    """Join names as a sentence does: "Kent, Surrey and the Isle of Wight".

    A comma stands before the last "and" where a name has one of its own: "Kent, and Brighton and
    Hove".
    """
    if len(names) < 2:
        return "".join(names)
    comma = "," if any(" and " in name for name in names) else ""
    return f"{', '.join(names[:-1])}{comma} and {names[-1]}"


def number_word(number: int) -> str:
    """Return a number below ten as a word, "none" for 0; others as digits."""
    words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    if 0 <= number < len(words):
        return words[number]
    return str(number)
