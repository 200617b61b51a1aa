"""Recognise text that sounds like a child asking for help now, or an adult worried about one.

A match blocks nothing: the helplines are shown first, and the writer can go on. So when in doubt,
the guard shows them. It stores none of the text.

It has learned from the sentences in ``examples/``, which anybody can read and extend: see
docs/safeguarding.md.
"""

import re
from functools import cache
from pathlib import Path

from councils.safeguarding import model
from councils.safeguarding.reading import ASKED, lines_in_pieces, pieces_of

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
