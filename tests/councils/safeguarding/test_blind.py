"""How well the guard does on sentences by somebody who had not seen its examples or rules.

Nothing is ever tuned on them: do not copy them into the examples, and do not change the guard
because of one. The aim is 93 and 5 of a hundred. The figures here are those of the first reading;
a new example somewhere else moves a few sentences either way.
"""

from pathlib import Path

from councils.safeguarding.call_for_help import lines_of, sounds_like_a_call_for_help

CALLS = lines_of(Path(__file__).with_name("blind_calls.txt"))
OTHERS = lines_of(Path(__file__).with_name("blind_others.txt"))
HEARD = 113
"""Of 150 calls for help: 75 of a hundred."""
STOPPED = 8
"""Of 150 sentences by others, half of them hard on purpose: 5 of a hundred."""
MOVED = 3
"""Sentences by which a training on more examples may do worse here."""


def test_about_as_many_are_heard_and_stopped_as_at_first():
    assert len(CALLS) == len(OTHERS) == 150
    assert sum(map(sounds_like_a_call_for_help, CALLS)) >= HEARD - MOVED
    assert sum(map(sounds_like_a_call_for_help, OTHERS)) <= STOPPED + MOVED
