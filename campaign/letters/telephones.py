"""Telephone numbers in somebody's words: they lead elsewhere, and are nothing unusual.

They are only compared, however they are written: "0113 496 0000", "+44 (0)113", "oh one one three".
"""

import re
import unicodedata
from collections.abc import Iterable

from campaign.letters.links import as_read
from campaign.letters.lookalikes import as_it_looks, in_plain_characters
from councils.safeguarding.helplines import FOR_CHILDREN, NSPCC

BETWEEN = r"(?:[^\w+]|_){0,4}"
"""What may stand between the digits of a telephone number."""
COUNTRY = rf"(?:\+|00){BETWEEN}4{BETWEEN}4{BETWEEN}0?"
"""Our country's code, also with the 0 that falls away behind it: "+44 (0)"."""
TELEPHONE = re.compile(
    rf"""
    (?<![\w.,])
    (?:
        {COUNTRY} (?P<after_country> (?:{BETWEEN}\d){{8,10}} )  # "+44 (0)113 496 0000"
        | (?P<abroad> (?:\+|00) (?:{BETWEEN}\d){{9,15}} )       # "+33 1 99 00 12 34"
        | \(? (?P<here> 0 (?:{BETWEEN}\d){{8,10}} )             # "(0113) 496 0000"
    )
    (?!\w)
    """,
    re.VERBOSE,
)
"""A number with its code. One of ours has at most ten digits after its 0: what follows is no part
of it, as in "0113 496 0000 24 hours". With fewer than eight it is a day or a bill."""
FULL_LENGTH = 11
"""Digits of a number of this country, its 0 included."""
DIGIT_OF = {
    "zero": "0", "oh": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4",
    "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
SPOKEN = re.compile(
    rf"(?<![a-z])(?:(?P<times>double|treble|triple)[\s-]*)?(?P<digit>{'|'.join(DIGIT_OF)}|\d)"
    r"(?P<hundred>\s+hundred)?(?![a-z])",
    re.IGNORECASE,
)
"""A digit, in a word or not, as people say several: "double five", "eight hundred"."""
PLUS = re.compile(r"\bplus\s*(?=\d)", re.IGNORECASE)
"""The word for the sign: "plus 44"."""
MIXED = re.compile(r"\b(?=\w*[a-z])(?=\w*\d)\w+\b", re.IGNORECASE)
"""A word with digits in it: "thr33"."""
TIMES = {"double": 2, "treble": 3, "triple": 3}
OF_DIGITS = re.compile(r"\b(?=[OolI]*\d)[\dOolI]+\b")
"""A word of digits, of which some are characters that look like one: "O9O6"."""
DIGIT_SHOWN = str.maketrans("OolI", "0011")


def telephones(texts: Iterable[str]) -> set[str]:
    """Return the telephone numbers in texts as digits, but for those of helplines.

    Of each the same digits, however it is written: those that one dials in this country.
    """
    found = set()
    for text in texts:
        for match in TELEPHONE.finditer(as_dialled(text)):
            dialled = match["here"] or match["abroad"]
            if match["after_country"]:
                dialled = f"0{match['after_country']}"
            digits = re.sub(r"\D", "", dialled)
            if not is_helpline(digits):
                found.add(digits)
    return found


def is_helpline(digits: str) -> bool:
    """Whether these are the digits of a helpline, alone or with digits that were read along.

    Such are the 24 of "(24 hours)", too few to make a number of this country, or the first digits
    of the next helpline. As many digits as a number has are a number of its own: 0800 111 1234 is
    not Childline.
    """
    helplines = [helpline.digits for helpline in (*FOR_CHILDREN, NSPCC)]
    for helpline in helplines:
        if not digits.startswith(helpline):
            continue
        if len(digits) < FULL_LENGTH or digits == helpline:
            return True
        behind = digits.removeprefix(helpline)
        if any(other.startswith(behind) for other in helplines):
            return True
    return False


def as_dialled(text: str) -> str:
    """Return a text with a digit for each that is spelt out, dressed up or of another script."""
    # Before anything else: a zero of Arabic shows as a full stop.
    plain = re.sub(r"\d", lambda digit: str(unicodedata.digit(digit[0])), text)
    shown = MIXED.sub(digit_word, in_plain_characters(as_read(plain)))
    spoken = PLUS.sub("+", SPOKEN.sub(digits_spoken, shown))
    return OF_DIGITS.sub(lambda word: word[0].translate(DIGIT_SHOWN), spoken)


def digits_spoken(match: re.Match[str]) -> str:
    times = TIMES.get((match["times"] or "").lower(), 1)
    digit = match["digit"].lower()
    digits = DIGIT_OF.get(digit, digit) * times
    return f"{digits}00" if match["hundred"] else digits


def digit_word(match: re.Match[str]) -> str:
    """Return a digit's word that has digits in it, "thr33", as it is read; others as they are."""
    word = as_it_looks(match[0])
    return word if word.lower() in DIGIT_OF else match[0]
