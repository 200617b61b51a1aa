"""Signatures and events: recorded, corrected, taken back; never deleted."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from councils.admin.change_log import ReasonForm, note_correction
from councils.admin.read_only import ReadOnly
from councils.dates import PartialDate, Precision
from councils.models import Change, ChangeKind, Council, Edition, Event, Progress, Signature

EVIDENCE = ["source_kind", "source", "source_url", ("checked_on", "checked_by")]


class RetractForm(forms.Form):
    reason = forms.CharField(
        label="What was wrong",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Public, in the changes log. It says that the mistake was ours.",
        error_messages={"required": "Say what was wrong."},
    )


class FactForm(ReasonForm):
    """A new fact needs no reason of its own: its evidence is one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk and "reason" in self.fields:
            self.fields["reason"].help_text = "Public. Left empty, the evidence says it."


def date_before(form) -> PartialDate:
    """Return the date of a fact as it stood before a form changed it."""
    day = form.initial.get("date")
    return PartialDate(form.initial["date_precision"] if day else Precision.UNKNOWN, day)


class FactAdmin(admin.ModelAdmin):
    """What signatures and events share: evidence, a reason for changes, and taking back."""

    form = FactForm
    autocomplete_fields = ["council"]
    search_fields = ["council__name", "source"]
    date_hierarchy = "checked_on"
    change_form_template = "admin/councils/fact_change_form.html"
    called = "A fact"
    """How the changes log calls one that is taken back."""

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("council")

    @admin.display(description="when", ordering="date")
    def when_words(self, obj):
        return obj.when.words

    @admin.display(description="on record", boolean=True, ordering="retracted_on")
    def stands(self, obj):
        return obj.retracted_on is None

    def has_delete_permission(self, request, obj=None):
        return False  # a mistake is taken back, with a reason, so that nothing vanishes

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.retracted_on is None)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            why = form.cleaned_data.get("reason") or obj.source or obj.source_url
            Change.objects.note(obj.council, ChangeKind.RECORDED, self.in_words(obj), why)
        elif set(form.changed_data) - {"reason"}:
            self.note_correction(obj, form)

    def note_correction(self, obj, form):
        """Write a line that says what became of the date as pages say it, never a day nobody knows.

        Where it was another council's until now, that one has the line too.
        """
        was = date_before(form)
        told = ""
        if was.words != obj.when.words:
            told = f"{obj.what}: from “{was.words}” to “{obj.when.words}”."
        councils = {obj.council}
        if "council" in form.changed_data:
            councils.add(Council.objects.get(pk=form.initial["council"]))
        for council in councils:
            note_correction(council, form, str(obj), told, but=("date_precision", "date"))

    def in_words(self, obj) -> str:
        return f"{obj}. {getattr(obj, 'text', '')}".strip()

    def get_urls(self):
        info = self.opts.app_label, self.opts.model_name
        own = path(
            "<int:pk>/retract/",
            self.admin_site.admin_view(self.retract_view),
            name="{}_{}_retract".format(*info),
        )
        return [own, *super().get_urls()]

    def retract_view(self, request, pk):
        """Take back a fact recorded in error, with a public reason."""
        fact = self.get_queryset(request).filter(pk=pk).first()
        if fact is None:
            raise Http404
        if not self.has_change_permission(request, fact):
            raise PermissionDenied
        form = RetractForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            self.retract(request, fact, form.cleaned_data["reason"])
            return HttpResponseRedirect(
                reverse(f"admin:councils_{self.opts.model_name}_changelist")
            )
        context = {
            **self.admin_site.each_context(request),
            "title": f"Take back: {fact}",
            "opts": self.opts,
            "fact": fact,
            "form": form,
        }
        return render(request, "admin/councils/retract.html", context)

    def retract(self, request, fact, reason):
        with transaction.atomic():
            fact.retract(reason)
            Change.objects.note(
                fact.council,
                ChangeKind.RETRACTED,
                f"{self.called} recorded in error was taken back: {self.in_words(fact)}"
                " The mistake was ours.",
                reason.strip(),
            )
            self.log_change(request, fact, f"Taken back: {reason}")
        self.message_user(
            request, f"Taken back: {fact}. Public pages show it now.", messages.SUCCESS
        )


@admin.register(Signature)
class SignatureAdmin(FactAdmin):
    called = "A signature"
    list_display = ["council", "when_words", "source_kind", "checked_on", "confirmed_on", "stands"]
    list_filter = ["source_kind", "date_precision", ("confirmed_on", admin.EmptyFieldListFilter)]
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

    def get_changeform_initial_data(self, request):
        newest = Edition.objects.order_by("published_on").last()
        return {"edition": newest, **super().get_changeform_initial_data(request)}


@admin.register(Event)
class EventAdmin(FactAdmin):
    called = "An event"
    list_display = ["council", "kind", "when_words", "text", "checked_on", "stands"]
    list_filter = ["kind"]
    fieldsets = [
        (None, {"fields": ["council", "kind", ("date_precision", "date"), "text"]}),
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


@admin.register(Progress)
class ProgressAdmin(FactAdmin):
    called = "A fact on what a council has done since it signed,"
    list_display = [
        "council",
        "commitment",
        "evidence_level",
        "when_words",
        "text",
        "checked_on",
        "stands",
    ]
    list_filter = ["commitment", "evidence_level"]
    fieldsets = [
        (
            None,
            {
                "description": "For a council that signed and was asked since: record first, as an"
                " event, that the campaign asked it. No marks: what was said or seen, and where.",
                "fields": [
                    "council",
                    ("commitment", "evidence_level"),
                    ("date_precision", "date"),
                    "text",
                ],
            },
        ),
        ("The council’s reply", {"fields": ["council_words"]}),
        ("How we know", {"fields": EVIDENCE}),
        (None, {"fields": ["reason"]}),
    ]


@admin.register(Edition)
class EditionAdmin(admin.ModelAdmin):
    form = ReasonForm
    list_display = ["title", "published_on"]
    fields = ["title", "published_on", "text", "source", "reason"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and set(form.changed_data) - {"reason"}:
            note_correction(None, form, str(obj))
        elif not change:
            why = form.cleaned_data["reason"].strip() or obj.source or "It was missing."
            Change.objects.note(None, ChangeKind.RECORDED, f"{obj} was added.", why)

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Change)
class ChangeAdmin(ReadOnly, admin.ModelAdmin):
    """The log is written by what staff do, and read here."""

    list_display = ["on", "council", "kind", "what", "why"]
    list_filter = ["kind"]
    search_fields = ["council__name", "what", "why"]
