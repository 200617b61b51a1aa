"""Split a text into the pieces that the guard scores: sentences in ASCII letters."""

import re
import unicodedata

LONGEST = 16_000
"""The most characters that are read: more than any form accepts."""
LONGEST_PIECE = 20
"""The most words in a piece, since people in a hurry may write without full stops."""

LINES = re.compile(r"[\n\r]+")
SENTENCE = re.compile(r"[^.!?;…]+\??")
ASKED = "? "
"""Ends a piece of a question: a child asks where to go, and an adult what the council will do."""
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
    """Return the pieces of all lines of a text."""
    return [piece for pieces in lines_in_pieces(text) for piece in pieces]


def lines_in_pieces(text: str) -> list[list[str]]:
    """Return the sentences of each line in lower-case ASCII, with a space at either end.

    A question mark is kept, as a word. The pronoun I keeps its case, since a small i is a sign of
    typing in a hurry. Accents, apostrophes and other alphabets are dropped.
    """
    text = without_quotations(text[:LONGEST])
    if text.isupper():
        text = text.lower()
    text = unicodedata.normalize("NFKD", APOSTROPHES.sub("", text))
    text = text.encode("ascii", "ignore").decode()
    return [
        [
            piece + ASKED if sentence.endswith("?") else piece
            for sentence in SENTENCE.findall(line)
            for piece in cut(in_plain_letters(sentence))
        ]
        for line in LINES.split(text)
    ]


def in_plain_letters(sentence: str) -> str:
    words = CAPITAL_I.sub("\0", NO_LETTER.sub(" ", sentence)).lower().replace("\0", "I")
    return STRETCHED.sub(r"\1", words)  # heeeelp, sooo


def with_capitals(pieces: list[str]) -> list[str]:
    """Return pieces as a phone writes them that corrects a small i."""
    return [SMALL_I.sub("I", piece) for piece in pieces]


def cut(sentence: str) -> list[str]:
    """Return a sentence in pieces of at most ``LONGEST_PIECE`` words."""
    words = sentence.split()
    return [
        f" {' '.join(words[at : at + LONGEST_PIECE])} "
        for at in range(0, len(words), LONGEST_PIECE)
    ]


def without_quotations(text: str) -> str:
    """Return a text without its quotations, unless it consists only of them.

    Words in quotation marks are somebody else's, such as a child's in an adult's letter. Those
    addressed to "you" are kept, since they may be a threat.
    """
    unquoted = QUOTED.sub(lambda match: match[0] if " you" in match[0].lower() else " ", text)
    return unquoted if re.search(r"\w", unquoted) else text
