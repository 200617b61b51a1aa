"""The lists of signatures and events. What is done to one is done on the screens of recording."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from councils.admin.bases import ModelAdmin
from councils.admin.change_log import LoggedAdmin
from councils.admin.read_only import NeverDeleted, ReadOnly, viewable_row
from councils.admin.worded_filters import narrowed
from councils.models import Change, Edition, Event, Signature
from councils.models.dated import DatedFact
from councils.record import record_on

DraftFilter = narrowed("public", "public", drafts=("Not yet", lambda facts: facts.drafts()))


class FactAdmin(NeverDeleted, ModelAdmin):
    """The list of facts of one kind; each opens on the screens where facts are recorded."""

    search_fields = ["council__name", "source"]
    council_searched = "council"
    date_hierarchy = "checked_on"
    list_select_related = ["council"]
    fields = ("council",)
    readonly_fields = ("council",)  # it has no form of its own

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def change_view(self, request: HttpRequest, object_id: str, *_: Any, **__: Any) -> HttpResponse:
        fact = viewable_row(self, request, object_id)
        return HttpResponseRedirect(reverse("admin:recorded", args=[self.opts.model_name, fact.pk]))

    @admin.display(description="when", ordering="date")
    def when_words(self, obj: DatedFact) -> str:
        return obj.when.words

    @admin.display(description="on record", boolean=True, ordering="retracted_on")
    def stands(self, obj: DatedFact) -> bool | None:
        """Whether it is on record; None (a question mark) for a draft."""
        if obj.waits:
            return None
        return obj.retracted_on is None


ConfirmationFilter = narrowed(
    "its council",
    "council_says",
    nothing=(
        "Has not confirmed it",
        lambda facts: facts.standing().filter(council__in=record_on().unconfirmed),
    ),
)


@admin.register(Signature)
class SignatureAdmin(FactAdmin):
    section = "Record"
    list_name = "Signatures"
    empty_words = (
        "No signature is on record yet. Select “Record a signature” on the desk, or bring a list."
    )
    list_display = ["council", "when_words", "source_kind", "checked_on", "confirmed_on", "stands"]
    list_filter = [ConfirmationFilter, DraftFilter, "source_kind", "date_precision"]


@admin.register(Event)
class EventAdmin(FactAdmin):
    section = "Record"
    list_name = "Events"
    empty_words = (
        "No event is on record yet. Select “Record what a document shows” on the desk "
        "when a council decides, re-affirms, replies or withdraws."
    )
    list_display = ["council", "kind", "when_words", "text", "checked_on", "stands"]
    list_filter = [DraftFilter, "kind", "commitment"]


@admin.register(Change)
class ChangeAdmin(ReadOnly, ModelAdmin):
    """The public log. A line opens where words are taken out of it: nothing else is changed."""

    section = "Record"
    list_name = "The public log: what we changed"
    empty_words = "Nothing has been changed yet. Each change of the record adds a line by itself."
    list_display = ["number", "on", "council", "kind", "what", "why"]
    list_display_links = ["number"]
    list_filter = ["kind"]
    date_hierarchy = "at"
    search_fields = ["council__name", "what", "why"]
    council_searched = "council"
    list_select_related = ["council"]

    @admin.display(description="take words out", ordering="pk")
    def number(self, line: Change) -> str:
        return f"Line {line.pk}"

    def change_view(self, request: HttpRequest, object_id: str, *_: Any, **__: Any) -> HttpResponse:
        line = viewable_row(self, request, object_id)
        return HttpResponseRedirect(reverse("admin:take_out", args=["change", line.pk]))


@admin.register(Edition)
class EditionAdmin(NeverDeleted, LoggedAdmin):
    how_it_ends = (
        "A version is never deleted, as signatures are of it. Take the tick out of “may be signed"
        " here”: then nobody is asked to sign it."
    )
    section = "Record"
    list_name = "Versions of the charter"
    empty_words = (
        "No version is known, and no signature can be recorded without one. Add the "
        "charter with the day on which it was published."
    )
    add_words = "Add a version of the charter"
    list_display = ["title", "published_on", "may_be_signed_here"]
    fields = [
        "title", "published_on", "text", "source", "owner", "agreed_by",
        "may_be_signed_here", "reason",
    ]  # fmt: skip
