"""The guard's model, a linear classifier over hashed runs of 2 to 5 letters, words and word pairs.

The weights are in ``weights.bin``, which ``tools/train_guard.py`` makes from the examples: one
line of JSON, then ``SIZE`` signed bytes. Scoring is pure Python.
"""

import json
from array import array
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from math import sqrt
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

SIZE = 262_144
"""The number of weights. The CRC-32 of a run of letters or of a word selects its weight."""
LENGTHS = range(2, 6)
"""Letters in a run."""
NEAR = 5
"""How many words apart the two words of a pair may be."""
AGES = frozenset(str(age).encode() for age in range(5, 18))
"""Numbers that may be a child's age. They share a weight, besides one of their own."""
AGE = crc32(b"an age")
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

    def hears(self, lines: list[list[str]]) -> bool:
        """Return whether a piece, or two consecutive ones together, reach the threshold."""
        return any(score >= self.threshold for score in self.scores(lines))

    def scores(self, lines: list[list[str]]) -> Iterator[float]:
        """Yield the score of each piece, and its score together with the piece before.

        One sentence of several in a line is easily mistaken, so it scores less than by itself.
        """
        total_before, number_before = 0, 0
        for pieces in lines:
            less = self.among_others if len(pieces) > 1 else 0
            for piece in pieces:
                features = features_of(piece)
                total, number = sum(map(self.weights.__getitem__, features)), len(features)
                yield total / sqrt(number) - less
                if number_before:
                    both = (total + total_before) / sqrt(number + number_before)
                    yield both - self.together
                total_before, number_before = total, number

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
