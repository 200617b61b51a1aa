"""The bar of a long command."""

import io

import pytest

from councils.progress import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_log_gets_a_few_plain_lines():
    log = io.StringIO()
    with progress("Packing", 1000, stream=log) as show:
        for done in range(1001):
            show(done)
    assert log.getvalue().splitlines() == [
        "Packing: 25%",
        "Packing: 50%",
        "Packing: 75%",
        "Packing: done in 0 s",
    ]


def test_a_terminal_gets_a_bar_on_one_line():
    terminal = Terminal()
    with progress("Packing", stream=terminal) as show:
        show(1, 2)
    text = terminal.getvalue()
    assert "\rPacking [###############...............]  50%" in text
    assert text.endswith("\rPacking [##############################] 100% done in 0 s\n")
    assert text.count("\n") == 1


def test_what_is_interrupted_says_so():
    log = io.StringIO()
    with pytest.raises(KeyboardInterrupt), progress("Packing", stream=log) as show:
        show(1, 4)
        raise KeyboardInterrupt
    assert log.getvalue().splitlines()[-1] == "Packing: stopped in 0 s"


def test_an_unknown_or_exceeded_total_does_no_harm():
    log = io.StringIO()
    with progress("Packing", stream=log) as show:
        show(0, 0)
        show(5)
        show(9, 3)
    assert log.getvalue() == "Packing: done in 0 s\n"
