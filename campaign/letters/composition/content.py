"""What a text says: whether it says anything at all, and whether it is in English."""

import re

from django.conf import settings

from campaign.letters.composition import templates
from campaign.letters.composition.originality import WORD, words_of
from councils.record.charter_text import IN_LETTERS_NOT_HELD

GREETING = re.compile(
    r"\A(?:dear|hello|hi|hiya|hey|good (?:morning|afternoon|evening|day)|to whom it may concern)\b"
    r"[^.,:!?\n]{0,80}(?:[.,:!\n]|\Z)",
    re.IGNORECASE,
)
ADDRESSED = re.compile(r"\A[^.!?\n]{1,60},[ \t]*(?:\n|\Z)")
"""A first line that ends in a comma, in any language."""
CLOSING = re.compile(
    r"\b(?:yours (?:faithfully|sincerely|truly)|(?:kind|best|warm) (?:regards|wishes)|many thanks"
    r"|thank you|thanks|regards)\b[.,!]?",
    re.IGNORECASE,
)
SIGN_OFF = re.compile(
    r"(?:yours (?:faithfully|sincerely|truly)|(?:\w{1,20} )?regards)[.,!]?", re.IGNORECASE
)
"""A line that closes a letter: a name, and perhaps an address, follow."""
SIGNED_LINES = 6
"""Most lines from a closing to the end of a letter, empty ones included."""
COMMON = frozenset(
    (
        *("the", "and", "of", "to", "is", "are", "was", "were", "be", "been", "that", "this", "it"),
        *("for", "with", "you", "your", "not", "have", "has", "had", "will", "would", "could"),
        *("can", "please", "they", "them", "their", "what", "who", "how", "when", "where", "which"),
        *("about", "from", "by", "we", "our", "my", "children", "child", "council", "people"),
        *("sign", "charter", "thank"),
    )
)
"""Words that make up over a third of any English letter, and that few other languages use."""
ENGLISH_FROM = 10
"""Percentage of common words from which a text is taken to be in English."""
FEW_WORDS = 8
"""Below this many words, a text in ASCII alone is taken to be in English."""


def says_nothing(text: str) -> bool:
    """Return whether a letter is only a greeting, a full stop, or what we put round the words."""
    text = GREETING.sub("", without_signature(text).lstrip())
    text = ADDRESSED.sub("", text.lstrip())
    for wording in (*templates.THANKS, templates.ANSWER):
        text = re.sub(pattern_of(wording), " ", text)
    text = text.replace(IN_LETTERS_NOT_HELD, "")
    text = "\n".join(line for line in text.split("\n") if settings.SITE_URL not in line)
    return not WORD.search(CLOSING.sub(" ", text))


def without_signature(text: str) -> str:
    """Return a text without its closing and what stands below it, if no sentence does."""
    lines = text.rstrip().split("\n")
    for number in range(max(0, len(lines) - SIGNED_LINES), len(lines)):
        is_signed = not re.search("[.!?]", "".join(lines[number + 1 :]))
        if is_signed and SIGN_OFF.fullmatch(lines[number].strip()):
            return "\n".join(lines[:number])
    return text


def pattern_of(wording: str) -> str:
    """Return the pattern of a wording whose placeholders may be filled with anything short."""
    return re.sub(r"\\\{\w+\\\}", "[^.\n]{0,60}", re.escape(wording))


def is_english(text: str) -> bool:
    """Return whether a text seems to be in English; a few plain words are taken to be."""
    words = words_of(text)
    if not words:
        return True
    share = 100 * sum(word in COMMON for word in words) / len(words)
    return share >= ENGLISH_FROM or (len(words) < FEW_WORDS and text.isascii())
