"""Whether somebody writes in a language or a script that the guard has not learned.

Nobody needs to know which: who reads it asks somebody who can.
"""

import re
import unicodedata

from councils.safeguarding.people_say import words_people_say

COMMON_WORDS = """
    about after all also and any anyone are at away back be because been before but by can can't
    cant child children come could council dad day did didn't didnt does doesn't don't dont for
    friend from get go going good got had has have haven't havent he's help her here him his
    home house how i'd i'll i'm i've if im into is isn't it it's its ive just know last let
    letter like more mum my need never night not now of off old one or our out over people
    please pls plz ran really run school shall she she's shes should since so some someone still
    take than thank thanks that that's thats the their them then there they they're this time to
    u up ur us very want we we're were what when where which who why with would year years you
    you're your
"""
"""Words of which nearly every sentence in English has some, and which no other language has."""
COMMON = frozenset(COMMON_WORDS.split())
FEW = 0.17
"""The share of them below which a line is in another language: in English it is a third."""
MOST = 0.6
"""The share of words that people say above which it is a list in English: "minutes, finance"."""
BORROWED_WORDS = """
    café cafés crèche crème brûlée décor entrée façade naïve pâté protégé résumé résumés
"""
"""Words that people write with an accent in English. None is of what is done to somebody."""
BORROWED = frozenset(BORROWED_WORDS.split())
PUNCTUATION = ".,;:!?…()[]\"“”„«»'‘’-–—"
LEAST_WORDS = 5
"""Words with a small first letter that a line has at least: fewer may be names, or a list."""
LEAST_WITH_ACCENTS = 2
"""The same where one of them has a letter that English has not: "pomóżcie mi"."""
LEAST_LETTERS = 2
"""Letters in another script that it has at least: two of Chinese say "help"."""
LARGE_PART = 0.25
"""The part of all that is said that must be in another language: an office says at the foot of an
email, in five of them, that it can be translated."""
FOOT_BEGINS = re.compile(
    r"\b(?:if you|would you|do you)\b[^.?!]{0,30}\b(?:need|require|want|like|prefer)s?\b"
    r"[^.?!]{0,60}\bin(?:to)? (?:(?:a|any) )?(?:an|other|different)(?:other)? (?:language|format)",
    re.IGNORECASE,
)
"""What an office says above its offer to translate, of which each language has a line.

Whoever passes on what a child wrote asks otherwise: "do you read another language?"
"""
FOOT_ENDS = re.compile(r"\s*(?:[>|]|--|_{3,}|[^\W\d_][\w ]{0,20}:|on\b.*\bwrote:)", re.IGNORECASE)
"""Where a signature, a form's message ("Message:") or what an office answers or forwards begins."""


def without_foot(text: str) -> str:
    """Return an office's email without its offer to translate, and what it quotes below."""
    lines = []
    is_foot = False
    for line in text.splitlines():
        if FOOT_BEGINS.search(line):
            is_foot = True
        elif FOOT_ENDS.match(line):
            is_foot = False
        if not is_foot:
            lines.append(line)
    return "\n".join(lines)


def is_in_another_language(text: str) -> bool:
    """Whether much of a text is in another language than English."""
    of_all = 0
    elsewhere = 0
    for line in unicodedata.normalize("NFKC", text).splitlines():
        letters = sum(map(str.isalpha, line))
        of_all += letters
        if is_in_another_script(line) or has_hardly_english(line):
            elsewhere += letters
    return elsewhere > of_all * LARGE_PART


def is_in_another_script(line: str) -> bool:
    letters = [character for character in line if character.isalpha()]
    foreign = [character for character in letters if not is_latin(character)]
    return len(foreign) >= max(LEAST_LETTERS, len(letters) / 2)


def is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "LATIN").startswith("LATIN")


def has_hardly_english(line: str) -> bool:
    if line.isupper():  # somebody shouts
        line = line.lower()
    words = words_of(line)
    small = [word for word in words if word[0].islower()]
    has_accents = any(not word.isascii() for word in small) and not is_all_said_in_english(words)
    least = LEAST_WITH_ACCENTS if has_accents else LEAST_WORDS
    if len(small) < least:
        return False
    common = [word for word in words if word.lower() in COMMON]
    if len(common) >= len(words) * FEW:
        return False
    known = words_people_say().intersection(word.lower() for word in words)
    return has_accents or len(known) < len(set(words)) * MOST


def is_all_said_in_english(words: list[str]) -> bool:
    said = words_people_say() | BORROWED
    return said.issuperset(word.lower() for word in words)


def words_of(line: str) -> list[str]:
    """Return what stands between spaces and has letters alone: no address and no code."""
    found = []
    for piece in line.replace("’", "'").split():
        word = piece.strip(PUNCTUATION)
        if re.sub("['-]", "", word).isalpha():
            found.append(word)
    return found
