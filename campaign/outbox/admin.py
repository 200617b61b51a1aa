"""The admin for email: what is waiting, what went wrong, and the settings."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Count
from django.forms import ChoiceField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.text import Truncator, capfirst
from django.views.decorators.http import require_POST

from campaign.outbox.health import RECENT, check_health, day_and_time
from campaign.outbox.models import (
    CouncilRate,
    MailSettings,
    MessageState,
    OutgoingMessage,
    OutgoingMessageQuerySet,
    council_name,
)
from campaign.outbox.unsure import what_is_known
from campaign.purposes import purpose_in_words
from councils.admin.bases import ModelAdmin, StackedInline
from councils.admin.read_only import NeverDeleted
from councils.admin.worded_filters import narrowed
from councils.record import record_on

EVERYWHERE = [ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM]
NEXT_SHOWN = 50


def spelled_out(key: str) -> str:
    """Return a key or a kind as people write it: “Letter 12” for ``letter:12``."""
    return capfirst(key.replace("_", " ").replace(":", " "))


class PurposeFilter(admin.AllValuesFieldListFilter):
    """Django's filter of the values in use, in words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "what it is for"

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield {**choice, "display": purpose_in_words(str(choice["display"]))}


LatelyFilter = narrowed(
    f"the last {RECENT.days} days",
    "lately",
    back=("Came back", lambda emails: emails.bounced_since(timezone.now() - RECENT)),
    refused=("Refused", lambda emails: emails.since(timezone.now() - RECENT, MessageState.FAILED)),
)


@admin.register(OutgoingMessage)
class OutgoingMessageAdmin(NeverDeleted, ModelAdmin):
    """Every email and its progress. Its text is not shown, as nobody needs it to decide."""

    section, list_name = "Letters and email", "Emails we sent"
    empty_words = (
        "No email has been made yet. Each letter, confirmation and alert comes here by itself."
    )
    list_display = ["what", "recipient", "state", "reply", "when"]
    list_filter = [
        "state",
        ("purpose", PurposeFilter),
        "is_test",
        ("bounced_at", admin.EmptyFieldListFilter),
        LatelyFilter,
    ]
    # Not "=key", which compares in capitals, and so reads every row.
    search_fields = ["key__exact", "council__exact"]
    date_hierarchy = "created_at"
    fieldsets = [
        (None, {"fields": ["what", "recipient", "state", "server_said", "known", "number"]}),
        ("When", {"fields": ["created_at", "due_at", "data_started_at", "outcome_at", "attempts"]}),
        ("Notices of its arrival", {"fields": ["taken_at", "relayed_at", "notice_said"]}),
        ("What came back", {"fields": ["bounced_at", "why_back", "came_in"]}),
        ("How", {"fields": ["counted_with", "safe_to_resend", "is_test", "message_id"]}),
    ]
    readonly_fields = [str(name) for _, part in fieldsets for name in part["fields"]]
    actions = ["send_again", "was_sent", "stop"]
    change_list_template = "admin/outbox/message_change_list.html"
    change_form_template = "admin/outbox/message_change_form.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[OutgoingMessage]:
        return super().get_queryset(request).defer("content")

    def row_title(self, message: OutgoingMessage) -> str:
        return f"Email {message.pk}: {purpose_in_words(message.purpose)}"

    @admin.display(description="email", ordering="pk")
    def what(self, message: OutgoingMessage) -> str:
        return f"{message.pk}: {purpose_in_words(message.purpose)}"

    @admin.display(description="its number for us")
    def number(self, message: OutgoingMessage) -> str:
        return spelled_out(message.key)

    @admin.display(description="why", empty_value="-")
    def why_back(self, message: OutgoingMessage) -> str:
        return spelled_out(message.bounce_kind)

    @admin.display(description="email that came in about it", empty_value="-")
    def came_in(self, message: OutgoingMessage) -> str:
        """List what came in, when, and in which words a server said it."""
        return format_html_join(
            "", "<p>{}: {}. {}</p>",
            ((day_and_time(mail.received_at), mail.get_kind_display(), mail.diagnostic)
             for mail in message.incoming_messages.order_by("received_at")),
        )  # fmt: skip

    @admin.display(description="counted with")
    def counted_with(self, message: OutgoingMessage) -> str:
        return council_name(message.council)

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """Find a key as people write it, such as “letter 12”."""
        as_key = re.sub(r"^\s*([a-z_]+)[\s#:]+(?=\w)", r"\1:", search_term.lower())
        return super().get_search_results(request, queryset, as_key)

    @admin.display(description="when", ordering="due_at")
    def when(self, message: OutgoingMessage) -> Any:
        return message.outcome_at or message.due_at

    @admin.display(description="the server said")
    def reply(self, message: OutgoingMessage) -> str:
        return Truncator(message.server_said).chars(80)

    @admin.display(description="what is known")
    def known(self, message: OutgoingMessage) -> str:
        return format_html_join("", "<p>{}</p>", ((line,) for line in what_is_known(message)))

    @admin.action(
        description="Send again: it may arrive twice", permissions=["change"], location=EVERYWHERE
    )
    def send_again(
        self, request: HttpRequest, queryset: OutgoingMessageQuerySet
    ) -> HttpResponse | None:
        """Send emails again; if several, only once staff have seen which may have arrived."""
        selected = list(queryset)
        unsure = [message for message in selected if message.state == MessageState.UNSURE]
        if unsure and len(selected) > 1 and "seen" not in request.POST:
            return self.ask_before_sending_again(request, selected, unsure)
        self._decide(request, queryset, OutgoingMessage.resend, "will be sent again",
                     "only what was rejected, or is unsure, can be sent again")  # fmt: skip
        return None

    def ask_before_sending_again(
        self,
        request: HttpRequest,
        selected: list[OutgoingMessage],
        unsure: list[OutgoingMessage],
    ) -> HttpResponse:
        """Show what is known about each email that may have arrived, and ask for confirmation."""
        context = self.admin_site.each_context(request) | {
            "title": f"Send {len(selected)} emails again?",
            "opts": self.model._meta,
            "selected": selected,
            "unsure": [(message, what_is_known(message)) for message in unsure],
            "number": len(unsure),
        }
        return TemplateResponse(request, "admin/outbox/send_again.html", context)

    @admin.action(description="It was sent", permissions=["change"], location=EVERYWHERE)
    def was_sent(self, request: HttpRequest, queryset: OutgoingMessageQuerySet) -> None:
        self._decide(request, queryset, OutgoingMessage.confirm_sent, "marked as sent",
                     "only an email that is unsure can be marked as sent")  # fmt: skip

    @admin.action(description="Cancel", permissions=["change"], location=EVERYWHERE)
    def stop(self, request: HttpRequest, queryset: OutgoingMessageQuerySet) -> None:
        self._decide(request, queryset, OutgoingMessage.cancel_now, "cancelled",
                     "an email that has been handed over cannot be cancelled")  # fmt: skip

    def _decide(
        self,
        request: HttpRequest,
        queryset: OutgoingMessageQuerySet,
        decide: Callable[[OutgoingMessage], bool],
        outcome: str,
        reason: str,
    ) -> None:
        """Apply a decision to each message, and report how many it succeeded and failed for."""
        selected = list(queryset)
        decided = [message for message in selected if decide(message)]
        for message in decided:
            self.log_change(request, message, outcome)
        if decided:
            self.message_user(request, f"{len(decided)} {outcome}.", messages.SUCCESS)
        if left := len(selected) - len(decided):
            self.message_user(request, f"{left} left alone: {reason}.", messages.WARNING)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.queue_view)
        return [path("queue/", view, name="outbox_queue"), *super().get_urls()]

    def queue_view(self, request: HttpRequest) -> HttpResponse:
        """Show what goes out next, and how many messages there are in each state."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        health = check_health()
        waiting = OutgoingMessage.objects.waiting().defer("content")
        if not health.settings.may_mail_councils:
            waiting = waiting.filter(to_council=False)
        context = self.admin_site.each_context(request) | {
            "title": "What goes out next",
            "mail": health,
            "opts": self.model._meta,
            "counts": count_by_state(),
            "next": waiting.order_by("urgency", "due_at")[:NEXT_SHOWN],
        }
        return TemplateResponse(request, "admin/outbox/queue.html", context)


def count_by_state() -> list[tuple[str, int, str]]:
    """Return the label, number of messages and value of each state in use."""
    counts = OutgoingMessage.objects.order_by("state").values("state").annotate(number=Count("pk"))
    return [(str(MessageState(row["state"]).label), row["number"], row["state"]) for row in counts]


class RateInline(StackedInline):
    """Councils that get fewer letters than all others."""

    model = CouncilRate
    extra = 0
    fields = [("council", "per_hour", "per_day")]
    verbose_name_plural = "Councils that asked for fewer letters, or whose server takes fewer"

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Offer the councils by name."""
        if db_field.name != "council":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        councils = [(row.code, row.name) for row in record_on().councils]
        return ChoiceField(
            label="Council",
            choices=[("", "Select one"), *councils],
            help_text="It gets this many letters at most, whatever the rate for all.",
        )


@admin.register(MailSettings)
class MailSettingsAdmin(NeverDeleted, ModelAdmin):
    """The settings: one row."""

    section, list_name = "Letters and email", "Email: pause and going live"
    empty_words = (
        "The settings are made when the first email leaves. Add them to change something before."
    )
    add_words = "Add the settings"
    fields = [
        *("paused", "live", "missing"),
        *("per_minute", "per_council_an_hour", "confirmations_an_hour"),
    ]
    readonly_fields = ["missing"]
    inlines = [RateInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not MailSettings.objects.exists()

    def get_readonly_fields(
        self, request: HttpRequest, obj: MailSettings | None = None
    ) -> list[str]:
        may_go_live = request.user.has_perm("outbox.go_live")
        return ["missing"] if may_go_live else ["missing", "live"]

    @admin.display(description="letters to councils now")
    def missing(self, mail_settings: MailSettings) -> str:
        if not settings.SMTP:
            return "Written to files on the server: it knows no mail server yet."
        if mail_settings.is_live:
            return "They go."
        return f"They wait: {'; '.join(mail_settings.missing_for_live)}."

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Go straight to the one row."""
        if self.has_view_permission(request) and MailSettings.objects.exists():
            return HttpResponseRedirect(reverse("admin:outbox_mailsettings_change", args=[1]))
        return super().changelist_view(request, extra_context)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.pause_view))
        return [path("pause/", view, name="outbox_pause"), *super().get_urls()]

    def pause_view(self, request: HttpRequest) -> HttpResponse:
        """Pause or resume all email with one button."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        mail_settings = MailSettings.current()
        mail_settings.pause("pause" in request.POST)
        logged, notice = "Resumed", "Email leaves again."
        if mail_settings.paused:
            logged, notice = "Paused", "No email leaves now."
        self.log_change(request, mail_settings, logged)
        self.message_user(request, notice, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:index"))
