"""What characters look like to whoever reads them: a text that is dressed up is no other text.

It is for comparing alone: nothing that is shown or sent goes through here. A plain character is one
of our alphabet, a to z, without an accent. (A *letter*, in this room, is one to a council.)

A text is read in several ways before anything is looked for in it:

    in_plain_characters  in our alphabet where it looks like it (here)
    as_it_looks          the same, and digits within a word as characters: "p4yr0ll" (here)
    as_read              one form for what looks the same, nothing unseen, no spelt stop (links.py)
    ways_to_read         as read, and in the two ways above: for links (links.py)
    as_dialled           as read, in plain characters, spelt digits as digits (telephones.py)
    as_compared          as read and as it looks, with straight apostrophes (threats.py)
    as_said              of that the words, put together where they stand apart (threats.py)
    alike                of those no apostrophes, and each l an i, as in the patterns (threats.py)
"""

import re
import unicodedata
from functools import lru_cache

FOREIGN = "аесіјорѕухһԁӏвкмнтАВЕКМНОРСТУХІЈЅӀԌαικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"  # noqa: RUF001
LATIN = "aecijopsyxhdlbkmhtABEKMHOPCTYXIJSIGaiknoptuxABEZHIKMNOPTYX"
LOOKS_LIKE = dict(zip(FOREIGN, LATIN, strict=True))
"""The plain character that each of some Cyrillic and Greek ones is to the eye."""
NAME_OF_CHARACTER = re.compile(
    r".*\b(?:LATIN|REGIONAL INDICATOR)\b.*\bLETTER (?:SMALL CAPITAL |DOTLESS )?([A-Z])(?: WITH .*)?"
)
"""Names in Unicode of what shows one plain character: accented, in a square, as a small capital."""
NOT_ASCII = re.compile(r"[^\x00-\x7f]")
ACCENTS = ("Mn", "Me")
"""Categories in Unicode of what stands above or around another character."""
BLANK = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")
"""Characters that show nothing: to the eye they are spaces."""
WORD_WITH_DIGITS = re.compile(r"\b(?=\w*[^\W\d_])(?=\w*\d)\w+")
LOOK_OF_DIGITS = str.maketrans("01345", "oieas")
"""What digits within a word stand for: "p4yr0ll"."""


def as_it_looks(text: str) -> str:
    """Return a text in plain characters where it looks like them, with digits as well ("p4yr0ll").

    Accents go. A text in another script comes out in a spelling that nobody uses, and always in the
    same one.
    """
    plain = in_plain_characters(text)
    return WORD_WITH_DIGITS.sub(lambda word: word[0].translate(LOOK_OF_DIGITS), plain)


def in_plain_characters(text: str) -> str:
    """Return a text in plain characters where it looks like them; digits stay digits."""
    shown = BLANK.sub(" ", unicodedata.normalize("NFKD", text))
    return NOT_ASCII.sub(looks_like, shown)


def looks_like(match: re.Match[str]) -> str:
    return plain_character(match[0])


@lru_cache(maxsize=4096)
def plain_character(character: str) -> str:
    """Return the plain character that one shows, "" for an accent alone, or itself."""
    if unicodedata.category(character) in ACCENTS:
        return ""
    if character in LOOKS_LIKE:
        return LOOKS_LIKE[character]
    named = NAME_OF_CHARACTER.fullmatch(unicodedata.name(character, ""))
    return named[1].lower() if named else character
