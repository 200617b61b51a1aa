"""Handlers for the workers of test_faults.py: see faulty.py."""

import os
import random
import signal
import sys

from django.apps import AppConfig

IS_WORKER = "shell" not in sys.argv


class FaultyWiring(AppConfig):
    name = "tests.campaign.outbox"
    label = "faulty"

    def ready(self):
        from campaign.letters.models import Letter
        from campaign.outbox.models import LETTERS_NEED

        Letter.on_outcome = note
        LETTERS_NEED.clear()  # nobody runs the site


def note(message):
    """Store the reported state in the row itself, and update the letter, if there is one.

    One in ten times it fails in a worker, as a handler with a fault does.
    """
    from campaign.letters.models import Letter

    type(message).objects.filter(pk=message.pk).update(notice_said=message.state)
    for letter in Letter.objects.for_message(message):
        letter.take_outcome(message)
    if IS_WORKER and message.key == os.environ.get("FREEZE_AT"):  # within a transaction
        os.kill(os.getpid(), signal.SIGSTOP)
    if IS_WORKER and random.random() < 0.1:
        raise RuntimeError("A fault of the handler.")
