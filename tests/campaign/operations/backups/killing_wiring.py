"""Kills a restore before the step that KILL_BEFORE names, or KILL_AFTER seconds after all."""

import os
import signal
import threading

from django.apps import AppConfig


class Killing(AppConfig):
    name = "tests.campaign.operations.backups"
    label = "killing"

    def ready(self):
        from campaign.operations.backups import restore

        steps = dict(restore.STEPS)
        restore.STEPS.clear()
        for name, step in steps.items():
            if name == os.environ.get("KILL_BEFORE"):
                restore.STEPS["killed"] = lambda restoring: kill()
            restore.STEPS[name] = step
        if "KILL_AFTER" in os.environ:
            restore.STEPS["killed soon"] = kill_soon


def kill():
    os.kill(os.getpid(), signal.SIGKILL)


def kill_soon(restoring):
    delay = float(os.environ["KILL_AFTER"])
    if delay:
        threading.Timer(delay, kill).start()
    else:
        kill()
