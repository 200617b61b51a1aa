"""What the front page of the admin says, and each Monday's email as text: what waits, and for whom.

It holds numbers and days, and nothing about anybody who wrote.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count, Max, Min, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from campaign.asking import sending
from campaign.letters import nightly as letters
from campaign.letters.models import Letter
from campaign.operations.health import parts
from campaign.operations.models import CompletedJob
from campaign.outbox.health import OutboxHealth, check_health
from campaign.outbox.models import RECENT, MessageState, OutgoingMessage
from campaign.staff import accounts, emails
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
    TaskKind.SIGNED: "message{s} that a council has signed",
    TaskKind.ADDRESS: "message{s} with an address for letters",
    TaskKind.WRONG: "message{s} that a page has a mistake",
    TaskKind.DECISION: "day{s} of decision that passed: did the council sign?",
}
SOON, COMING_UP = dt.timedelta(days=92), 6
"""How far ahead the desk looks for what comes up, and how much of it it shows."""


class Line(NamedTuple):
    """A number of things of one kind that wait, since or until when, and where they are done."""

    number: int
    what: str
    """What they are, with ``{s}`` where several have an s."""
    url: str
    day: dt.date | None = None
    """The oldest promise among them: the day by which it is due, or else on which it came."""

    @property
    def rest(self) -> str:
        return self.what.replace("{s}", "" if self.number == 1 else "s")


def on_the_desk(user: User | AnonymousUser, mail: OutboxHealth) -> dict[str, Any]:
    """Return what the desk and Monday's email say to a member of staff."""
    return {
        "problems": [part.problem for part in parts(mail) if part.problem],
        "lines": waiting_lines(user),
        "register": cached_with_record(to_look_at)(record_on()),
        "coming_up": coming_up(),
        "letters": [(what, number) for what, number in letters.figures().items() if number],
        "today": today(),
    }


def waiting_lines(user: User | AnonymousUser) -> list[Line]:
    """Return what waits that ``user`` may see, the oldest promise first; a child before all.

    What has no day is for when there is time.
    """
    lines = [
        of_rows(what, reverse(f"admin:{place}") + query, rows, field)
        for permission, what, place, query, rows, field in all_that_waits()
        if user.has_perm(permission)
    ]
    to_do = Task.objects.to_do()
    if user.has_perm("tasks.view_task"):
        lines += of_tasks(to_do.exclude(kind=TaskKind.COMPLAINED))
    if user.has_perm("tasks.view_complaint"):
        lines += of_tasks(to_do.complaints())
    call = TASK_WORDS[TaskKind.CALL]
    lines.sort(key=lambda line: (line.what != call, line.day or dt.date.max))
    return [line for line in lines if line.number]


def all_that_waits() -> tuple[tuple[str, str, str, str, Any, str], ...]:
    """Return what each line but those of tasks is made of.

    Its permission, its words, its page and the filter there, what is counted, and since which day.
    """
    checks_mail, mails = "outbox.view_outgoingmessage", "outbox_outgoingmessage_changelist"
    checks_facts, signatures = "councils.add_signature", "councils_signature_changelist"
    checks_contacts, contacts = "councils.view_contact", "councils_contact_changelist"
    refused = OutgoingMessage.objects.since(timezone.now() - RECENT, MessageState.FAILED)
    return (
        ("letters.change_letter", "letter{s} to read before going", "held_letters", "",
         Letter.objects.to_read(), "confirmed_at"),
        (checks_mail, "email{s} of which we’re not sure that it was sent", mails,
         f"?state__exact={MessageState.UNSURE}", OutgoingMessage.objects.unsure(), "outcome_at"),
        (checks_mail, "email{s} with words that were taken out: send or cancel", mails,
         "?for_you=waits", OutgoingMessage.objects.waiting_for_a_person(), "created_at"),
        (checks_mail, f"email{{s}} refused in the last {RECENT.days} days", mails,
         "?lately=refused", refused, "outcome_at"),
        ("supporters.change_update", "update{s} waiting for someone else to approve",
         "supporters_update_changelist", "", Update.objects.waiting_for_a_yes(), "created_at"),
        (checks_facts, "signature{s} to check and make public", signatures, "?public=drafts",
         Signature.objects.drafts(), "public_from"),
        (checks_facts, "event{s} to check and make public", "councils_event_changelist",
         "?public=drafts", Event.objects.drafts(), "public_from"),
        (checks_contacts, "contact{s} where email comes back, or that ask for a form", contacts,
         "?check=with_delivery_problem", Contact.objects.exclude(delivery_problem=""),
         "delivery_problem_since"),
        (checks_contacts, "contact{s} overdue for a check: unused, or soon", contacts,
         "?check=overdue", Contact.objects.filter(check_again_on__lte=today()), "check_again_on"),
        ("asking.add_ask", "reminder{s} of our questions to send", "asking_ask_plan", "",
         sending.due(sending.REMINDER), ""),
        ("councils.view_council", "council{s} without an address for letters",
         "councils_council_changelist", "?address=none", list(Contact.objects.councils_without()),
         ""),
        ("councils.view_council", "signature{s} not confirmed by the council", signatures,
         "?council_says=nothing", record_on().unconfirmed, ""),
    )  # fmt: skip


def of_rows(what: str, url: str, rows: QuerySet[Any] | Sequence[Any], field: str) -> Line:
    """Return the line of rows that wait since the earliest day in ``field``, if there is one."""
    if not isinstance(rows, QuerySet):
        return Line(len(rows), what, url)
    count, day = rows.order_by().aggregate(count=Count("pk"), day=Min(field)).values()
    return Line(count, what, url, timezone.localdate(day) if isinstance(day, dt.datetime) else day)


def of_tasks(rows: TaskQuerySet) -> Iterator[Line]:
    """Yield the tasks there are to do, by their kind."""
    listed = reverse("admin:tasks_task_changelist")
    day = Min(Coalesce("due_on", TruncDate("created_at")))
    kinds = rows.order_by().values_list("kind").annotate(how_many=Count("pk"), since=day)
    for kind, how_many, since in kinds:
        yield Line(how_many, TASK_WORDS[TaskKind(kind)], f"{listed}?kind__exact={kind}", since)


def coming_up() -> list[tuple[dt.date, str, str]]:
    """Return the decisions, ends of councils and ends of pauses of the next months, in order.

    Each is a day, words, and the page that says more.
    """
    on = today()
    ahead = [
        *((due.last_day, f"{due.row.name} {due.decides}", due.row.url)
          for due in decisions_ahead(record_on())),
        *((row.ends_on, f"{row.name} ends", row.get_absolute_url())
          for row in Council.objects.filter(ends_on__gt=on) if row.ends_on),
        *((pause.until, f"The pause for {pause.council or 'all councils'} ends",
            reverse("admin:councils_pause_changelist"))
          for pause in Pause.objects.filter(until__gte=on).select_related("council")),
    ]  # fmt: skip
    shown = sorted(each for each in ahead if each[0] - on <= SOON)[:COMING_UP]
    return sorted([*shown, *checks_ahead()])


def checks_ahead() -> list[tuple[dt.date, str, str]]:
    """Return, as one line on the first day, the contacts to check again within six weeks."""
    due = Contact.objects.due_soon()
    found = due.aggregate(
        number=Count("pk"), first=Min("check_again_on"), last=Max("check_again_on")
    )
    number, first, last = found["number"], found["first"], found["last"]
    if not number:
        return []
    contacts = "1 contact is" if number == 1 else f"{number} contacts are"
    until = "" if first == last else f", the last by {format_date(last)}"
    url = f"{reverse('admin:councils_contact_changelist')}?check=due_soon"
    return [(first, f"{contacts} to be checked again{until}", url)]


def email_week(now: dt.datetime) -> int:
    """Email staff what waits for them, once, on Monday; return to how many.

    If Monday's run was missed, the next one makes up for it.
    """
    day = timezone.localdate(now)
    monday = day - dt.timedelta(days=day.weekday())
    sent = CompletedJob.objects.filter(name=CompletedJob.Name.WEEK).first()
    if timezone.localdate(sent.at) >= monday if sent else day != monday:
        return 0
    staff, mail = accounts.can_sign_in(), check_health()
    for user in staff:
        desk = on_the_desk(user, mail) | {"site": settings.SITE_URL}
        waiting = sum(line.number for line in desk["lines"] if line.day)
        things = f"{waiting or 'no'} thing{'' if waiting == 1 else 's'}"
        subject = f"This week on Make Runaways Safe: {things} waiting"
        text = render_to_string("admin/staff/week.txt", desk)
        emails.send([user], subject, text, f"week:{monday}")
    CompletedJob.objects.record(CompletedJob.Name.WEEK, now)
    return len(staff)
