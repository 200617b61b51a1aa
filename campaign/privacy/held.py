"""What the site holds of people, model by model, and the order in which it is deleted.

A model says in ``personal`` what it holds, how a person's rows are found, and until when they are
kept (campaign/personal.py). Models that are not ours to say it on stand in ``ELSEWHERE``.
"""

import datetime as dt
from collections.abc import Iterator

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db.models import Model, QuerySet

from campaign.inbox.models import IncomingMessage
from campaign.ledger.models import WaitingLine
from campaign.letters.models import Letter
from campaign.letters.traces import Trace
from campaign.outbox.models import MailMayRun, OutgoingMessage
from campaign.personal import Kept, Personal
from campaign.rate_limits.models import Count
from campaign.sign_up.models import SignUp
from campaign.staff import accounts, roles
from campaign.staff.models import AuditEntry
from campaign.supporters.models import SuppressedAddress, Wish
from campaign.tasks.models import Task
from councils.models import DraftList, EvidenceFile

ACCOUNTS = "staff accounts"
UNSENT_FOR = dt.timedelta(days=2)
"""How long a file that was chosen waits for its form to be sent."""
UNPUBLISHED_FOR = dt.timedelta(days=60)
"""How long a list that staff brought waits to be published."""


def of_no_fact(files: QuerySet[EvidenceFile], now: dt.datetime) -> QuerySet[EvidenceFile]:
    for_undo: set[str] = set()
    for brought in DraftList.objects.all():
        for_undo |= brought.files_kept
    unsent = files.filter(signature=None, event=None, kept_at__lte=now - UNSENT_FOR)
    return unsent.exclude(digest__in=for_undo)


def never_published(lists: QuerySet[DraftList], now: dt.datetime) -> QuerySet[DraftList]:
    return lists.filter(at__lte=now - UNPUBLISHED_FOR)


def over(sessions: QuerySet[Session], now: dt.datetime) -> QuerySet[Session]:
    return sessions.filter(expire_date__lte=now)


def roles_of(user: User) -> str:
    return ", ".join(roles.of(user))


def can_sign_in(user: User) -> str:
    return "yes" if user.is_active else "no"


ELSEWHERE: dict[type[Model], Personal] = {
    EvidenceFile: Personal(
        "files",
        kept=(
            Kept(
                "files of no fact",
                of_no_fact,
                "delete",
            ),
        ),
    ),
    DraftList: Personal(
        "lists not published",
        kept=(
            Kept(
                "lists not published",
                never_published,
                "delete",
            ),
        ),
        is_of_staff=True,
    ),
    User: Personal(
        ACCOUNTS,
        addresses=("username", "email"),
        names=("first_name", "last_name"),
        of_nobody=("password",),
        shown={
            "name": "get_full_name",
            "email": "get_username",
            "roles": roles_of,
            "can sign in": can_sign_in,
            "since": "date_joined",
        },
        found=accounts.of_email,
        erase=accounts.forget,
        is_of_staff=True,
    ),
    Session: Personal(
        "sessions of staff",
        kept=(
            Kept(
                "sessions of staff",
                over,
                "delete",
            ),
        ),
        is_of_staff=True,
    ),
}

EACH_NIGHT: tuple[type[Model], ...] = (
    Session,
    EvidenceFile,
    DraftList,
    # Emails before letters: deleting their text stops a letter that could never leave, and tells
    # its writer, who is known until the letter is deleted.
    OutgoingMessage,
    IncomingMessage,
    Trace,
    Letter,
    Wish,
    Task,
    SignUp,
    Count,
    AuditEntry,
)
"""What is deleted when its time is over, in this order."""

OF_A_PERSON: tuple[type[Model], ...] = (
    AuditEntry,
    SignUp,
    Task,
    Wish,
    SuppressedAddress,
    # Letters before emails: one that has not left is cancelled by its email.
    Letter,
    IncomingMessage,
    OutgoingMessage,
    User,
)
"""What one person is shown, and what is erased of them, in this order."""

HELD: tuple[type[Model], ...] = (User, SuppressedAddress, WaitingLine, MailMayRun, *EACH_NIGHT)
"""Every model that says what it holds."""


def declaration_of(model: type[Model]) -> Personal:
    if model in ELSEWHERE:
        return ELSEWHERE[model]
    declared: Personal = model.personal  # type: ignore[attr-defined]
    return declared


def declared() -> Iterator[tuple[type[Model], Personal]]:
    """Yield each model that holds people, and what it declares."""
    for model in HELD:
        yield model, declaration_of(model)


def addresses() -> Iterator[tuple[type[Model], str]]:
    """Yield the models and fields that hold people's email addresses."""
    for model, personal in declared():
        for field in personal.addresses:
            yield model, field


def stays() -> set[str]:
    """Return the names of what is still held once a person is erased: it names nobody, or staff."""
    names = set()
    for _, personal in declared():
        if personal.erase is None or personal.is_of_staff:
            names.add(personal.name)
    return names
