"""The progress of a long command, on a terminal and in a log."""

import io

import pytest

from councils.management.progress_bar import progress_bar


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_log_gets_plain_lines():
    log = io.StringIO()
    with progress_bar("Packing", stream=log) as show:
        for done in range(1001):
            show(done, 1000)
    assert log.getvalue().splitlines() == ["Packing: started", "Packing: done in 0 s"]


def test_a_terminal_gets_a_bar_on_one_line():
    terminal = Terminal()
    with progress_bar("Packing", stream=terminal) as show:
        show(1, 2)
        show(2, 2)
    text = terminal.getvalue()
    assert "\rPacking: 100%|" in text
    assert text.count("\n") == 1


def test_an_interrupted_command_says_so():
    log = io.StringIO()
    with pytest.raises(KeyboardInterrupt), progress_bar("Packing", stream=log) as show:
        show(1, 4)
        raise KeyboardInterrupt
    assert log.getvalue().splitlines()[-1] == "Packing: stopped in 0 s"


def test_an_unknown_or_exceeded_total_does_no_harm():
    terminal = Terminal()
    with progress_bar("Packing", stream=terminal) as show:
        show(0, 0)
        show(9, 3)
    assert terminal.getvalue().endswith("\n")
