"""What letters look like to whoever reads them, so that dressing a text up makes it no other one.

It is for comparing alone: nothing that is shown or sent goes through here.
"""

import re
import unicodedata
from functools import lru_cache

FOREIGN = "аесіјорѕухһԁӏвкмнтАВЕКМНОРСТУХІЈЅӀԌαικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"  # noqa: RUF001
LATIN = "aecijopsyxhdlbkmhtABEKMHOPCTYXIJSIGaiknoptuxABEZHIKMNOPTYX"
LOOKS_LIKE = dict(zip(FOREIGN, LATIN, strict=True))
"""Letters of Cyrillic and Greek that stand for one of ours to the eye."""
OF_A_LETTER = re.compile(
    r".*\b(?:LATIN|REGIONAL INDICATOR)\b.*\bLETTER (?:SMALL CAPITAL |DOTLESS )?([A-Z])(?: WITH .*)?"
)
"""Names in Unicode of what shows one letter: with an accent, in a square, as a small capital."""
NOT_PLAIN = re.compile(r"[^\x00-\x7f]")
MARKS = ("Mn", "Me")
BLANK = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")
"""Letters and patterns that show nothing: to the eye they are spaces."""
WITH_DIGITS = re.compile(r"\b(?=\w*[^\W\d_])(?=\w*\d)\w+")
DIGITS = str.maketrans("01345", "oieas")
"""Digits within a word that stand for letters: "p4yr0ll"."""


def as_it_looks(text: str) -> str:
    """Return a text in plain letters where it only looks like them.

    Accents go, and digits within a word. A text in another script comes out in a spelling that
    nobody uses, and always in the same one.
    """
    plain = in_our_letters(text)
    return WITH_DIGITS.sub(lambda word: word[0].translate(DIGITS), plain)


def in_our_letters(text: str) -> str:
    """Return a text with ours for letters that look like them; digits stay digits."""
    shown = BLANK.sub(" ", unicodedata.normalize("NFKD", text))
    return NOT_PLAIN.sub(looks_like, shown)


def looks_like(match: re.Match[str]) -> str:
    return base_letter(match[0])


@lru_cache(maxsize=4096)
def base_letter(character: str) -> str:
    """Return the plain letter that a character shows, "" for an accent alone, or itself."""
    if unicodedata.category(character) in MARKS:
        return ""
    if character in LOOKS_LIKE:
        return LOOKS_LIKE[character]
    named = OF_A_LETTER.fullmatch(unicodedata.name(character, ""))
    return named[1].lower() if named else character
