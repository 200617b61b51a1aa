"""What waits for staff: each line of the desk, with its number, its oldest day and its page."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count, Min, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils import timezone

from campaign.asking import sending
from campaign.letters.models import Letter
from campaign.outbox.models import RECENT, MessageState, OutgoingMessage
from campaign.supporters.models import Update
from campaign.tasks.models import IS_CALL, Task, TaskKind, TaskQuerySet
from councils.dates import today
from councils.models import Contact, Event, Signature
from councils.record import record_on

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


CALL_IN_A_COMPLAINT = "complaint{s} that may be a call for help: read now"


@dataclass(frozen=True)
class DeskLine:
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

    @property
    def is_calls(self) -> bool:
        return self.what in (TASK_WORDS[TaskKind.CALL], CALL_IN_A_COMPLAINT)


@dataclass(frozen=True)
class Waiting:
    """Rows that wait for somebody, as one line of the desk says it."""

    permission: str
    """Who has it sees the line."""
    what: str
    """As in ``DeskLine``."""
    page: str
    """The name of the admin's page on which they are done."""
    rows: QuerySet[Any] | Sequence[Any]
    filtered: str = ""
    """The filter of that page that shows these rows alone."""
    since: str = ""
    """The field that says since when one waits; "" for what is for when there is time."""

    def line(self) -> DeskLine:
        url = reverse(f"admin:{self.page}") + self.filtered
        if not isinstance(self.rows, QuerySet):
            return DeskLine(len(self.rows), self.what, url)
        found = self.rows.order_by().aggregate(number=Count("pk"), since=Min(self.since))
        day = found["since"]
        if isinstance(day, dt.datetime):
            day = timezone.localdate(day)
        return DeskLine(found["number"], self.what, url, day)


def waiting_lines(user: User | AnonymousUser) -> list[DeskLine]:
    """Return what waits that ``user`` may see, the oldest promise first; a child before all.

    What has no day is for when there is time.
    """
    lines = []
    for waiting in all_that_waits():
        if user.has_perm(waiting.permission):
            lines.append(waiting.line())
    to_do = Task.objects.to_do()
    if user.has_perm("tasks.view_task"):
        lines += of_tasks(to_do.exclude(kind=TaskKind.COMPLAINED))
    if user.has_perm("tasks.view_complaint"):
        calls = to_do.complaints().filter(IS_CALL)
        lines += of_tasks(calls, CALL_IN_A_COMPLAINT)
        lines += of_tasks(to_do.complaints().exclude(IS_CALL))
    lines.sort(key=lambda line: (not line.is_calls, line.day or dt.date.max))
    return [line for line in lines if line.number]


def all_that_waits() -> list[Waiting]:
    """Return what waits, but for tasks."""
    return [*letters_and_emails(), *facts_to_check(), *councils_to_reach()]


def letters_and_emails() -> list[Waiting]:
    mails = "outbox_outgoingmessage_changelist"
    view_emails = "outbox.view_outgoingmessage"
    lately = timezone.now() - RECENT
    return [
        Waiting(
            permission="letters.change_letter",
            what="letter{s} to read before going",
            page="held_letters",
            rows=Letter.objects.to_read(),
            since="confirmed_at",
        ),
        Waiting(
            permission=view_emails,
            what="email{s} of which we’re not sure that it was sent",
            page=mails,
            filtered=f"?state__exact={MessageState.UNSURE}",
            rows=OutgoingMessage.objects.unsure(),
            since="outcome_at",
        ),
        Waiting(
            permission=view_emails,
            what="email{s} with words that were taken out: send or cancel",
            page=mails,
            filtered="?for_you=waits",
            rows=OutgoingMessage.objects.waiting_for_a_person(),
            since="created_at",
        ),
        Waiting(
            permission=view_emails,
            what=f"email{{s}} refused in the last {RECENT.days} days",
            page=mails,
            filtered="?lately=refused",
            rows=OutgoingMessage.objects.since(lately, MessageState.FAILED),
            since="outcome_at",
        ),
        Waiting(
            permission="supporters.change_update",
            what="update{s} waiting for someone else to approve",
            page="supporters_update_changelist",
            rows=Update.objects.waiting_for_a_yes(),
            since="created_at",
        ),
    ]


def facts_to_check() -> list[Waiting]:
    return [
        Waiting(
            permission="councils.add_signature",
            what="signature{s} to check and make public",
            page="councils_signature_changelist",
            filtered="?public=drafts",
            rows=Signature.objects.drafts(),
            since="public_from",
        ),
        Waiting(
            permission="councils.add_signature",
            what="event{s} to check and make public",
            page="councils_event_changelist",
            filtered="?public=drafts",
            rows=Event.objects.drafts(),
            since="public_from",
        ),
    ]


def councils_to_reach() -> list[Waiting]:
    contacts = "councils_contact_changelist"
    view_contacts = "councils.view_contact"
    return [
        Waiting(
            permission=view_contacts,
            what="contact{s} where email comes back, or a form is asked for",
            page=contacts,
            filtered="?check=with_delivery_problem",
            rows=Contact.objects.exclude(delivery_problem=""),
            since="delivery_problem_since",
        ),
        Waiting(
            permission=view_contacts,
            what="contact{s} overdue for a check: unused, or soon",
            page=contacts,
            filtered="?check=overdue",
            rows=Contact.objects.filter(check_again_on__lte=today()),
            since="check_again_on",
        ),
        Waiting(
            permission="asking.add_ask",
            what="reminder{s} of our questions to send",
            page="asking_ask_plan",
            rows=sending.due(sending.REMINDER),
        ),
        Waiting(
            permission="councils.view_council",
            what="council{s} without an address for letters",
            page="councils_council_changelist",
            filtered="?address=none",
            rows=list(Contact.objects.councils_without()),
        ),
        Waiting(
            permission="councils.view_council",
            what="signature{s} not confirmed by the council",
            page="councils_signature_changelist",
            filtered="?council_says=nothing",
            rows=record_on().unconfirmed,
        ),
    ]


def of_tasks(rows: TaskQuerySet, words: str = "") -> Iterator[DeskLine]:
    """Yield the tasks there are to do, by their kind, in their own words or in these."""
    listed = reverse("admin:tasks_task_changelist")
    day = Min(Coalesce("due_on", TruncDate("created_at")))
    kinds = rows.order_by().values_list("kind").annotate(how_many=Count("pk"), since=day)
    for kind, how_many, since in kinds:
        what = words or TASK_WORDS[TaskKind(kind)]
        yield DeskLine(how_many, what, f"{listed}?kind__exact={kind}", since)
