"""Signatures and events in the admin: recorded, corrected, taken back; never deleted."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from councils.admin.bases import ModelAdmin
from councils.admin.change_log import LoggedAdmin, ReasonForm, public_reason
from councils.admin.read_only import NeverDeleted, ReadOnly
from councils.admin.retraction import RetractableAdmin
from councils.admin.worded_filters import narrowed
from councils.dates import format_date
from councils.models import Change, Edition, Event, Signature
from councils.models.dated import DatedFact
from councils.record import record_on

EVIDENCE: tuple[str | tuple[str, ...], ...] = (
    *("source_kind", "source", "source_url"),
    ("checked_on", "checked_by"),
)


class FactForm(ReasonForm):
    """A form whose reason may stay empty for a new fact: its evidence is the reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk and "reason" in self.fields:
            self.fields["reason"].help_text = "Public. If empty, the evidence is shown instead."


DraftFilter = narrowed("public", "public", drafts=("Not yet", lambda facts: facts.drafts()))


class FactAdmin(RetractableAdmin):
    """What the admin pages of facts share: evidence, reasons, taking back, settling disputes."""

    form = FactForm
    autocomplete_fields = ["council"]
    search_fields = ["council__name", "source"]
    date_hierarchy = "checked_on"
    list_select_related = ["council"]
    actions = ["publish"]

    @admin.display(description="when", ordering="date")
    def when_words(self, obj: DatedFact) -> str:
        return obj.when.words

    @admin.display(description="on record", boolean=True, ordering="retracted_on")
    def stands(self, obj: DatedFact) -> bool | None:
        """Whether it is on record; None (a question mark) for a draft."""
        return None if obj.waits else obj.retracted_on is None

    def has_change_permission(self, request: HttpRequest, obj: DatedFact | None = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.retracted_on is None)

    @admin.action(description="Publish what is not public yet", permissions=["change"])
    def publish(self, request: HttpRequest, facts: models.QuerySet[Any]) -> None:
        """Publish each draft; what the record speaks against stays one, with the reason."""
        published = 0
        for fact in facts.filter(published_at=None):
            try:
                fact.publish()
            except ValidationError as error:
                self.message_user(request, f"{fact}: {' '.join(error.messages)}", messages.ERROR)
            else:
                published += 1
                self.log_change(request, fact, "Published.")
        self.message_user(request, f"Published: {published}.")

    def get_urls(self) -> list[URLPattern]:
        return [self.act_path("settle", self.settle_view), *super().get_urls()]

    def settle_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the mark of a dispute off a fact, with a public reason."""
        reason = public_reason(
            "What came of it",
            "Public, in the changes log. If the fact was wrong, correct it first.",
            "Say what came of it.",
        )
        title, template = "Settle what the council disputes", "admin/councils/settle.html"
        return self.ask_reason(request, pk, reason, self.settle, title=title, template=template)

    def settle(self, request: HttpRequest, fact: DatedFact, reason: str) -> str:
        fact.settle_dispute(reason)
        self.log_change(request, fact, f"The dispute was settled. Why: {reason}")
        return f"Settled: {fact}. Public pages show it now."


ConfirmationFilter = narrowed(
    "its council",
    "council_says",
    nothing=("Has not confirmed it", Signature.unconfirmed),
    confirmed=("Has confirmed it", Signature.confirmed),
)


@admin.register(Signature)
class SignatureAdmin(FactAdmin):
    list_display = ["council", "when_words", "source_kind", "checked_on", "confirmation", "stands"]
    list_filter = [ConfirmationFilter, DraftFilter, "source_kind", "date_precision"]
    fieldsets = [
        (None, {"fields": ["council", "edition", ("date_precision", "date")]}),
        ("Who signed", {"fields": [("signed_by", "signed_role")]}),
        (
            "How we know",
            {
                "description": "Nothing is published without evidence and the day it was checked.",
                "fields": [
                    "source_kind",
                    "source",
                    "source_url",
                    "note",
                    ("checked_on", "checked_by"),
                    "confirmed_on",
                ],
            },
        ),
        (None, {"fields": ["reason"]}),
    ]

    @admin.display(description="confirmed by the council", ordering="confirmed_on")
    def confirmation(self, signature: Signature) -> str:
        if signature.confirmed_on:
            return f"on {format_date(signature.confirmed_on)}"
        if signature.is_shown_by_the_council:
            return "its own document"
        event = record_on().by_id[signature.council_id].reaffirmation_of(signature)
        return f"re-affirmed {event.when.words}" if event else "not yet"

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Choose the edition beforehand only where there is no other."""
        editions = Edition.objects.all()[:2]
        only = {"edition": editions[0]} if len(editions) == 1 else {}
        return {**only, **super().get_changeform_initial_data(request)}


@admin.register(Event)
class EventAdmin(FactAdmin):
    list_display = ["council", "kind", "when_words", "text", "checked_on", "stands"]
    list_filter = [DraftFilter, "kind", "commitment"]
    fieldsets = [
        (None, {"fields": ["council", "kind", ("date_precision", "date"), "text"]}),
        (
            "Progress on one of the four words",
            {
                "description": "Only for a council that has signed and been asked since: first"
                " record that the campaign asked it. Do not judge: record what was said or seen,"
                " and where.",
                "fields": [("commitment", "evidence_level")],
            },
        ),
        (
            "In the council’s own words",
            {
                "description": "Shown beside ours, in a reply for instance. Required where it has"
                " withdrawn: it has done so only on its own written word, and silence is not a"
                " withdrawal. If we recorded a signature in error, take that back instead.",
                "fields": ["council_words"],
            },
        ),
        ("How we know", {"fields": EVIDENCE}),
        (None, {"fields": ["reason"]}),
    ]


@admin.register(Edition)
class EditionAdmin(NeverDeleted, LoggedAdmin):
    list_display = ["title", "published_on", "may_be_signed_here"]
    fields = [
        *("title", "published_on", "text", "source", "owner", "agreed_by"),
        *("may_be_signed_here", "reason"),
    ]


@admin.register(Change)
class ChangeAdmin(ReadOnly, ModelAdmin):
    """The public changes log, to read. Its lines are written when staff change facts."""

    list_display = ["on", "council", "kind", "what", "why"]
    list_filter = ["kind"]
    search_fields = ["council__name", "what", "why"]
