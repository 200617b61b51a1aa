"""What the front page of the admin says, and each Monday's email as text: what waits, and for whom.

It holds numbers and days, and nothing about anybody who wrote.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils import timezone

from campaign.asking import sending
from campaign.letters import daily_counts as letters
from campaign.letters.models import Letter
from campaign.operations.health import parts
from campaign.operations.models import CompletedJob
from campaign.outbox.health import OutboxHealth, check_health
from campaign.outbox.models import RECENT, MessageState, OutgoingMessage
from campaign.staff import accounts, emails, second_factor
from campaign.supporters.models import Update
from campaign.tasks.models import Task, TaskKind, TaskQuerySet
from councils.data_quality import to_look_at
from councils.dates import format_date, today
from councils.decisions import decisions_ahead
from councils.models import Contact, Council, Event, Pause, Signature
from councils.record import cached_with_record, record_on

TASK_WORDS = {
    TaskKind.CALL: "email{s} that may be a call for help: read now",
    TaskKind.SIGN_UP: "message{s} from councils to decide on",
    TaskKind.ASKED: "answer{s} to our questions, with a draft to check",
    TaskKind.REPLY: "answer{s} from councils to read",
    TaskKind.COMPLAINED: "complaint{s} to answer",
    TaskKind.COMPLAINT: "report{s} of a letter as spam",
    TaskKind.SIGNED: "message{s} that a council has signed",
    TaskKind.ADDRESS: "message{s} with an address for letters",
    TaskKind.WRONG: "message{s} that a page has a mistake",
    TaskKind.DECISION: "day{s} of decision that passed: did the council sign?",
}
SOON, COMING_UP = dt.timedelta(days=92), 6
"""How far ahead the desk looks for what comes up, and how much of it it shows."""
SEES_MAIL = "outbox.view_outgoingmessage"


@dataclass(frozen=True)
class Line:
    """A number of things of one kind that wait, since or until when, and where they are done."""

    count: int
    what: str
    """What they are, with ``{s}`` where several have an s."""
    url: str
    day: dt.date | None = None
    """The oldest promise among them: the day by which it is due, or else on which it came."""
    whose: str = ""
    """Who has taken how many of them, in words."""
    is_first: bool = False
    """Whether it comes before everything else, however old."""

    @property
    def rest(self) -> str:
        return self.what.replace("{s}", "" if self.count == 1 else "s")

    @property
    def since(self) -> str:
        """Say since when, or by which day to come; "" if there is no day."""
        if self.day is None:
            return ""
        return f"{'since' if self.day <= today() else 'by'} {format_date(self.day)}"


def waiting_lines(user: User | AnonymousUser) -> list[Line]:
    """Return what waits that ``user`` may see, the oldest promise first; a child before all."""
    lines = [line for line in (*of_people(user), *of_the_record(user)) if line.count]
    return sorted(lines, key=lambda line: (not line.is_first, line.day or dt.date.max))


def of_people(user: User | AnonymousUser) -> Iterator[Line]:
    """Yield what people and email wait for."""
    to_do = Task.objects.to_do()
    if user.has_perm("tasks.view_task"):
        yield from of_tasks(to_do.exclude(kind=TaskKind.COMPLAINED))
    if user.has_perm("tasks.view_complaint"):
        yield from of_tasks(to_do.complaints())
    if user.has_perm("letters.change_letter"):
        held = Letter.objects.to_read()
        yield of_rows(
            "letter{s} to read before going", reverse("admin:held_letters"), held, "confirmed_at"
        )
    if user.has_perm(SEES_MAIL):
        listed = reverse("admin:outbox_outgoingmessage_changelist")
        yield of_rows(
            "email{s} of which we’re not sure that it was sent",
            f"{listed}?state__exact={MessageState.UNSURE}",
            OutgoingMessage.objects.unsure(), "outcome_at",
        )  # fmt: skip
        yield of_rows(
            f"email{{s}} refused in the last {RECENT.days} days",
            f"{listed}?lately=refused",
            OutgoingMessage.objects.since(timezone.now() - RECENT, MessageState.FAILED),
            "outcome_at",
        )
    if user.has_perm("supporters.change_update"):
        yield of_rows(
            "update{s} waiting for someone else to approve",
            reverse("admin:supporters_update_changelist"),
            Update.objects.waiting_for_a_yes(), "created_at",
        )  # fmt: skip


def of_the_record(user: User | AnonymousUser) -> Iterator[Line]:
    """Yield what the record waits for; what has no day is for when there is time."""
    signatures = reverse("admin:councils_signature_changelist")
    contacts = reverse("admin:councils_contact_changelist")
    if user.has_perm("councils.add_signature"):
        for model, what, listed in (
            (Signature, "signature{s} to check and make public", signatures),
            (
                Event,
                "event{s} to check and make public",
                reverse("admin:councils_event_changelist"),
            ),
        ):
            yield of_rows(what, f"{listed}?public=drafts", model.objects.drafts(), "public_from")
    if user.has_perm("councils.view_contact"):
        yield of_rows(
            "contact{s} where email comes back, or that ask for a form",
            f"{contacts}?check=with_delivery_problem",
            Contact.objects.exclude(delivery_problem=""), "delivery_problem_since",
        )  # fmt: skip
        yield of_rows(
            "contact{s} to check again: not used until then", f"{contacts}?check=overdue",
            Contact.objects.filter(check_again_on__lte=today()), "check_again_on",
        )  # fmt: skip
    if user.has_perm("asking.add_ask"):
        due = len(sending.due(sending.REMINDER))
        yield Line(due, "reminder{s} of our questions to send", reverse("admin:asking_ask_plan"))
    if user.has_perm("councils.view_council"):
        record, councils = record_on(), reverse("admin:councils_council_changelist")
        yield Line(
            Contact.objects.councils_without().count(),
            "council{s} without an address for letters",
            f"{councils}?address=none",
        )
        yield Line(
            len(record.unconfirmed),
            "signature{s} not confirmed by the council",
            f"{signatures}?council_says=nothing",
        )
        found = cached_with_record(to_look_at)(record)
        yield Line(len(found), "thing{s} to check in the register", reverse("admin:register_state"))


def of_rows(what: str, url: str, rows: QuerySet[Any], field: str) -> Line:
    """Return the line of rows that wait since the earliest day in ``field``."""
    found = rows.order_by().aggregate(count=Count("pk"), day=Min(field))
    day = found["day"]
    if isinstance(day, dt.datetime):
        day = timezone.localdate(day)
    return Line(found["count"], what, url, day)


def of_tasks(rows: TaskQuerySet) -> Iterator[Line]:
    """Yield the tasks there are to do by their kind, with who has taken how many."""
    taken: dict[str, Counter[str]] = {}
    days: dict[str, dt.date] = {}
    columns = rows.order_by("taken_by__username").values_list(
        "kind", "due_on", "created_at", "taken_by__username"
    )
    for kind, due, came, name in columns:
        taken.setdefault(kind, Counter())[name or ""] += 1
        days[kind] = min(days.get(kind, dt.date.max), due or timezone.localdate(came))
    for kind, people in taken.items():
        whose = ", ".join(f"{name} {number}" for name, number in people.items() if name)
        url = f"{reverse('admin:tasks_task_changelist')}?kind__exact={kind}"
        is_call = kind == TaskKind.CALL
        yield Line(people.total(), TASK_WORDS[TaskKind(kind)], url, days[kind], whose, is_call)


# The other parts of the desk


class Ahead(NamedTuple):
    """What comes up on a day, and the page that says more of it."""

    day: dt.date
    words: str
    url: str


def coming_up() -> list[Ahead]:
    """Return the decisions, ends of councils and ends of pauses of the next months, in order."""
    on = today()
    ahead = [
        *(Ahead(due.last_day, f"{due.row.name} {due.decides}", due.row.url)
          for due in decisions_ahead(record_on())),
        *(Ahead(row.ends_on, f"{row.name} ends", row.get_absolute_url())
          for row in Council.objects.filter(ends_on__gt=on) if row.ends_on),
        *(Ahead(pause.until, f"The pause for {pause.council or 'all councils'} ends",
                reverse("admin:councils_pause_changelist"))
          for pause in Pause.objects.filter(until__gte=on).select_related("council")),
    ]  # fmt: skip
    return sorted(each for each in ahead if each.day - on <= SOON)[:COMING_UP]


def letter_figures() -> list[tuple[str, int]]:
    """Return the figures of letters that are not zero."""
    return [(what, number) for what, number in letters.figures().items() if number]


def problems(mail: OutboxHealth) -> list[str]:
    """Return what is wrong with the running of the site, in sentences."""
    found = [part.problem for part in parts(mail)]
    return [problem for problem in found if problem]


def account_warnings(user: User) -> Iterator[str]:
    """Yield what is missing for signing in safely, now and when a telephone is lost."""
    if not second_factor.has_factor(user):
        yield "You have no second factor: set one up, so that a password is not enough."
    if user.is_superuser and accounts.administrators().count() < 2:
        yield (
            "There is one administrator. If you lose your phone, only somebody on the server"
            " can let you in: make a second account an administrator."
        )


# Monday's email


def email_week(now: dt.datetime | None = None) -> int:
    """Email staff what waits for them, once, on Monday; return to how many.

    If Monday's run was missed, the next one makes up for it.
    """
    now = now or timezone.now()
    day = timezone.localdate(now)
    monday = day - dt.timedelta(days=day.weekday())
    sent_at = CompletedJob.objects.last_at(CompletedJob.Name.WEEK)
    if timezone.localdate(sent_at) >= monday if sent_at else day != monday:
        return 0
    staff = accounts.can_sign_in()
    for user in staff:
        emails.send(user, f"week:{monday}", *what_waits(user))
    CompletedJob.objects.record(CompletedJob.Name.WEEK, now)
    return len(staff)


def what_waits(user: User) -> tuple[str, str]:
    """Return the subject and the text of one email: the desk, in its order."""
    lines = waiting_lines(user)
    number = sum(line.count for line in lines if line.day)  # the rest is for when there is time
    things = f"{number or 'no'} thing{'' if number == 1 else 's'}"
    waiting = [f"{line.count} {line.rest}{line.since and f' ({line.since})'}" for line in lines]
    parts = {
        "Something is wrong": problems(check_health()) if user.has_perm(SEES_MAIL) else [],
        "Waiting for someone": waiting or ["Nothing’s waiting."],
        "Coming up": [f"{ahead.words}: {format_date(ahead.day)}" for ahead in coming_up()],
        "Letters in the last four weeks": [f"{what}: {figure}" for what, figure in letter_figures()]
        or ["None."],
    }
    told = [
        f"{head}\n" + "\n".join(f"- {line}" for line in part)
        for head, part in parts.items()
        if part
    ]
    desk = f"The desk: {settings.SITE_URL}{reverse('admin:index')}"
    return f"This week on Make Runaways Safe: {things} waiting", "\n\n".join([*told, desk])
