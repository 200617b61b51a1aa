"""Recognise text that sounds like a child asking for help now, or an adult worried about one.

A match blocks nothing: the helplines are shown first, and the writer can go on. So when in doubt,
the guard shows them. It stores none of the text.

It has learned from the sentences in ``examples/``, which anybody can read and extend: see
docs/safeguarding.md.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

from councils.safeguarding import model

ALWAYS_HEARD = Path(__file__).with_name("always_heard.txt")

ABOUT_THE_WRITER = re.compile(
    r"\b(?:i|im|ive|me|my|mum|mums|dad|dads|help|scared|safe|unsafe|sleep|sleeping|hostel|shelter"
    r"|refuge|homeless|hurt|abused?|raped?|groomed|suicide|suicidal|die|dying|ran|running|runaways?"
    r"|run away|missing|childline|samaritans|police|999|nspcc|sos|emergency|foster|placement"
    r"|leave home|move out|nowhere|kids?|teens?|teenager|parents|tonight|at night|hungry|cold|alone"
    r"|away|kill|hits?|drugs)\b"
)
"""Words of which one is enough in the search box, when the text matches no name or postcode."""


def sounds_like_a_call_for_help(text: str) -> bool:
    """Return whether a text sounds like somebody asking for help now.

    A single word is most likely the beginning of a name, so only the list of phrases applies.
    """
    lines = lines_in_pieces(text)
    pieces = [piece for line in lines for piece in line]
    if has_phrase_always_heard(pieces):
        return True
    return len("".join(unasked(pieces)).split()) > 1 and model.shipped().hears(lines)


def may_be_about_the_writer(text: str) -> bool:
    """Return whether a text that matches no council may come from somebody looking for help.

    For the search box, where a wrong guess only adds two lines to the page.
    """
    return any(ABOUT_THE_WRITER.search(piece.lower()) for piece in pieces_of(text))


def has_phrase_always_heard(pieces: list[str]) -> bool:
    anywhere, alone = phrases_always_heard()
    words = [piece.lower() for piece in unasked(pieces)]
    return "".join(words) in alone or any(phrase in piece for phrase in anywhere for piece in words)


def unasked(pieces: list[str]) -> list[str]:
    """Return pieces without their question marks."""
    return [piece.removesuffix(ASKED) for piece in pieces]


@cache
def phrases_always_heard() -> tuple[frozenset[str], frozenset[str]]:
    """Return the phrases heard anywhere in a text, and those heard only as the whole text."""
    lines = lines_of(ALWAYS_HEARD)
    alone = {f" {line.lstrip('= ')} " for line in lines if line.startswith("=")}
    return frozenset(f" {line} " for line in lines if not line.startswith("=")), frozenset(alone)


def lines_of(path: Path) -> list[str]:
    """Return the lines of a file of sentences, without comments and empty lines."""
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


# -- A text in the pieces that are scored: sentences in ASCII letters -----------------------------

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
