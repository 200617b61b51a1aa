"""How well the guard does on sentences that it has never learned from.

Nothing is ever tuned on them: do not copy them into the examples, and do not change the guard
because of one. The aim is 93 and 5 of a hundred. A new example somewhere else moves a few
sentences either way.
"""

from pathlib import Path

import pytest

from councils.safeguarding.call_for_help import lines_of, sounds_like_a_call_for_help

HERE = Path(__file__).parent
MOVED = 3
"""Sentences by which a training on more examples may do worse here."""


@pytest.mark.promise(22)
@pytest.mark.parametrize(
    ("calls", "others", "heard", "stopped"),
    [
        # By somebody who had not seen the examples. At the first reading: 113 heard, 8 stopped.
        pytest.param("blind_calls.txt", "blind_others.txt", 138, 8, id="first"),
        # Written before the fifth set of examples, by its author: at the first reading 139 and 3.
        pytest.param("blind_calls_2.txt", "blind_others_2.txt", 145, 5, id="second"),
        # By a third independent writer. At the only reading before it was put here: 145 and 6.
        pytest.param("blind_calls_3.txt", "blind_others_3.txt", 145, 6, id="third"),
    ],
)
def test_about_as_many_are_heard_and_stopped_as_when_last_read(calls, others, heard, stopped):
    asked, said = lines_of(HERE / calls), lines_of(HERE / others)
    assert len(asked) == 150
    assert len(said) >= 150
    assert sum(map(sounds_like_a_call_for_help, asked)) >= heard - MOVED
    assert sum(map(sounds_like_a_call_for_help, said)) <= stopped + MOVED
