"""From a text to the pieces that the guard scores: sentences in plain ASCII letters."""

import re
import unicodedata

LONGEST = 16_000
"""Characters that are read: more than any form of ours takes."""
LONGEST_PIECE = 40
"""Words of a sentence that are scored together: who writes in a hurry may use no full stop."""

ENDS = re.compile(r"[.!?;\n\r…]+")
APOSTROPHES = re.compile("['’‘`´]")
CAPITAL_I = re.compile(r"\bI(?=(?:m|ve|ll|d)?\b)")
SMALL_I = re.compile(r"\bi(?=(?:m|ve|ll|d)?\b)")
NO_LETTER = re.compile(r"[^A-Za-z0-9]+")
STRETCHED = re.compile(r"([a-z])\1{2,}")
# A phone writes ‘cause and ‘til with the mark that opens a quotation.
QUOTED = re.compile(
    r"“[^“”]{1,400}”|\"[^\"]{1,400}\"|‘(?!(?:cause|cos|cuz|til|em|bout)\b)[^‘’]{12,400}’(?!\w)",
    re.IGNORECASE,
)


def pieces_of(text: str) -> list[str]:
    """Return the sentences of a text in small ASCII letters, with a space at either end.

    A capital I stays one: to write it small is how people type in a hurry. Accents and
    apostrophes go, and so do other alphabets.
    """
    text = without_quotations(text[:LONGEST])
    if text.isupper():
        text = text.lower()
    text = unicodedata.normalize("NFKD", APOSTROPHES.sub("", text))
    text = text.encode("ascii", "ignore").decode()
    return [piece for sentence in ENDS.split(text) for piece in cut(in_plain_letters(sentence))]


def in_plain_letters(sentence: str) -> str:
    words = CAPITAL_I.sub("\0", NO_LETTER.sub(" ", sentence)).lower().replace("\0", "I")
    return STRETCHED.sub(r"\1", words)  # heeeelp, sooo


def with_capitals(pieces: list[str]) -> list[str]:
    """Return pieces as a phone that corrects a small i would have written them."""
    return [SMALL_I.sub("I", piece) for piece in pieces]


def cut(sentence: str) -> list[str]:
    """Return a sentence in pieces of at most ``LONGEST_PIECE`` words."""
    words = sentence.split()
    return [
        f" {' '.join(words[at : at + LONGEST_PIECE])} "
        for at in range(0, len(words), LONGEST_PIECE)
    ]


def without_quotations(text: str) -> str:
    """Return a text without what it quotes, unless it is nothing but a quotation.

    Words in quotation marks are somebody else's: a child's in an adult's letter. What is said to
    "you" stays, since it may be a threat.
    """
    rest = QUOTED.sub(lambda found: found[0] if " you" in found[0].lower() else " ", text)
    return rest if re.search(r"\w", rest) else text
