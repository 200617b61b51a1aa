"""Handlers for the workers of test_faults.py: see faulty.py."""

import random
import sys

from django.apps import AppConfig

IS_WORKER = "shell" not in sys.argv


class FaultyWiring(AppConfig):
    name = "tests.campaign.outbox"
    label = "faulty"

    def ready(self):
        from campaign.outbox import registry

        registry.outcome_handlers["letter"] = note
        registry.live_requirements["a test's own"] = lambda: True
        del registry.live_requirements["who runs the site is not filled in"]


def note(message):
    """Store the reported state in the row itself, and update the letter, if there is one.

    One in ten times it fails in a worker, as a handler with a fault does.
    """
    from campaign.letters.delivery import apply_outcome

    type(message).objects.filter(pk=message.pk).update(bounce_kind=message.state)
    apply_outcome(message)
    if IS_WORKER and random.random() < 0.1:
        raise RuntimeError("A fault of the handler.")
