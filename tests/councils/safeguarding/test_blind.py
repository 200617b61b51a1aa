"""How well the guard does on sentences that it has never learned from.

Four writers wrote 150 of each kind, and none of them had seen the examples. The fifth set tells of
somebody else, as people do beside a council's page; its writer had seen some of the examples, and
wrote most of it before the lines of that kind in them. Do not copy a sentence into the examples,
and do not change the guard because of one. A new example somewhere else moves a few sentences
either way.
"""

from pathlib import Path

import pytest

from councils.safeguarding.call_for_help import lines_of, sounds_like_a_call_for_help

HERE = Path(__file__).parent
SETS = ("", "_2", "_3", "_4", "_5")


def share_heard(kind: str, *sets: str) -> float:
    texts = [text for name in sets for text in lines_of(HERE / f"blind_{kind}{name}.txt")]
    assert len(texts) >= 150 * len(sets)
    return sum(map(sounds_like_a_call_for_help, texts)) / len(texts)


@pytest.mark.promise(22)
def test_of_1500_new_sentences_nearly_all_calls_are_heard_and_few_others_stopped():
    assert share_heard("calls", *SETS) >= 0.97
    assert share_heard("others", *SETS) <= 0.08
    for name in SETS:
        assert share_heard("calls", name) >= 0.94
        assert share_heard("others", name) <= 0.17
