"""Finding a council by what a person calls it."""

import unicodedata

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


def core(name: str) -> str:
    """Return a folded name without the words that only say what kind of council it is."""
    words = [word for word in folded(name).split() if word not in NOISE]
    return " ".join(words) or folded(name)


def matches(query: str, names: list[str]) -> int:
    """Return how well a query fits a council: 3 exactly, 2 its core, 1 in part, 0 not.

    ``names`` are the council's, already folded; the query is as typed.
    """
    asked = folded(query)
    if not asked:
        return 0
    if asked in names:
        return 3
    asked_core = core(query)
    best = 0
    for name in names:
        if asked_core == core(name):
            return 2
        words = name.split()
        if all(any(word.startswith(part) for word in words) for part in asked_core.split()):
            best = 1
    return best
