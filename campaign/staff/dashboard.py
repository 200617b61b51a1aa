"""The list of what is waiting for staff, with links, on the front page of the admin."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from campaign.asking.sending import reminders_due
from campaign.outbox.health import RECENT
from campaign.outbox.models import OutgoingMessage, State
from campaign.staff import accounts, second_factor
from campaign.staff.models import AuditEntry
from campaign.supporters.models import Update
from campaign.tasks.models import Task, TaskKind
from councils.data_quality import checks
from councils.data_quality.checks import Check
from councils.models import Contact
from councils.record import Record, record_on

TASK_WORDS = {
    TaskKind.CALL: (
        "email that may be a call for help: read it now",
        "emails that may be calls for help: read them now",
    ),
    TaskKind.SIGN_UP: (
        "message from a council to decide on",
        "messages from councils to decide on",
    ),
    TaskKind.COMPLAINED: ("complaint to answer", "complaints to answer"),
    TaskKind.ASKED: (
        "answer to a question of ours, with a draft to check",
        "answers to questions of ours, with drafts to check",
    ),
    TaskKind.DECISION: (
        "council that was due to decide: find out what came of it",
        "councils that were due to decide: find out what came of it",
    ),
    TaskKind.REPLY: ("answer from a council to read", "answers from councils to read"),
    TaskKind.COMPLAINT: ("report of a letter as spam", "reports of letters as spam"),
    TaskKind.SIGNED: ("message that a council has signed", "messages that a council has signed"),
    TaskKind.ADDRESS: (
        "message with an address for letters",
        "messages with addresses for letters",
    ),
    TaskKind.WRONG: ("message that a page has a mistake", "messages that a page has a mistake"),
}
"""Singular and plural words for each kind of task, most urgent first."""
FEW_CODES = 3
"""Number of recovery codes below which the dashboard asks for new ones."""
RECORD_CHECKS = (
    checks.totals,
    checks.successors,
    checks.postcodes,
    checks.places,
    checks.missing_from_care,
    checks.links,
)
"""Checks whose findings are tasks. The other checks always find something."""


@dataclass(frozen=True)
class WaitingItem:
    """A number of items of one kind waiting for staff, and where to deal with them."""

    count: int
    singular: str
    plural: str
    url: str

    @property
    def words(self) -> str:
        return f"{self.count} {self.singular if self.count == 1 else self.plural}"


def waiting_items(user: User | AnonymousUser) -> list[WaitingItem]:
    """Return the items waiting for staff that ``user`` may see."""
    sources = {
        "tasks.view_task": task_items,
        "asking.add_ask": ask_items,
        "supporters.change_update": update_items,
        "councils.view_contact": contact_items,
        "outbox.view_outgoingmessage": email_items,
        "councils.view_council": record_items,
    }
    return [
        item
        for permission, items in sources.items()
        if user.has_perm(permission)
        for item in items()
        if item.count
    ]


def account_warnings(user: User | AnonymousUser) -> list[str]:
    """Return warnings, in sentences, on the user's own account and, for administrators, on all."""
    warnings = []
    if isinstance(user, User) and not second_factor.has_factor(user):
        warnings.append("You have no second factor: set one up, so that a password is not enough.")
    elif isinstance(user, User) and second_factor.codes_left(user) < FEW_CODES:
        warnings.append("You have few recovery codes left, or none: make new ones.")
    if not user.is_superuser:
        return warnings
    if accounts.administrators().count() < 2:
        warnings.append(
            "There is one administrator. If you lose your telephone, only somebody on the server"
            " can let you in: make a second account an administrator."
        )
    for account, failures in AuditEntry.objects.runs_of_failures():
        warnings.append(
            f"{failures} tries to sign in as {account} failed in the last 24 hours. Ask whose they"
            " were."
        )
    return warnings


def task_items() -> Iterator[WaitingItem]:
    tasks = Task.objects.open().order_by().values_list("kind").annotate(Count("pk"))
    open_tasks, where = Counter(dict(tasks)), reverse("admin:tasks_task_changelist")
    for kind, (singular, plural) in TASK_WORDS.items():
        yield WaitingItem(open_tasks[kind], singular, plural, f"{where}?kind__exact={kind}")


def contact_items() -> Iterator[WaitingItem]:
    where = reverse("admin:councils_contact_changelist")
    yield WaitingItem(
        Contact.objects.with_delivery_problem().count(),
        "contact with a problem: email to it comes back, or it asks for a form, or reports spam",
        "contacts with a problem: email to them comes back, or they ask for a form, or report spam",
        f"{where}?check=with_delivery_problem",
    )
    yield WaitingItem(
        Contact.objects.overdue().count(),
        "contact to check again: its check is overdue, so it is not used",
        "contacts to check again: their checks are overdue, so they are not used",
        f"{where}?check=overdue",
    )


def ask_items() -> Iterator[WaitingItem]:
    yield WaitingItem(
        len(reminders_due()),
        "council that may be reminded of our question",
        "councils that may be reminded of our question",
        reverse("admin:asking_ask_plan"),
    )


def update_items() -> Iterator[WaitingItem]:
    yield WaitingItem(
        Update.objects.waiting_for_a_yes().count(),
        "email to those who asked that waits for a second person’s yes",
        "emails to those who asked that wait for a second person’s yes",
        reverse("admin:supporters_update_changelist"),
    )


def email_items() -> Iterator[WaitingItem]:
    where = reverse("admin:outbox_outgoingmessage_changelist")
    yield WaitingItem(
        OutgoingMessage.objects.unsure().count(),
        "email that may or may not have been sent",
        "emails that may or may not have been sent",
        f"{where}?state__exact={State.UNSURE}",
    )
    yield WaitingItem(
        OutgoingMessage.objects.filter(bounced_at__gt=timezone.now() - RECENT).count(),
        f"email that came back in the last {RECENT.days} days",
        f"emails that came back in the last {RECENT.days} days",
        f"{where}?bounced_at__isempty=0",
    )
    yield WaitingItem(
        OutgoingMessage.objects.failed_since(timezone.now() - RECENT).count(),
        f"email refused in the last {RECENT.days} days",
        f"emails refused in the last {RECENT.days} days",
        f"{where}?state__exact={State.FAILED}",
    )


def record_items() -> Iterator[WaitingItem]:
    record = record_on()
    for look in RECORD_CHECKS:
        check = kept_check(look, record)
        about = f"to look at in the register: {check.title.lower()}"
        where = reverse("councils:state")
        yield WaitingItem(len(check.lines), f"thing {about}", f"things {about}", where)


def kept_check(look: Callable[[Record], Check], record: Record) -> Check:
    """Return the result of a check, made once for each version of the record."""
    if look is checks.postcodes:  # loading postcodes changes no version
        return look(record)
    if look not in record.derived:
        record.derived[look] = look(record)
    check: Check = record.derived[look]
    return check
