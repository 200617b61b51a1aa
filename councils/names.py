"""Finding a council by what a person calls it."""

import re
import unicodedata
from dataclasses import dataclass

NOISE = {
    *("council", "county", "district", "borough", "city", "metropolitan", "unitary", "authority"),
    *("the", "of", "and", "london", "royal", "corporation", "cyngor", "comhairle"),
}
"""Words that say what kind of council it is, not which."""
ALIKE = {"saint": "st", "upon": "on"}


def folded(text: str) -> str:
    """Return a name as search compares it.

    Without case, accents, apostrophes, hyphens or other marks: "King’s Lynn" and "kings lynn"
    are one.
    """
    text = unicodedata.normalize("NFKD", text.casefold()).replace("&", " and ")
    letters = []
    for char in text:
        if char.isalnum():
            letters.append(char)
        elif unicodedata.combining(char) or char in "'’‘`´ʼ.":
            continue
        else:
            letters.append(" ")
    return " ".join(ALIKE.get(word, word) for word in "".join(letters).split())


@dataclass(frozen=True, slots=True)
class Name:
    """A name ready to be compared: as a whole, and without the words of its kind of council."""

    folded: str
    core: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Name":
        words = tuple(folded(text).split())
        telling = [word for word in words if word not in NOISE]
        return cls(" ".join(words), " ".join(telling or words), words)


def match(asked: Name, names: list[Name]) -> int:
    """Return how well what was asked fits a council: 3 exactly, 2 its core, 1 in part, 0 not.

    In part means that every word asked begins a word of one of its names.
    """
    if not asked.folded:
        return 0
    if any(asked.folded == name.folded for name in names):
        return 3
    if any(asked.core == name.core for name in names):
        return 2
    parts = asked.core.split()
    return int(
        any(
            all(any(word.startswith(part) for word in name.words) for part in parts)
            for name in names
        )
    )


NEEDS_ARTICLE = (
    *("London Borough", "Royal Borough", "City of", "Council of the", "Borough of"),
    # Of the short names:
    *("Isle of ", "Isles of ", "Vale of ", "Scottish Borders"),
)
"""Names that take "the" inside a sentence begin so."""


def with_article(name: str) -> str:
    """Return a name as it stands inside a sentence: "the London Borough of Barnet"."""
    return f"the {name}" if name.startswith(NEEDS_ARTICLE) else name


REGIONS_WITHOUT_ARTICLE = ("England", "London", "Yorkshire and The Humber")


def region_with_article(region: str) -> str:
    """Return a region as it stands inside a sentence: "the North East", "London"."""
    return region if region in REGIONS_WITHOUT_ARTICLE else f"the {region}"


REAL_LETTERS = "".join(
    [
        *(chr(number) for number in range(0xA0, 0x100)),  # £, é, ô, …
        *"ŴŵŶŷ‘’“”–—…•€™\ufffd",
    ]
)
"""The letters outside ASCII that councils and sources are written with."""


def misread(letter: str) -> set[str]:
    """Return what a letter in UTF-8 looks like to a program that takes it for an older code."""
    data = letter.encode()
    by_windows = (bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)
    return {data.decode("latin-1"), "".join(by_windows)}


MISREAD = {text: letter for letter in REAL_LETTERS for text in misread(letter)}
DAMAGE = re.compile("|".join(re.escape(text) for text in sorted(MISREAD, key=len, reverse=True)))


def damage_in(text: str) -> str:
    """Return a sentence on letters that were damaged on their way here, or an empty string.

    Either they were lost, and the mark U+FFFD stands in their place, or UTF-8 was read as an older
    code: "MÃ´n" for "Môn".
    """
    if text.isascii():
        return ""
    if "\ufffd" in text or "ï¿½" in text:
        return f"“{excerpt(text, 'ï¿½')}” has lost a letter on its way here. Type it again."
    if DAMAGE.search(text) is None:
        return ""
    mended = DAMAGE.sub(lambda found: MISREAD[found[0]], text)
    damaged = next((word for word in text.split() if DAMAGE.search(word)), text)
    meant = next(
        (ours for word, ours in zip(text.split(), mended.split(), strict=False) if word == damaged),
        "",
    )
    hint = f" Is it “{meant}”?" if meant else ""
    return f"“{damaged[:60]}” has letters that were damaged on their way here.{hint} Type it again."


def excerpt(text: str, mark: str) -> str:
    """Return the word in which a letter is lost."""
    return next((word for word in text.split() if "\ufffd" in word or mark in word), text)[:60]
