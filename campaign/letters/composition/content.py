"""Whether a letter says anything at all."""

import re

from campaign.letters.composition import wordings
from campaign.letters.composition.originality import WORD

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


def says_nothing(text: str) -> bool:
    """Return whether a letter is only a greeting, a full stop, or what we put round the words."""
    text = GREETING.sub("", without_signature(text).lstrip())
    text = ADDRESSED.sub("", text.lstrip())
    for wording in (*wordings.ANSWERS, wordings.THANKS):
        text = text.replace(wording, "")
    return not WORD.search(CLOSING.sub(" ", text))


def without_signature(text: str) -> str:
    """Return a text without its closing and what stands below it, if no sentence does."""
    lines = text.rstrip().split("\n")
    for number in range(max(0, len(lines) - SIGNED_LINES), len(lines)):
        is_signed = not re.search("[.!?]", "".join(lines[number + 1 :]))
        if is_signed and SIGN_OFF.fullmatch(lines[number].strip()):
            return "\n".join(lines[:number])
    return text
