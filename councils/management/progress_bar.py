"""Show the progress of a long command: a bar on a terminal, plain lines in a log."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from tqdm import tqdm


@contextmanager
def progress_bar(label: str, stream: TextIO | None = None) -> Iterator[Callable[[int, int], None]]:
    """Yield a function to call with the number of steps done and their total, at any time.

    The bar is written to ``stream`` (default: standard error). A log, which cannot redraw a bar,
    gets one line when the block begins and one when it ends.
    """
    stream = stream or sys.stderr
    began = time.monotonic()
    with tqdm(desc=label, file=stream, disable=None, bar_format="{l_bar}{bar}| {elapsed}") as bar:
        if bar.disable:
            print(f"{label}: started", file=stream, flush=True)

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        outcome = "stopped"
        try:
            yield show
            outcome = "done"
        finally:
            if bar.disable:
                seconds = time.monotonic() - began
                print(f"{label}: {outcome} in {seconds:.0f} s", file=stream, flush=True)
