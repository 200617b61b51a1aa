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


ASKS_WHOSE = (
    TaskAct.TAKEN,
    TaskAct.GIVEN,
    TaskAct.GIVEN_BACK,
    TaskAct.PUT_OFF,
    TaskAct.CLOSED,
    TaskAct.NOTHING,
)
"""Steps that are not taken with a task that somebody else has, unless that was seen. A note can
always be kept, and a call for help is passed on whoever has it."""
TO_WHO_HAD_IT = {
    TaskAct.TAKEN: "has taken it over",
    TaskAct.GIVEN: "has given it to somebody else",
    TaskAct.GIVEN_BACK: "has given it back, for anybody to take",
    TaskAct.NOTED: "has passed it on as a call for help",
    TaskAct.CLOSED: "has closed it",
    TaskAct.NOTHING: "has closed it: no call for help",
    TaskAct.REOPENED: "has opened it again, and deals with it now",
}
"""What the colleague is told who had a task until then."""
CLOSING = (TaskAct.CLOSED, TaskAct.NOTHING)
"""The steps that end a task."""
