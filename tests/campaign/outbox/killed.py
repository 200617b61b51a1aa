"""Workers that are killed as soon as they reach a line: one for each line that a letter passes.

Each is forked, comes to its line for the second time, and dies there. Prints how many did.
"""

import inspect
import os
import signal
import sys
import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from campaign.ledger import ledger  # noqa: E402
from campaign.outbox.models import (  # noqa: E402
    MailMayRun,
    OutgoingMessage,
    OutgoingMessageQuerySet,
)
from campaign.outbox.server import Server  # noqa: E402
from campaign.outbox.worker import Worker  # noqa: E402

FUNCTIONS = (
    Worker.work, Worker.attempt, Worker.note_number, Worker.store_in_hand,
    MailMayRun.next_number, ledger.note_mails, ledger.append,
    OutgoingMessageQuerySet.claim, OutgoingMessage.mark, OutgoingMessage.store,
    Server.envelope, Server.content,
)  # fmt: skip

NOT_REACHED = 3


def lines() -> list[tuple[str, int]]:
    """Return every line that can be reached, by its file and number."""
    return [
        (function.__code__.co_filename, number)
        for function in map(inspect.unwrap, FUNCTIONS)
        for number in sorted({line for _, _, line in function.__code__.co_lines() if line})
        if number != function.__code__.co_firstlineno
    ]


def work_until(place: tuple[str, int]) -> None:
    """Deliver, killed at a line when it is reached again; end after three letters otherwise."""
    left = {place: 2, "claims": 4}

    def trace(frame, event, _):
        if event == "call" and frame.f_code is OutgoingMessageQuerySet.claim.__code__:
            left["claims"] -= 1
            if not left["claims"]:
                os._exit(NOT_REACHED)
        if event == "call":
            return trace if frame.f_code.co_filename == place[0] else None
        if event == "line" and frame.f_lineno == place[1]:
            left[place] -= 1
            if not left[place]:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)
    call_command("deliver", watch=True)


def ends_killed(worker: int) -> bool:
    """Wait for a worker, for ten seconds at most, and return whether it died at its line."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        done, status = os.waitpid(worker, os.WNOHANG)
        if done:
            return os.WIFSIGNALED(status)
        time.sleep(0.01)
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)
    return False


if __name__ == "__main__":
    killed = 0
    for place in lines():
        worker = os.fork()
        if not worker:
            work_until(place)
            os._exit(NOT_REACHED)
        killed += ends_killed(worker)
    print(killed)
