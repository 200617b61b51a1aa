"""The admin for email: what is waiting, and what went wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import Truncator

from campaign.outbox.health import check_health
from campaign.outbox.models import (
    RECENT,
    MessageState,
    OutgoingMessage,
    OutgoingMessageQuerySet,
)
from campaign.purposes import purpose_in_words
from councils.admin.bases import ModelAdmin
from councils.admin.read_only import NeverDeleted
from councils.admin.worded_filters import narrowed

MOST_COUNTED = 10_000
"""Emails to which a list counts: a year of letters is half a million, and nobody leafs to them."""
EVERYWHERE = [ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM]
LatelyFilter = narrowed(
    f"the last {RECENT.days} days",
    "lately",
    back=("Came back", lambda emails: emails.bounced_since(timezone.now() - RECENT)),
    refused=("Refused", lambda emails: emails.since(timezone.now() - RECENT, MessageState.FAILED)),
)

ForYouFilter = narrowed(
    "for you",
    "for_you",
    waits=("Waits for you", lambda emails: emails.waiting_for_a_person()),
)


@dataclass(frozen=True)
class Decision:
    """What staff can decide of an email. Nothing takes it back, so it is asked about first."""

    action: str
    """The name of its action on the list."""
    title: str
    act: Callable[[OutgoingMessage], bool]
    """Does it; returns False of an email of which it cannot be decided."""
    asked: str
    """What follows, said before."""
    yes: str
    outcome: str
    refusal: str


SEND_AGAIN = Decision(
    "send_again",
    "Send again",
    OutgoingMessage.resend,
    "It goes within minutes. If the first one went after all, it arrives twice.",
    "Yes, send again",
    "will be sent again",
    "only what was rejected, or is unsure, can be sent again",
)
WAS_SENT = Decision(
    "was_sent",
    "It was sent",
    OutgoingMessage.confirm_sent,
    "Whoever wrote a letter is told that it went. Say so only if the log of our mail server does.",
    "Yes, it was sent",
    "marked as sent",
    "only an email that is unsure can be marked as sent",
)
LET_GO = Decision(
    "let_go",
    "Let it go",
    OutgoingMessage.let_go,
    "It leaves within minutes, with the words that were taken out elsewhere.",
    "Yes, let it go",
    "let go",
    "only an email that waits for you can be let go",
)
STOP = Decision(
    "stop",
    "Cancel",
    OutgoingMessage.cancel_now,
    "It never leaves. Whoever wrote a letter is told, and has their text.",
    "Yes, cancel",
    "cancelled",
    "an email that has been handed over cannot be cancelled",
)


class LongList(Paginator):  # type: ignore[type-arg]  # which takes no parameter at run time
    """Pages of a list that is counted no further than people leaf."""

    @cached_property
    def count(self) -> int:
        emails: Any = self.object_list
        return int(emails.order_by()[:MOST_COUNTED].count())

    @property
    def counts_no_further(self) -> bool:
        return self.count == MOST_COUNTED


@admin.register(OutgoingMessage)
class OutgoingMessageAdmin(NeverDeleted, ModelAdmin):
    """Every email and its progress. Its text is not shown, as nobody needs it to decide."""

    how_it_ends = (
        "An email is never deleted by hand. One that has not gone can be cancelled here; its text"
        " goes by itself, and erasing a person takes all of theirs."
    )
    section = "Letters and email"
    list_name = "Emails we sent"
    empty_words = (
        "No email has been made yet. Each letter, confirmation and alert comes here by itself."
    )
    list_display = ["what", "recipient", "state", "reply", "when"]
    list_filter = ["state", ForYouFilter, LatelyFilter]
    # Not "=key", which compares in capitals, and so reads every row.
    search_fields = ["key__exact", "council__exact"]
    paginator = LongList
    show_full_result_count = False
    sortable_by = ["what"]
    fields = (
        "what", "key", "recipient", "state", "cancelled_because", "waits_because", "is_test",
        "server_said", "notice_said",
        "created_at", "due_at", "data_started_at", "outcome_at", "attempts",
        "taken_at", "relayed_at", "bounced_at", "message_id",
    )  # fmt: skip
    readonly_fields = fields
    actions = ["send_again", "was_sent", "let_go", "stop"]
    change_list_template = "admin/outbox/message_change_list.html"
    change_form_template = "admin/outbox/message_change_form.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[OutgoingMessage]:
        return super().get_queryset(request).defer("content")

    def row_title(self, message: OutgoingMessage) -> str:
        return f"Email {self.what(message)}"

    @admin.display(description="email", ordering="pk")
    def what(self, message: OutgoingMessage) -> str:
        return f"{message.pk}: {purpose_in_words(message.purpose)}"

    @admin.display(description="when", ordering="due_at")
    def when(self, message: OutgoingMessage) -> Any:
        return message.outcome_at or message.due_at

    @admin.display(description="the server said")
    def reply(self, message: OutgoingMessage) -> str:
        return Truncator(message.server_said).chars(80)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show above the list what waits, and what is wrong."""
        return super().changelist_view(request, {"mail": check_health()} | (extra_context or {}))

    @admin.action(
        description="Send again: it may arrive twice", permissions=["change"], location=EVERYWHERE
    )
    def send_again(self, request: HttpRequest, queryset: OutgoingMessageQuerySet) -> Any:
        return self._decide(request, queryset, SEND_AGAIN)

    @admin.action(description="It was sent", permissions=["change"], location=EVERYWHERE)
    def was_sent(self, request: HttpRequest, queryset: OutgoingMessageQuerySet) -> Any:
        return self._decide(request, queryset, WAS_SENT)

    @admin.action(description="Let it go", permissions=["change"], location=EVERYWHERE)
    def let_go(self, request: HttpRequest, queryset: OutgoingMessageQuerySet) -> Any:
        return self._decide(request, queryset, LET_GO)

    @admin.action(description="Cancel", permissions=["change"], location=EVERYWHERE)
    def stop(self, request: HttpRequest, queryset: OutgoingMessageQuerySet) -> Any:
        return self._decide(request, queryset, STOP)

    def _decide(
        self, request: HttpRequest, queryset: OutgoingMessageQuerySet, decision: Decision
    ) -> HttpResponse | None:
        """Ask whether it is meant; then do it to each email, and say for how many it was done."""
        if "sure" not in request.POST:
            context = {
                **self.admin_site.each_context(request),
                "title": decision.title,
                "opts": self.opts,
                "queryset": queryset,
                "decision": decision,
                "action_checkbox_name": ACTION_CHECKBOX_NAME,
            }
            return render(request, "admin/delete_selected_confirmation.html", context)
        selected = list(queryset)
        decided = [message for message in selected if decision.act(message)]
        for message in decided:
            self.log_change(request, message, decision.outcome)
        if decided:
            said = f"{len(decided)} {decision.outcome}."
            self.message_user(request, said, messages.SUCCESS)
        if left := len(selected) - len(decided):
            said = f"{left} left alone: {decision.refusal}."
            self.message_user(request, said, messages.WARNING)
        return None
