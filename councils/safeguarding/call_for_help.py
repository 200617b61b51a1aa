"""Recognise text that sounds like a child asking for help now, or an adult worried about one.

A match blocks nothing: the helplines are shown first, and the writer can go on. So when in doubt,
the guard shows them. It stores none of the text.

It has learned from the sentences in ``examples/``, which anybody can read and extend: see
docs/safeguarding.md.
"""

import json
import re
import unicodedata
from array import array
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from math import inf, sqrt
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

ALWAYS_HEARD = Path(__file__).with_name("always_heard.txt")

ABOUT_THE_WRITER = re.compile(
    r"\b(?:i|im|ive|me|my|mum|mums|dad|dads|help|scared|safe|unsafe|sleep|sleeping|hostel|shelter"
    r"|refuge|homeless|hurt|abused?|raped?|groomed|suicide|suicidal|die|dying|ran|running|runaways?"
    r"|run away|missing|childline|samaritans|police|999|nspcc|sos|emergency|foster|placement"
    r"|leave home|move out|nowhere|kids?|teens?|teenager|parents|tonight|at night|hungry|cold|alone"
    r"|away|kill|hits?|drugs|friends?|mates?|boyfriend|girls?|boys?|lads?|lass|child|sleeps|slept"
    r"|hiding|hides|bruises)\b"
)
"""Words of which one is enough in the search box, when the text matches no name or postcode. The
last few tell of somebody else."""


IN_THE_BOX = re.compile(
    r"\b(?:(?:ran|run|runs|running) away|run ?away|kicked out|thrown out|chucked out"
    r"|(?:threw|kicked|chucked) (?:me|us|him|her|them) out"
    r"|nowhere to (?:go|live|sleep|stay)|(?:not|isnt|arent) safe|hiding|sleeping rough"
    r"|(?:child|kid|son|daughter|brother|sister|friend|girl|boy|he|she) (?:is|went) missing"
    r"|gone missing|missing (?:child|kid|girl|boy|teenager|son|daughter))\b"
)
"""Words of which one is enough in the search box beside a place."""

ADDRESS_ALONE = re.compile(
    r"(?:Flat \d{1,4}[A-Za-z]?,? )?\d{1,4}[A-Za-z]?\s+(?:[A-Z][\w.’'-]+\s+){0,3}"
    r"(?:Road|Rd|Street|Lane|Avenue|Ave|Close|Drive|Crescent|Terrace|Grove|Gardens|Mews|Square)"
    r"(?:,?\s+(?:[A-Z][\w.’'-]*|by|in|le|next|of|on|the|under|upon))*"
)
"""A house's address in capitals, and nothing else: in "15 Derby Road, Leeds" 15 is no age."""
NUMBER = re.compile(r"\d+")


def sounds_like_a_call_in_the_box(line: str) -> bool:
    """Return whether a line typed in the search box sounds like somebody asking for help now.

    The whole line is heard, with its names: three words of a town can drown two that call, so some
    words are enough here. Only the number of a house is left out, where the line is its address and
    nothing else: in "15 scared Derby Road" and in "15 derby road pregnant" it may be an age.
    """
    if ADDRESS_ALONE.fullmatch(line.strip()) and not may_be_about_the_writer(line):
        line = NUMBER.sub("", line)
    words = [piece.lower() for piece in pieces_of(line)]
    return any(map(IN_THE_BOX.search, words)) or sounds_like_a_call_for_help(line)


def sounds_like_a_call_for_help(text: str, plainer: float = 1) -> bool:
    """Return whether a text sounds like somebody asking for help now.

    A single word is most likely the beginning of a name, so only the list of phrases applies.
    ``plainer`` is how much plainer than usual one of its sentences must be: 1.1 asks for a tenth
    more.
    """
    lines = lines_in_pieces(text)
    pieces = [piece for line in lines for piece in line]
    if has_phrase_always_heard(pieces):
        return True
    return len("".join(unasked(pieces)).split()) > 1 and shipped().hears(lines, plainer)


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

LONGEST = 400_000
"""The most characters that are read: more than any form accepts, or is heard of an email."""
LONGEST_PIECE = 20
"""The most words in a piece, since people in a hurry may write without full stops."""
LEAST_LEFT = 4
"""The words that may be left of a sentence before they become a piece of their own."""

LINES = re.compile(r"[\n\r]+")
SENTENCE = re.compile(r"[^.!?;…]+\??")
POINT = re.compile(r"(?<=\d)\.(?=\d)")
"""Within a number such as 14.20, where it ends no sentence."""
ASKED = "? "
"""Ends a piece of a question: a child asks where to go, and an adult what the council will do."""
APOSTROPHES = re.compile("['’‘`´]")
CAPITAL_I = re.compile(r"\bI(?=(?:m|ve|ll|d)?\b)")
NO_LETTER = re.compile(r"[^A-Za-z0-9]+")
NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
SIGNS = ("S", "P", "Z")
"""Categories of Unicode that part two words as a space does: faces, dashes, other spaces."""
SMALL_CAPITAL = re.compile("LATIN LETTER SMALL CAPITAL ([A-Z])")
"""What programs on telephones make of letters: "ʜᴇʟᴘ"."""
SOS = "🆘"
LOST = "\ufffd"
"""Stands where a letter or an apostrophe could not be decoded."""
HAS_LETTER = re.compile("[A-Za-z]")
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
    typing in a hurry. Accents, apostrophes and other alphabets are dropped; a face or a dash
    between two words parts them.
    """
    text = without_quotations(text[:LONGEST])
    if text.isupper():
        text = text.lower()
    text = unicodedata.normalize("NFKD", APOSTROPHES.sub("", text))
    text = POINT.sub(" ", NOT_ASCII.sub(in_ascii, text))
    return [
        [
            piece + ASKED if sentence.endswith("?") else piece
            for sentence in SENTENCE.findall(line)
            for piece in cut(in_plain_letters(sentence))
        ]
        for line in LINES.split(text)
    ]


def in_ascii(found: re.Match[str]) -> str:
    return "".join(map(shown_in_ascii, found[0]))


def shown_in_ascii(character: str) -> str:
    """Return a space for what parts two words, what a sign says or a small capital is, or ""."""
    if character == LOST:
        return ""
    if character == SOS:
        return " sos "
    if unicodedata.category(character).startswith(SIGNS):
        return " "
    small_capital = SMALL_CAPITAL.fullmatch(unicodedata.name(character, ""))
    return small_capital[1].lower() if small_capital else ""


def in_plain_letters(sentence: str) -> str:
    words = CAPITAL_I.sub("\0", NO_LETTER.sub(" ", sentence)).lower().replace("\0", "I")
    return STRETCHED.sub(r"\1", words)  # heeeelp, sooo


def cut(sentence: str) -> list[str]:
    """Return a sentence in pieces of about ``LONGEST_PIECE`` words.

    The last one is longer where few words are left: by themselves they would say something else.
    """
    words = sentence.split()
    pieces = []
    at = 0
    while len(words) - at > LONGEST_PIECE + LEAST_LEFT:
        pieces.append(words[at : at + LONGEST_PIECE])
        at += LONGEST_PIECE
    if at < len(words):
        pieces.append(words[at:])
    return [f" {' '.join(piece)} " for piece in pieces]


def without_quotations(text: str) -> str:
    """Return a text without its quotations, unless it consists only of them.

    Words in quotation marks are somebody else's, such as a child's in an adult's letter. Those
    addressed to "you" are kept, since they may be a threat.
    """
    unquoted = QUOTED.sub(kept_of_a_quotation, text)
    return unquoted if re.search(r"\w", unquoted) else text


def kept_of_a_quotation(quotation: re.Match[str]) -> str:
    if " you" in quotation[0].lower():
        return quotation[0]
    return " "


# -- The model: a linear classifier over hashed runs of 2 to 5 letters, words and word pairs -------

# Its weights are in weights.bin, which tools/train_guard.py makes from the examples: one line of
# JSON, then ``SIZE`` signed bytes. Scoring is pure Python.

SIZE = 262_144
"""The number of weights. The CRC-32 of a run of letters or of a word selects its weight."""
LENGTHS = range(2, 6)
"""Letters in a run."""
NEAR = 5
"""How many words apart the two words of a pair may be."""
AGES = frozenset(str(age).encode() for age in range(5, 18))
"""Numbers that may be a child's age. They share a weight, besides one of their own."""
AGE = crc32(b"an age")
ONE_OF_TWO = 0.6
"""How near to the threshold one of two sentences must be by itself in a text that is long: in many
sentences there are two, far from a call, that sound like one together."""
EDGE = 1
"""Stands for the beginning and the end of a piece."""
SHIPPED = Path(__file__).with_name("weights.bin")


class Model(NamedTuple):
    """The weights, and what is needed to judge by them."""

    weights: array[int]
    threshold: float
    """The score from which a text is heard."""
    among_others: float = 0
    """What is taken off the score of one piece where its line has more."""
    together: float = 0
    """What is taken off the score of two pieces together."""
    examples: str = ""
    """The digest of the examples."""

    def hears(self, lines: list[list[str]], plainer: float = 1) -> bool:
        """Return whether a piece, or two consecutive ones together, reach the threshold."""
        least = -inf
        if plainer > 1:
            least = self.threshold * ONE_OF_TWO
        return any(score >= self.threshold * plainer for score in self.scores(lines, least))

    def scores(self, lines: list[list[str]], least: float = -inf) -> Iterator[float]:
        """Yield the score of each piece, and its score together with the piece before.

        One sentence of several in a line is easily mistaken, so it scores less than by itself. Two
        together count where one of them by itself scores ``least``.
        """
        total_before, number_before, score_before = 0, 0, -inf
        for pieces in lines:
            less = self.among_others if len(pieces) > 1 else 0
            for piece in pieces:
                if not HAS_LETTER.search(piece):
                    continue  # a telephone number, a time, a price
                features = features_of(piece)
                total, number = sum(map(self.weights.__getitem__, features)), len(features)
                score = total / sqrt(number) - less
                yield score
                if number_before and max(score, score_before) >= least:
                    both = (total + total_before) / sqrt(number + number_before)
                    yield both - self.together
                total_before, number_before, score_before = total, number, score

    def to_bytes(self) -> bytes:
        head = {
            "among_others": self.among_others,
            "examples": self.examples,
            "threshold": self.threshold,
            "together": self.together,
        }
        return json.dumps(head, sort_keys=True).encode() + b"\n" + self.weights.tobytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Model":
        """Read what ``to_bytes`` returned. Raises ValueError for anything else."""
        head, _, weights = data.partition(b"\n")
        if len(weights) != SIZE:
            raise ValueError(f"There are {len(weights)} weights, not {SIZE}.")
        return cls(array("b", weights), **json.loads(head))


def features_of(piece: str) -> list[int]:
    """Return the index of the weight for each feature of a piece (ASCII letters and spaces).

    Words, neighbours and ages count twice, since they are few beside the runs of letters.
    """
    data = piece.encode()
    letters = [
        crc32(data[at : at + length]) & (SIZE - 1)
        for length in LENGTHS
        for at in range(len(data) - length + 1)
    ]
    typed = data.split()
    words = [crc32(word) for word in typed]
    ages = [AGE & (SIZE - 1) for word in typed if word in AGES]
    neighbours = [(3 * a + b >> 3) & (SIZE - 1) for a, b in pairwise([EDGE, *words, EDGE])]
    near = [
        (5 * a + b >> 3) & (SIZE - 1)
        for apart in range(1, NEAR + 1)
        for a, b in zip(words, words[apart:], strict=False)
    ]
    return letters + 2 * [word & (SIZE - 1) for word in words] + 2 * neighbours + 2 * ages + near


@cache
def shipped() -> Model:
    return Model.from_bytes(SHIPPED.read_bytes())
