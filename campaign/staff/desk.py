"""What the front page of the admin says, and each Monday's email as text: what waits, and for whom.

It holds numbers and days, and nothing about anybody who wrote.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils import timezone

from campaign.asking import sending
from campaign.letters import daily_counts as letters
from campaign.letters.held import MANY_FOR_ONE
from campaign.letters.models import Letter
from campaign.operations.backup_health import check_backups, date_and_time
from campaign.operations.machine_health import check_machine
from campaign.operations.models import CompletedJob
from campaign.outbox.health import RECENT, OutboxHealth
from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.staff import accounts, second_factor
from campaign.staff.models import AuditEntry
from campaign.supporters.models import Update
from campaign.tasks.models import Task, TaskKind, TaskQuerySet
from councils.data_quality import to_look_at
from councils.dates import format_date, today
from councils.decisions import decisions_ahead
from councils.models import Contact, Council, Event, Pause, Signature
from councils.record import cached_with_record, record_on

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
        "council whose decision date has passed: did it sign?",
        "councils whose decision dates have passed: did they sign?",
    ),
}
"""Singular and plural words for each kind of task."""
FEW_CODES = 3
"""Number of recovery codes below which the desk asks for new ones."""
SOON = dt.timedelta(days=92)
"""How far ahead the desk looks for what comes up."""


@dataclass(frozen=True)
class Line:
    """A number of things of one kind that wait, since or until when, and where they are done."""

    count: int
    singular: str
    plural: str
    url: str
    day: dt.date | None = None
    """The oldest promise among them: the day by which it is due, or else on which it came."""
    whose: str = ""
    """Who has taken how many of them, in words."""
    is_first: bool = False
    """Whether it comes before everything else, however old."""

    @property
    def rest(self) -> str:
        return self.singular if self.count == 1 else self.plural

    @property
    def since(self) -> str:
        """Say since when, or by which day to come; "" if there is no day."""
        if self.day is None:
            return ""
        return f"{'since' if self.day <= today() else 'by'} {format_date(self.day)}"

    @property
    def words(self) -> str:
        day = f" ({self.since})" if self.since else ""
        return f"{self.count} {self.rest}{day}"


def waiting_lines(user: User | AnonymousUser) -> list[Line]:
    """Return what waits that ``user`` may see, the oldest promise first; a child before all."""
    lines = [
        line
        for permission, source in SOURCES
        if user.has_perm(permission)
        for line in source()
        if line.count
    ]
    return sorted(lines, key=lambda line: (not line.is_first, line.day or dt.date.max))


def of_rows(
    rows: QuerySet[Any], singular: str, plural: str, where: str, field: str
) -> Iterator[Line]:
    """Yield rows that wait since the earliest day in ``field``; their list is at ``where``."""
    found = rows.order_by().aggregate(count=Count("pk"), day=Min(field))
    listed, _, query = where.partition("?")
    url = f"{reverse(f'admin:{listed}_changelist')}?{query}"
    yield Line(found["count"], singular, plural, url, day_of(found["day"]))


def day_of(moment: dt.datetime | dt.date | None) -> dt.date | None:
    return timezone.localdate(moment) if isinstance(moment, dt.datetime) else moment


def complaints() -> Iterator[Line]:
    yield from tasks(Task.objects.to_do().complaints())


def tasks(rows: TaskQuerySet | None = None) -> Iterator[Line]:
    """Yield the tasks there are to do by their kind, with who has taken how many."""
    taken: dict[str, Counter[str]] = {}
    days: dict[str, dt.date] = {}
    if rows is None:
        rows = Task.objects.to_do().exclude(kind=TaskKind.COMPLAINED)
    rows = rows.order_by("taken_by__username")
    for kind, due, came, name in rows.values_list(
        "kind", "due_on", "created_at", "taken_by__username"
    ):
        taken.setdefault(kind, Counter())[name or ""] += 1
        days[kind] = min(days.get(kind, dt.date.max), due or timezone.localdate(came))
    for kind, people in taken.items():
        whose = ", ".join(f"{name} {number}" for name, number in people.items() if name)
        url = f"{reverse('admin:tasks_task_changelist')}?kind__exact={kind}"
        yield Line(
            people.total(), *TASK_WORDS[TaskKind(kind)], url, days[kind], whose,
            is_first=kind == TaskKind.CALL,
        )  # fmt: skip


def held_letters() -> Iterator[Line]:
    """Yield the letters that a person reads before they go, and councils for which many wait."""
    where, held = reverse("admin:held_letters"), Letter.objects.to_read()
    by_council = held.order_by().values_list("council__code", "council__name")
    counted = list(by_council.annotate(Count("pk"), Min("confirmed_at")))
    if counted:
        oldest = min(day for *_, day in counted)
        total = sum(number for _, _, number, _ in counted)
        words = "letter to read before it goes", "letters to read before they go"
        yield Line(total, *words, where, day_of(oldest))
    for code, name, number, day in counted:
        if number > MANY_FOR_ONE:
            words = (f"letters are waiting for {name}",) * 2
            yield Line(number, *words, f"{where}?council={code}", day_of(day))


def emails() -> Iterator[Line]:
    listed, recently = "outbox_outgoingmessage", timezone.now() - RECENT
    yield from of_rows(
        OutgoingMessage.objects.unsure(),
        "email we’re not sure was sent", "emails we’re not sure were sent",
        f"{listed}?state__exact={MessageState.UNSURE}", "outcome_at",
    )  # fmt: skip
    yield from of_rows(
        OutgoingMessage.objects.bounced_since(recently),
        f"email that came back in the last {RECENT.days} days",
        f"emails that came back in the last {RECENT.days} days",
        f"{listed}?lately=back", "bounced_at",
    )  # fmt: skip
    yield from of_rows(
        OutgoingMessage.objects.since(recently, MessageState.FAILED),
        f"email refused in the last {RECENT.days} days",
        f"emails refused in the last {RECENT.days} days",
        f"{listed}?lately=refused", "outcome_at",
    )  # fmt: skip


def updates() -> Iterator[Line]:
    yield from of_rows(
        Update.objects.waiting_for_a_yes(), "update waiting for someone else to approve",
        "updates waiting for someone else to approve", "supporters_update?yes=waits", "created_at",
    )  # fmt: skip


def reminders() -> Iterator[Line]:
    yield Line(
        len(sending.due(sending.REMINDER)),
        "council that may be reminded of our question",
        "councils that may be reminded of our question",
        reverse("admin:asking_ask_plan"),
    )


def drafts() -> Iterator[Line]:
    """Yield the facts that are not public yet, by their kind."""
    for model, noun in ((Signature, "signature"), (Event, "event")):
        yield from of_rows(
            model.objects.drafts(), f"{noun} that is not public yet: check it first",
            f"{noun}s that are not public yet: check them first",
            f"councils_{noun}?public=drafts", "public_from",
        )  # fmt: skip


def contacts() -> Iterator[Line]:
    listed = "councils_contact?check"
    yield from of_rows(
        Contact.objects.with_delivery_problem(),
        "contact with a problem: email to it comes back, or it asks for a form, or reports spam",
        "contacts with a problem: email to them comes back, or they ask for a form, or report spam",
        f"{listed}=with_delivery_problem", "delivery_problem_since",
    )  # fmt: skip
    yield from of_rows(
        Contact.objects.overdue(),
        "contact to check again: its check is overdue, so it is not used",
        "contacts to check again: their checks are overdue, so they are not used",
        f"{listed}=overdue", "check_again_on",
    )  # fmt: skip


def record() -> Iterator[Line]:
    """Yield what follows from the record, and has no day: for when there is time."""
    councils = reverse("admin:councils_council_changelist")
    yield Line(
        Contact.objects.councils_without().count(),
        "council without an address for letters",
        "councils without an address for letters, those that most people wrote to first",
        f"{councils}?address=none",
    )
    yield Line(
        len(record_on().unconfirmed),
        "signature that its council has not confirmed",
        "signatures that their councils have not confirmed",
        reverse("admin:councils_signature_changelist") + "?council_says=nothing",
    )
    yield Line(
        len(cached_with_record(to_look_at)(record_on())),
        "thing to check in the register",
        "things to check in the register",
        reverse("admin:register_state"),
    )


SOURCES: tuple[tuple[str, Callable[[], Iterator[Line]]], ...] = (
    ("tasks.view_task", tasks),
    ("tasks.view_complaint", complaints),
    ("letters.change_letter", held_letters),
    ("outbox.view_outgoingmessage", emails),
    ("supporters.change_update", updates),
    ("councils.add_signature", drafts),
    ("councils.view_contact", contacts),
    ("asking.add_ask", reminders),
    ("councils.view_council", record),
)
"""What may wait, with the permission needed to see it; what has no day stands last, in this
order."""


class Ahead(NamedTuple):
    """What comes up on a day, and where more is said of it."""

    day: dt.date
    words: str
    url: str


def coming_up() -> list[Ahead]:
    """Return decisions of councils, councils that end and pauses that end, the soonest first."""
    on = today()
    page, council = "councils:detail", "admin:councils_council_change"
    ahead = [
        *(
            Ahead(due.last_day, f"{due.row.name} {due.decides}", reverse(page, args=[due.row.slug]))
            for due in decisions_ahead(record_on())
        ),
        *(
            Ahead(row.ends_on, f"{row.name} ends", reverse(council, args=[row.pk]))
            for row in Council.objects.ending(on)
            if row.ends_on
        ),
        *(
            Ahead(
                row.until,
                f"The pause for {row.council or 'all councils'} ends",
                reverse("admin:councils_pause_changelist"),
            )
            for row in Pause.objects.filter(until__gte=on).select_related("council")
        ),
    ]
    return sorted(each for each in ahead if each.day - on <= SOON)


def letter_figures() -> list[tuple[str, int | str]]:
    """Return the figures of letters that are not zero."""
    return [(what, number) for what, number in letters.figures() if number]


def problems(mail: OutboxHealth) -> list[str]:
    """Return what is wrong with the running of the site, in sentences."""
    machine = check_machine(workers=int(mail.is_worker_alive))
    found = (mail.problem, mail.warning, *machine.problems, check_backups().problem)
    return [problem for problem in found if problem]


def night_at() -> str:
    return date_and_time(CompletedJob.objects.last_at(CompletedJob.Name.NIGHTLY))


def account_warnings(user: User | AnonymousUser) -> list[str]:
    """Return warnings, in sentences, on the user's own account and, for administrators, on all."""
    warnings = []
    if isinstance(user, User) and not second_factor.has_factor(user):
        warnings.append("You have no second factor: set one up, so that a password is not enough.")
    elif isinstance(user, User) and second_factor.codes_left(user) < FEW_CODES:
        warnings.append("You have few recovery codes left, or none: set up your app anew.")
    if not user.is_superuser:
        return warnings
    if accounts.administrators().count() < 2:
        warnings.append(
            "There is one administrator. If you lose your phone, only somebody on the server"
            " can let you in: make a second account an administrator."
        )
    for account, failures in AuditEntry.objects.runs_of_failures():
        warnings.append(
            f"{failures} tries to sign in as {account} failed in the last 24 hours. Ask whose they"
            " were."
        )
    return warnings
