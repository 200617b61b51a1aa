"""The search box of the desk: a council, a person, a letter, an email or a complaint by its number.

It is sent by POST, so that no address and no log holds a name or an email address. Each role finds
only what its lists show; a reader finds councils, and nobody's data.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
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
        "results": results(typed, request.user),
    }
    return for_one_visitor(render(request, "admin/staff/search.html", context))


def results(typed: str, user: User | AnonymousUser) -> list[Result]:
    """Return what the words mean, of what ``user`` may see."""
    number, complaint = NUMBER.fullmatch(typed), COMPLAINT.fullmatch(typed)
    if not typed:
        return []
    if complaint:
        return complaints(Q(pk=int(complaint[1])), user)
    if number:
        return by_number((number[1] or "").lower(), int(number[2]), user)
    return by_address(typed, user) if "@" in typed else named(typed, user)


def shown(
    user: User | AnonymousUser,
    permission: str,
    rows: QuerySet[Any],
    kind: str,
    words: Callable[[Any], str],
    opens: str,
) -> list[Result]:
    """Return rows, if ``user`` has the permission, each with its words and where it opens."""
    if not user.has_perm(permission):
        return []
    return [
        Result(kind, words(row), reverse(f"admin:{opens}_change", args=[row.pk]))
        for row in rows[:MOST]
    ]


def by_number(kind: str, pk: int, user: User | AnonymousUser) -> list[Result]:
    """Return the letter and the emails with a number; ``kind`` leaves out one of them."""
    sent = OutgoingMessage.objects.filter(pk=pk).only("pk", "purpose", "created_at")
    came_in = IncomingMessage.objects.filter(pk=pk)
    return [
        *(letters(Q(pk=pk), user, "outbox.view_outgoingmessage") if kind != "email" else []),
        *shown(
            user, "outbox.view_outgoingmessage", sent if kind != "letter" else sent.none(),
            "Email we sent", lambda row: f"Email {pk}: {purpose_in_words(row.purpose)}",
            "outbox_outgoingmessage",
        ),
        *shown(
            user, "inbox.view_incomingmessage",
            came_in if kind != "letter" else came_in.none(),
            "Email that came in", str, "inbox_incomingmessage",
        ),
    ]  # fmt: skip


def letters(condition: Q, user: User | AnonymousUser, permission: str) -> list[Result]:
    """Return letters, each of which opens as the list of its emails: staff see no words of it."""
    if not user.has_perm(permission):
        return []
    emails = reverse("admin:outbox_outgoingmessage_changelist")
    return [
        Result(
            "Letter",
            f"Letter {letter.pk} to {letter.council.name}, by {letter.name or 'nobody named'},"
            f" begun on {format_local_date(letter.created_at)}",
            f"{emails}?q=letter+{letter.pk}",
        )
        for letter in Letter.objects.filter(condition).select_related("council")[:MOST]
    ]


def by_address(typed: str, user: User | AnonymousUser) -> list[Result]:
    """Return how much is held about a person, and the account of a member of staff."""
    found = accounts(Q(username__iexact=typed), user)
    if user.has_perm("privacy.add_erasure"):
        with suppress(ValidationError):
            typed = EmailAddressField().clean(typed)
        if entries := sum(Person(typed).held().values()):
            noun = "entry" if entries == 1 else "entries"
            found.insert(0, Result("Person", f"{typed}: {entries} {noun}", email=typed))
    return found


def accounts(condition: Q, user: User | AnonymousUser) -> list[Result]:
    return shown(
        user, "auth.view_user", User.objects.filter(condition), "Staff account",
        lambda account: f"{account.get_full_name()} {account}".strip(), "auth_user",
    )  # fmt: skip


def complaints(condition: Q, user: User | AnonymousUser) -> list[Result]:
    return shown(
        user, "tasks.view_complaint", Task.objects.complaints().filter(condition), "Complaint",
        lambda task: f"Complaint {task.number}: {task.name}", "tasks_task",
    )  # fmt: skip


def named(typed: str, user: User | AnonymousUser) -> list[Result]:
    """Return councils that a name means, and people of that name; else what may be misspelt."""
    match, folded = match_name(typed, record_on()), typed.casefold()
    near = {choice.council.id: choice.council for choice in match.choices}
    others = {row.id: row for row in record_on().all_councils if folded in row.name.casefold()}
    wrote = SignUp.objects.exclude(confirmed_at=None).select_related("council")
    found = [
        *councils("Council", others if match.kind == AnswerKind.SIMILAR else near | others, user),
        *letters(Q(name__icontains=typed), user, "privacy.add_erasure"),
        *shown(
            user, "sign_up.view_signup", wrote.filter(officer__icontains=typed),
            "Message from a council", lambda message: f"{message.officer}: {message}",
            "sign_up_signup",
        ),
        *complaints(Q(name__icontains=typed), user),
        *accounts(Q(first_name__icontains=typed) | Q(last_name__icontains=typed), user),
    ]  # fmt: skip
    return found or councils("Did you mean this council?", near, user)


def councils(kind: str, rows: dict[int, CouncilOnDay], user: User | AnonymousUser) -> list[Result]:
    if not user.has_perm("councils.view_council"):
        return []
    address = "admin:councils_council_change"
    return [
        Result(kind, row.name, reverse(address, args=[row.id]))
        for row in list(rows.values())[:MOST]
    ]
