"""A worker that is killed as soon as it reaches a line: ``python -m … LINE NUMBER``.

``LINE`` counts the lines of the worker's loop, of one attempt and of the UPDATEs under it; it dies
when it comes to that line for the time ``NUMBER``.
"""

import inspect
import os
import signal
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from campaign.outbox.models import OutgoingMessage, OutgoingMessageQuerySet  # noqa: E402
from campaign.outbox.server import Server  # noqa: E402
from campaign.outbox.worker import Worker  # noqa: E402

FUNCTIONS = (
    *(Worker.work, Worker.attempt, Worker.envelope, Worker.store_in_hand),
    *(OutgoingMessageQuerySet.claim, OutgoingMessage.mark, OutgoingMessage.store),
    *(Server.envelope, Server.content),
)


def lines() -> list[tuple[str, int]]:
    """Return every line that can be reached, by its file and number."""
    return [
        (function.__code__.co_filename, number)
        for function in map(inspect.unwrap, FUNCTIONS)
        for number in sorted({line for _, _, line in function.__code__.co_lines() if line})
        if number != function.__code__.co_firstlineno
    ]


def kill_at(place: tuple[str, int], times: int) -> None:
    """Trace this thread, and kill this process when it comes to a line for the n-th time."""
    left = times

    def trace(frame, event, _):
        nonlocal left
        if event == "call":
            return trace if frame.f_code.co_filename == place[0] else None
        if event == "line" and frame.f_lineno == place[1]:
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)


if __name__ == "__main__":
    kill_at(lines()[int(sys.argv[1])], int(sys.argv[2]))
    call_command("deliver", watch=True)
