"""The guard's model, a linear classifier over hashed character n-grams of 2 to 5 letters.

The weights are in ``weights.bin``, which ``manage.py train_guard`` makes from the examples: one
line of JSON, then ``SIZE`` signed bytes. Scoring is pure Python.
"""

import json
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path
from zlib import crc32

SIZE = 65_536
"""The number of weights. An n-gram's CRC-32 selects its weight."""
LENGTHS = range(2, 6)
"""Letters in an n-gram."""
SHIPPED = Path(__file__).with_name("weights.bin")


@dataclass(frozen=True, slots=True)
class Model:
    """The weights, the score from which a text is heard, and the digest of the examples."""

    weights: array[int]
    threshold: float
    examples: str = ""

    def hears(self, pieces: list[str]) -> bool:
        """Return whether a piece, or two consecutive ones together, reach the threshold."""
        return any(score >= self.threshold for score in self.scores(pieces))

    def scores(self, pieces: list[str]) -> Iterator[float]:
        """Yield the score of each piece, and its score together with the piece before."""
        total_before, runs_before = 0, 0
        for piece in pieces:
            runs = runs_of(piece)
            total = sum(map(self.weights.__getitem__, runs))
            yield total / sqrt(len(runs))
            if runs_before:
                yield (total + total_before) / sqrt(len(runs) + runs_before)
            total_before, runs_before = total, len(runs)

    def to_bytes(self) -> bytes:
        head = {"examples": self.examples, "threshold": self.threshold}
        return json.dumps(head, sort_keys=True).encode() + b"\n" + self.weights.tobytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Model":
        """Read what ``to_bytes`` returned. Raises ValueError for anything else."""
        head, _, weights = data.partition(b"\n")
        if len(weights) != SIZE:
            raise ValueError(f"There are {len(weights)} weights, not {SIZE}.")
        return cls(array("b", weights), **json.loads(head))


def runs_of(piece: str) -> list[int]:
    """Return the index of the weight for each n-gram of a piece (ASCII letters and spaces)."""
    data = piece.encode()
    return [
        crc32(data[at : at + length]) & (SIZE - 1)
        for length in LENGTHS
        for at in range(len(data) - length + 1)
    ]


@cache
def shipped() -> Model:
    return Model.from_bytes(SHIPPED.read_bytes())
