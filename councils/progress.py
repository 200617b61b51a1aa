"""How far a long command has come: a bar on a terminal, a few plain lines in a log.

with progress("Packing the postcodes") as show:
    for done, row in enumerate(rows):
        show(done, len(rows))
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

WIDTH = 30
REDRAWN_EVERY = 0.1
"""Seconds between two pictures of the bar."""
QUARTERS = 4
"""Lines that a log gets on the way."""


class Bar:
    """Call it with what is done and what there is to do, as often as you like."""

    def __init__(self, label: str, total: int | None, stream: TextIO) -> None:
        self.label, self.total, self.stream = label, total, stream
        self.on_terminal = stream.isatty()
        self.began = time.monotonic()
        self.drawn = 0.0
        self.quarter = 0

    def __call__(self, done: int, total: int | None = None) -> None:
        total = total or self.total
        share = min(done / total, 1.0) if total else 0.0
        if self.on_terminal:
            now = time.monotonic()
            if now - self.drawn >= REDRAWN_EVERY:
                self.drawn = now
                self._draw(share)
        elif int(share * QUARTERS) > self.quarter and share < 1:
            self.quarter = int(share * QUARTERS)
            self._line(f"{self.label}: {share:.0%}")

    def _draw(self, share: float) -> None:
        filled = "#" * round(share * WIDTH)
        self.stream.write(f"\r{self.label} [{filled:.<{WIDTH}}] {share:4.0%}")
        self.stream.flush()

    def _line(self, text: str) -> None:
        self.stream.write(text + "\n")
        self.stream.flush()

    def finish(self, how: str) -> None:
        seconds = time.monotonic() - self.began
        if self.on_terminal:
            if how == "done":
                self._draw(1.0)
            self._line(f" {how} in {seconds:.0f} s")
        else:
            self._line(f"{self.label}: {how} in {seconds:.0f} s")


@contextmanager
def progress(label: str, total: int | None = None, stream: TextIO | None = None) -> Iterator[Bar]:
    """Shows how far the block has come, on standard error unless another stream is given.

    `total` is what there is to do; it may be given with each call instead.
    """
    bar = Bar(label, total, stream or sys.stderr)
    try:
        yield bar
    except BaseException:
        bar.finish("stopped")
        raise
    bar.finish("done")
