"""What waits for staff: numbers of things of one kind, each with the list that mends it.

What follows from the record alone is counted once for each version of it.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from campaign.asking.sending import reminders_due
from campaign.letters.held import MANY_FOR_ONE
from campaign.letters.models import Letter
from campaign.letters.status_text import day_of
from campaign.operations.backup_health import check_backups
from campaign.operations.machine_health import check_machine
from campaign.outbox.health import RECENT
from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.supporters.models import Update
from campaign.tasks.models import Task, TaskKind
from councils.data_quality import to_look_at
from councils.models import Contact, Council, Event, Signature
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
    TaskKind.ASKED: (
        "answer to a question of ours, with a draft to check",
        "answers to questions of ours, with drafts to check",
    ),
    TaskKind.REPLY: ("answer from a council to read", "answers from councils to read"),
    TaskKind.COMPLAINED: ("complaint to answer", "complaints to answer"),
    TaskKind.COMPLAINT: ("report of a letter as spam", "reports of letters as spam"),
    TaskKind.SIGNED: ("message that a council has signed", "messages that a council has signed"),
    TaskKind.ADDRESS: (
        "message with an address for letters",
        "messages with addresses for letters",
    ),
    TaskKind.WRONG: ("message that a page has a mistake", "messages that a page has a mistake"),
    TaskKind.DECISION: (
        "council that was due to decide: find out what came of it",
        "councils that were due to decide: find out what came of it",
    ),
}
"""Singular and plural words for each kind of task, most urgent first."""


@dataclass(frozen=True)
class WaitingItem:
    """A number of items of one kind waiting for staff, and where to deal with them."""

    count: int
    singular: str
    plural: str
    url: str
    whose: str = ""
    """Who has taken how many of them, in words."""

    @property
    def words(self) -> str:
        return f"{self.count} {self.rest}"

    @property
    def rest(self) -> str:
        return self.singular if self.count == 1 else self.plural


def task_items() -> Iterator[WaitingItem]:
    """Yield the tasks there are to do by their kind, and what is overdue among them."""
    where = reverse("admin:tasks_task_changelist")
    taken: dict[str, Counter[str]] = {}
    rows = Task.objects.to_do().order_by("taken_by__username")
    for kind, name, number in rows.values_list("kind", "taken_by__username").annotate(Count("pk")):
        taken.setdefault(kind, Counter())[name or ""] += number
    for kind, (singular, plural) in TASK_WORDS.items():
        people = taken.get(kind, Counter())
        whose = ", ".join(f"{name} {number}" for name, number in people.items() if name)
        url = f"{where}?kind__exact={kind}"
        yield WaitingItem(people.total(), singular, plural, url, whose)


def people(user: User | AnonymousUser) -> list[WaitingItem]:
    """Return how many tasks ``user`` has, nobody has, each colleague has, and are overdue."""
    if not user.has_perm("tasks.view_task"):
        return []
    where = reverse("admin:tasks_task_changelist")
    rows = Task.objects.to_do().order_by("taken_by__username")
    counts = rows.values_list("taken_by", "taken_by__username").annotate(Count("pk"))
    numbers = {pk: (name, number) for pk, name, number in counts}
    mine, free = numbers.pop(user.pk, ("", 0))[1], numbers.pop(None, ("", 0))[1]
    others = [
        WaitingItem(number, f"is {name}’s", f"are {name}’s", f"{where}?whose={pk}")
        for pk, (name, number) in numbers.items()
    ]
    items = [
        WaitingItem(Task.objects.overdue().count(), "is overdue", "are overdue",
                    f"{where}?state=overdue"),
        WaitingItem(mine, "is yours", "are yours", f"{where}?whose=mine"),
        WaitingItem(free, "is nobody’s", "are nobody’s", f"{where}?whose=nobody"),
        *others,
    ]  # fmt: skip
    return [item for item in items if item.count]


def held_items() -> Iterator[WaitingItem]:
    """Yield the letters that a person reads before they go, and councils for which many wait."""
    where = reverse("admin:held_letters")
    letters = Letter.objects.to_read()
    oldest = letters.first()
    since = f" (oldest since {day_of(oldest.confirmed_at)})" if oldest else ""
    yield WaitingItem(
        letters.count(),
        f"letter to read before it goes{since}",
        f"letters to read before they go{since}",
        where,
    )
    waiting = letters.order_by().values_list("council__code", "council__name").annotate(Count("pk"))
    for code, name, number in waiting:
        if number > MANY_FOR_ONE:
            words = f"letters are waiting for {name}"
            yield WaitingItem(number, words, words, f"{where}?council={code}")


def email_items() -> Iterator[WaitingItem]:
    where = reverse("admin:outbox_outgoingmessage_changelist")
    yield WaitingItem(
        OutgoingMessage.objects.bounced_since(timezone.now() - RECENT).count(),
        f"email that came back in the last {RECENT.days} days",
        f"emails that came back in the last {RECENT.days} days",
        f"{where}?lately=back",
    )
    yield WaitingItem(
        OutgoingMessage.objects.unsure().count(),
        "email that may or may not have been sent",
        "emails that may or may not have been sent",
        f"{where}?state__exact={MessageState.UNSURE}",
    )
    yield WaitingItem(
        OutgoingMessage.objects.since(timezone.now() - RECENT, MessageState.FAILED).count(),
        f"email refused in the last {RECENT.days} days",
        f"emails refused in the last {RECENT.days} days",
        f"{where}?lately=refused",
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
        reverse("admin:supporters_update_changelist") + "?yes=waits",
    )


def address_items() -> Iterator[WaitingItem]:
    yield WaitingItem(
        counted(
            "without an address", lambda record: Contact.objects.councils_without(record.on).count()
        ),
        "council without an address for letters",
        "councils without an address for letters, those that most people wrote to first",
        reverse("admin:councils_council_changelist") + "?address=none",
    )


def draft_items() -> Iterator[WaitingItem]:
    """Yield the facts that are not public yet, by their kind."""
    for model, singular, plural in (
        (Signature, "signature", "signatures"),
        (Event, "event", "events"),
    ):
        yield WaitingItem(
            model.objects.drafts().count(),
            f"{singular} that is not public yet: read it again before it is",
            f"{plural} that are not public yet: read them again before they are",
            reverse(f"admin:councils_{model._meta.model_name}_changelist") + "?public=drafts",
        )


def fact_items() -> Iterator[WaitingItem]:
    yield WaitingItem(
        counted(
            "not confirmed", lambda record: Signature.unconfirmed(Signature.objects.all()).count()
        ),
        "signature that its council has not confirmed",
        "signatures that their councils have not confirmed",
        reverse("admin:councils_signature_changelist") + "?council_says=nothing",
    )


def contact_items() -> Iterator[WaitingItem]:
    where = reverse("admin:councils_contact_changelist")
    yield WaitingItem(
        counted(
            "contacts with a problem",
            lambda record: Contact.objects.with_delivery_problem().count(),
        ),
        "contact with a problem: email to it comes back, or it asks for a form, or reports spam",
        "contacts with a problem: email to them comes back, or they ask for a form, or report spam",
        f"{where}?check=with_delivery_problem",
    )
    yield WaitingItem(
        counted("contacts overdue", lambda record: Contact.objects.overdue(record.on).count()),
        "contact to check again: its check is overdue, so it is not used",
        "contacts to check again: their checks are overdue, so they are not used",
        f"{where}?check=overdue",
    )


def council_items() -> Iterator[WaitingItem]:
    yield WaitingItem(
        counted("ending", lambda record: Council.objects.ending(record.on).count()),
        "council that ends within a year",
        "councils that end within a year",
        reverse("admin:councils_council_changelist") + "?life=ending",
    )


def running_items() -> Iterator[WaitingItem]:
    """Yield the nights whose jobs were not done, and a backup that is too old."""
    machine, backups = check_machine(workers=0), check_backups()  # the night alone is asked here
    where = reverse("admin:index") + "#desk-running"
    nights = (machine.now - machine.night_at).days if machine.night_at else 1
    yield WaitingItem(
        max(1, nights) if machine.night_problem else 0,
        "night without its jobs: letters are not counted, and nothing is deleted",
        "nights without their jobs: letters are not counted, and nothing is deleted",
        where,
    )
    yield WaitingItem(
        1 if backups.problem else 0, "backup that is due: none, or too old", "backups", where
    )


def record_items() -> Iterator[WaitingItem]:
    yield WaitingItem(
        counted("to look at", lambda record: len(to_look_at(record))),
        "thing to look at in the register",
        "things to look at in the register",
        reverse("admin:register_state"),
    )


def counted[T](what: object, count: Callable[[Record], T]) -> T:
    """Return what follows from the record, worked out once for each version of it."""
    record, key = record_on(), ("waiting", what)
    if key not in record.derived:
        record.derived[key] = count(record)
    return cast("T", record.derived[key])
