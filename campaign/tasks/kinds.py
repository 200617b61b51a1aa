"""What a task is about, and what somebody can do with one."""

from django.db import models

WORDS_GONE = "The council answered. The words of its answer were deleted with the letter."
"""Text that replaces a deleted answer: it contains no personal data."""


class TaskKind(models.TextChoices):
    """What a task is about."""

    CALL = "call", "A message that may be a call for help"
    SIGNED = "signed", "It signed"
    ADDRESS = "address", "I’ve found the right address for letters"
    REPLY = "reply", "It answered my letter"
    WRONG = "wrong", "Something on its page is wrong"
    SIGN_UP = "sign_up", "A council tells us about itself"
    COMPLAINED = "complained", "A complaint to answer"
    ASKED = "asked", "A council answered our question"
    DECISION = "decision", "It was due to decide: what came of it?"


OF_VISITORS = [TaskKind.SIGNED, TaskKind.ADDRESS, TaskKind.REPLY, TaskKind.WRONG]
"""The kinds that visitors may choose. The others come by email or by their own forms."""


class TaskAct(models.TextChoices):
    """What somebody did with a task."""

    TAKEN = "taken", "took it"
    PUT_OFF = "put_off", "put it off"
    GIVEN = "given", "gave it to a colleague"
    GIVEN_BACK = "given_back", "gave it back"
    NOTED = "noted", "noted"
    DRAFTED = "drafted", "wrote an answer, not sent yet"
    CLOSED = "closed", "closed it"
    NOTHING = "nothing", "closed it: no call for help"
    REOPENED = "reopened", "opened it again"


CLOSING = (TaskAct.CLOSED, TaskAct.NOTHING)
"""The steps that end a task."""
