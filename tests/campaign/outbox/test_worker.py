"""A worker stops cleanly, and on SQLite waits for its turn."""

import os
import signal
import threading

from campaign.outbox import worker


def test_a_second_signal_has_its_usual_effect(monkeypatch):
    heard, stop = [], threading.Event()
    before = signal.signal(signal.SIGTERM, lambda number, frame: heard.append(number))
    try:
        with worker.stop_on_signals(stop):
            os.kill(os.getpid(), signal.SIGTERM)
            assert stop.is_set()
            assert heard == []
            os.kill(os.getpid(), signal.SIGTERM)
            assert heard == [signal.SIGTERM]
        os.kill(os.getpid(), signal.SIGTERM)
        assert len(heard) == 2
    finally:
        signal.signal(signal.SIGTERM, before)


def test_a_second_worker_waits_for_its_turn_where_workers_take_turns(monkeypatch, tmp_path):
    monkeypatch.setattr(worker, "lock_file", lambda: tmp_path / "turn")
    with worker.exclusive_turn(threading.Event(), lambda: True) as first:
        assert first is True
        with worker.exclusive_turn(threading.Event(), lambda: False) as second:
            assert second is False
    with worker.exclusive_turn(threading.Event(), lambda: True) as third:
        assert third is True
