"""What waits for a person: the tasks on the front page of the admin, each with where it is done."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from campaign.outbox.health import RECENT
from campaign.outbox.models import OutgoingMessage, State
from campaign.tasks.models import Task, TaskKind
from councils.data_quality import checks
from councils.models import Contact
from councils.record import record_on

TIPS = {
    TaskKind.REPLY: ("answer from a council to read", "answers from councils to read"),
    TaskKind.COMPLAINT: ("report of a letter as spam", "reports of letters as spam"),
    TaskKind.SIGNED: ("message that a council has signed", "messages that a council has signed"),
    TaskKind.ADDRESS: (
        "message with an address for letters",
        "messages with addresses for letters",
    ),
    TaskKind.WRONG: ("message that a page has a mistake", "messages that a page has a mistake"),
}
"""What one message from a visitor is, and what several are, the most pressing first."""
OF_THE_REGISTER = (
    checks.totals,
    checks.successors,
    checks.postcodes,
    checks.places,
    checks.links,
)
"""Checks of the record that are tasks once they find something. The others are always open."""


@dataclass(frozen=True)
class WaitingItem:
    number: int
    one: str
    several: str
    address: str

    @property
    def words(self) -> str:
        return f"{self.number} {self.one if self.number == 1 else self.several}"


def to_do(user) -> list[WaitingItem]:
    """Return what waits for a person, as far as ``user`` may see it."""
    sources = {
        "tasks.view_task": from_visitors,
        "councils.view_contact": of_contacts,
        "outbox.view_outgoingmessage": of_mail,
        "councils.view_council": of_the_record,
    }
    return [
        task
        for permission, tasks in sources.items()
        if user.has_perm(permission)
        for task in tasks()
        if task.number
    ]


def from_visitors() -> Iterator[WaitingItem]:
    tasks = Task.objects.open().order_by().values_list("kind").annotate(Count("pk"))
    open_tips, where = Counter(dict(tasks)), reverse("admin:tasks_task_changelist")
    for kind, (one, several) in TIPS.items():
        yield WaitingItem(open_tips[kind], one, several, f"{where}?kind__exact={kind}")


def of_contacts() -> Iterator[WaitingItem]:
    where = reverse("admin:councils_contact_changelist")
    yield WaitingItem(
        Contact.objects.with_delivery_problem().count(),
        "contact in trouble: mail to it comes back, or it asks for a form, or reports spam",
        "contacts in trouble: mail to them comes back, or they ask for a form, or report spam",
        f"{where}?check=with_delivery_problem",
    )
    yield WaitingItem(
        Contact.objects.overdue().count(),
        "contact to check again: it is past its day, and not used",
        "contacts to check again: they are past their day, and not used",
        f"{where}?check=overdue",
    )


def of_mail() -> Iterator[WaitingItem]:
    where = reverse("admin:outbox_outgoingmessage_changelist")
    yield WaitingItem(
        OutgoingMessage.objects.unsure().count(),
        "mail of which we cannot tell whether it was sent",
        "mails of which we cannot tell whether they were sent",
        f"{where}?state__exact={State.UNSURE}",
    )
    yield WaitingItem(
        OutgoingMessage.objects.filter(bounced_at__gt=timezone.now() - RECENT).count(),
        f"mail that came back in the last {RECENT.days} days",
        f"mails that came back in the last {RECENT.days} days",
        f"{where}?bounced_at__isempty=0",
    )
    yield WaitingItem(
        OutgoingMessage.objects.refused_since(timezone.now() - RECENT).count(),
        f"mail refused in the last {RECENT.days} days",
        f"mails refused in the last {RECENT.days} days",
        f"{where}?state__exact={State.FAILED}",
    )


def of_the_record() -> Iterator[WaitingItem]:
    record = record_on()
    for look in OF_THE_REGISTER:
        check = look(record)
        about = f"to look at in the register: {check.title.lower()}"
        where = reverse("councils:state")
        yield WaitingItem(len(check.lines), f"thing {about}", f"things {about}", where)
