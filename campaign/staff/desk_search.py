"""The search box of the desk: a council, a person, a letter, an email or a complaint by its number.

It is sent by POST, so that no address and no log holds a name or an email address. Each role finds
only what its lists show; a reader finds councils, and nobody's data.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from campaign.inbox.models import IncomingMessage
from campaign.letters.models import Letter
from campaign.outbox.models import OutgoingMessage
from campaign.privacy.personal_data import Person
from campaign.purposes import purpose_in_words
from campaign.sign_up.models import SignUp
from campaign.tasks.models import Task
from councils.dates import format_local_date
from councils.forms import EmailAddressField
from councils.page_cache import for_one_visitor
from councils.record import CouncilOnDay, record_on
from councils.search.answers import AnswerKind
from councils.search.matcher import match_name

MOST = 10
"""Results of one kind that are shown."""
COMPLAINT = re.compile(r"(?:complaint\s*)?\d{4}-(\d{1,9})", re.IGNORECASE)
NUMBER = re.compile(r"(?:(letter|email)\s*[#:]?\s*)?(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that was found, and where it opens."""

    kind: str
    words: str
    url: str = ""
    email: str = ""
    """A person's address. What is held about a person opens by POST, not by ``url``."""


@sensitive_post_parameters()
def search_view(request: HttpRequest) -> HttpResponse:
    """Show what the typed words mean, to a user who may see it."""
    typed = request.POST.get("typed", "").strip()[:200]
    context = {
        **admin.site.each_context(request),
        "title": "Search",
        "typed": typed,
        "results": list(results(typed, request.user)),
    }
    return for_one_visitor(render(request, "admin/staff/search.html", context))


def results(typed: str, user: User | AnonymousUser) -> Iterator[Result]:
    """Yield what the words mean, of what ``user`` may see."""
    if not typed:
        return
    number, complaint = NUMBER.fullmatch(typed), COMPLAINT.fullmatch(typed)
    if complaint:
        yield from complaints(Q(pk=int(complaint[1])), user)
    elif number:
        kind, pk = (number[1] or "").lower(), int(number[2])
        if user.has_perm("outbox.view_outgoingmessage"):
            yield from by_number(kind, pk, user)
    elif "@" in typed:
        yield from by_address(typed, user)
    else:
        yield from named(typed, user)


def by_number(kind: str, pk: int, user: User | AnonymousUser) -> Iterator[Result]:
    """Yield the letter and the emails with a number; ``kind`` leaves out one of them."""
    letter = Letter.objects.filter(pk=pk).select_related("council").first()
    if letter and kind != "email":
        yield letter_result(letter)
    if kind == "letter":
        return
    for message in OutgoingMessage.objects.filter(pk=pk).only("pk", "purpose", "created_at"):
        url = reverse("admin:outbox_outgoingmessage_change", args=[pk])
        yield Result("Email we sent", f"Email {pk}: {purpose_in_words(message.purpose)}", url)
    if user.has_perm("inbox.view_incomingmessage"):
        for incoming in IncomingMessage.objects.filter(pk=pk):
            url = reverse("admin:inbox_incomingmessage_change", args=[pk])
            yield Result("Email that came in", str(incoming), url)


def letter_result(letter: Letter) -> Result:
    """Return a letter, which opens as the list of its emails; its words are not shown to staff."""
    emails = reverse("admin:outbox_outgoingmessage_changelist")
    day = format_local_date(letter.created_at)
    words = f"Letter {letter.pk} to {letter.council.name}, begun on {day}"
    return Result("Letter", words, f"{emails}?q=letter+{letter.pk}")


def by_address(typed: str, user: User | AnonymousUser) -> Iterator[Result]:
    """Yield how much is held about a person, and the account of a member of staff."""
    if user.has_perm("privacy.add_erasure"):
        with suppress(ValidationError):
            typed = EmailAddressField().clean(typed)
        entries = sum(Person(typed).held().values())
        if entries:
            noun = "entry" if entries == 1 else "entries"
            yield Result("Person", f"{typed}: {entries} {noun}", email=typed)
    yield from accounts(Q(username__iexact=typed), user)


def accounts(condition: Q, user: User | AnonymousUser) -> Iterator[Result]:
    if user.has_perm("auth.view_user"):
        for account in User.objects.filter(condition)[:MOST]:
            url = reverse("admin:auth_user_change", args=[account.pk])
            yield Result("Staff account", f"{account.get_full_name()} {account}".strip(), url)


def officers(name: str, user: User | AnonymousUser) -> Iterator[Result]:
    """Yield the messages that officers of this name have confirmed."""
    if user.has_perm("sign_up.view_signup"):
        confirmed = SignUp.objects.exclude(confirmed_at=None).select_related("council")
        for message in confirmed.filter(officer__icontains=name)[:MOST]:
            yield Result(
                "Message from a council", f"{message.officer}: {message}", message.desk_url
            )


def complaints(condition: Q, user: User | AnonymousUser) -> Iterator[Result]:
    if user.has_perm("tasks.view_complaint"):
        for task in Task.objects.complaints().filter(condition)[:MOST]:
            url = reverse("admin:tasks_task_change", args=[task.pk])
            yield Result("Complaint", f"Complaint {task.number}: {task.name}", url)


def named(typed: str, user: User | AnonymousUser) -> Iterator[Result]:
    """Yield councils that a name may mean, people of that name, then what was perhaps misspelt."""
    near = []
    if user.has_perm("councils.view_council"):
        record, folded = record_on(), typed.casefold()
        match = match_name(typed, record)
        near = [choice.council for choice in match.choices]
        others = [row for row in record.all_councils if folded in row.name.casefold()]
        found = {
            row.id: row for row in [*(near if match.kind != AnswerKind.SIMILAR else []), *others]
        }
        for row in list(found.values())[:MOST]:
            yield council_result("Council", row)
        near = [row for row in near if row.id not in found]
    if user.has_perm("privacy.add_erasure"):
        for letter in Letter.objects.filter(name__icontains=typed).select_related("council")[:MOST]:
            result = letter_result(letter)
            yield Result("Person", f"{letter.name}: {result.words}", result.url)
    yield from officers(typed, user)
    yield from complaints(Q(name__icontains=typed), user)
    yield from accounts(Q(first_name__icontains=typed) | Q(last_name__icontains=typed), user)
    yield from (council_result("Did you mean this council?", row) for row in near)


def council_result(kind: str, row: CouncilOnDay) -> Result:
    return Result(kind, row.name, reverse("admin:councils_council_change", args=[row.id]))
