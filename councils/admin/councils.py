"""Councils in the admin, with their names, codes, contacts and lineage."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from councils.admin.bases import (
    InlineFormSet,
    StackedInline,
)
from councils.admin.change_log import LoggedAdmin, ReasonedFormSet, public_reason
from councils.admin.council_field import AsksForCouncils
from councils.admin.read_only import NeverDeleted
from councils.admin.worded_filters import narrowed
from councils.dates import today
from councils.forms import AsksAboutAChild, DayField, ModelForm
from councils.models import (
    Change,
    ChangeKind,
    Contact,
    Council,
    CouncilKind,
    CouncilName,
    DailyLetterCount,
    Lineage,
)
from councils.models.logged import REASON_REQUIRED
from councils.names import join_names
from councils.record import build, record_on


class NameInline(StackedInline):
    model = CouncilName
    formset = ReasonedFormSet
    extra = 0
    fields = [("name", "kind"), ("starts_on", "ends_on")]


class EndForm(forms.Form):
    """On which day councils end, and which take over from each of them."""

    on = DayField(
        label="First day without them",
        help_text="Councils that close at midnight on 31 March: 1 April of that year.",
    )
    replaced_by = forms.ModelMultipleChoiceField(
        Council.objects.none(),
        label="Replaced by",
        widget=forms.CheckboxSelectMultiple,
        help_text="Each of these takes over from each council above. They are those of the same"
        " region, new ones first: whoever runs the server adds these from a file.",
    )
    reason = public_reason(
        "Why, with the source",
        "Public, in the changes log: the order or law, and where it can be read.",
        REASON_REQUIRED,
    )

    def __init__(self, councils: list[Council], *args: Any) -> None:
        super().__init__(*args)
        regions = {council.region for council in councils}
        offered = Council.objects.responsible().filter(ends_on=None, region__in=regions)
        others = offered.exclude(pk__in=[council.pk for council in councils])
        new_first = others.order_by(F("starts_on").desc(nulls_last=True), "name")
        self.fields["replaced_by"].queryset = new_first  # type: ignore[attr-defined]


ENDED = (
    'Ended: {}. <a href="{}">See that day</a>. By mistake? <a href="{}">Take back who took over</a>'
    ", then empty its day."
)
HOW_IT_ENDS = (
    "To close a council, tick it in the list of councils and choose “End on a day, replaced by"
    " others”: it asks for the day, for who takes over and for the reason."
)

LifeFilter = narrowed(
    "when it exists",
    "life",
    now=("Exists today", lambda councils: councils.current()),
    ending=("Will end", lambda councils: councils.filter(ends_on__gt=today())),
    forming=("Starts later", lambda councils: councils.filter(starts_on__gt=today())),
    former=("Closed", lambda councils: councils.filter(ends_on__lte=today())),
)


AddressFilter = narrowed(
    "letters to it",
    "address",
    none=(
        "No address that can be used",
        lambda councils: councils.filter(pk__in=Contact.objects.councils_without().values("pk")),
    ),
)


@admin.register(Council)
class CouncilAdmin(AsksForCouncils, NeverDeleted, LoggedAdmin):
    how_it_ends = (
        "A council is never deleted: its page and what it signed stay. Tick it in the list and"
        " choose “End on a day, replaced by others”."
    )
    section = "Councils"
    list_name = "Councils"
    empty_words = "No council is loaded. Ask whoever runs the server to run “load_register”."
    add_words = "Add a council"
    list_display = ["name", "code", "kind", "region", "starts_on", "last_day", "people"]
    list_filter = [LifeFilter, AddressFilter, "nation", "kind", "region"]
    search_fields = ["name", "short_name", "code", "gss", "names__name"]
    council_searched = "pk"
    typed_councils = ("county",)
    of_any_kind = True
    prepopulated_fields = {"slug": ["short_name"]}
    inlines = [NameInline]
    actions = ["end"]
    fieldsets = [
        (None, {"fields": [("name", "short_name"), ("code", "slug", "gss")]}),
        (None, {"fields": [("kind", "nation", "region"), "county", "website", "letters_a_day"]}),
        (
            "When it exists",
            {
                "fields": [("starts_on", "ends_on"), "members_elected_on"],
                "description": HOW_IT_ENDS,
            },
        ),
        (None, {"fields": ["reason"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Add the number of people who wrote, by this site or by themselves."""
        counts = DailyLetterCount.objects.filter(council=OuterRef("pk")).order_by()
        people = counts.values("council").annotate(all=Sum(F("delivered") + F("self_sent")))
        wrote = Coalesce(Subquery(people.values("all")), 0)
        return Council.objects.annotate(wrote=wrote)

    def get_ordering(self, request: HttpRequest) -> Any:
        """Put first the councils without an address to which most people wrote."""
        if request.GET.get("address") == "none":
            return ["-wrote", "name"]
        return []

    @admin.action(description="End on a day, replaced by others", permissions=["change"])
    def end(self, request: HttpRequest, councils: Any) -> HttpResponse | None:
        """Ask for the day and the councils that take over, show what follows, then end them."""
        chosen = sorted(councils, key=lambda council: council.kind != CouncilKind.DISTRICT)
        is_asked = "look" in request.POST or "end" in request.POST
        form = EndForm(chosen, request.POST if is_asked else None)
        follows = None
        if form.is_valid():
            try:
                with transaction.atomic():
                    for council in chosen:
                        council.end(**form.cleaned_data)
                    follows = build(form.cleaned_data["on"])
                    transaction.set_rollback("end" not in request.POST)
            except ValidationError as error:
                form.add_error(None, error.messages)
            if follows and "end" in request.POST:
                for council in chosen:
                    self.log_change(request, council, f"Ended. Why: {form.cleaned_data['reason']}")
                day = form.cleaned_data["on"].isoformat()
                preview = f"{reverse('councils:tracker')}?at={day}"
                names = join_names([council.name for council in chosen])
                takeovers = reverse("admin:councils_lineage_changelist")
                self.message_user(request, format_html(ENDED, names, preview, takeovers))
                return None
        new = []
        if follows:
            new = [follows.by_id[council.pk] for council in form.cleaned_data["replaced_by"]]
        context = {
            **self.admin_site.each_context(request),
            "title": "End councils",
            "opts": self.opts,
            "councils": chosen,
            "form": form,
            "now": record_on(),
            "follows": follows,
            "new": new,
        }
        return render(request, "admin/councils/end.html", context)

    @admin.display(description="people who wrote", ordering="wrote")
    def people(self, council: Council) -> int:
        number: int = vars(council)["wrote"]
        return number

    def get_prepopulated_fields(self, request: HttpRequest, obj: Council | None = None) -> Any:
        if obj:
            return {}
        return self.prepopulated_fields

    def get_readonly_fields(self, request: HttpRequest, obj: Council | None = None) -> list[str]:
        # Other sites match on the code. A slug may change, as its old addresses redirect.
        # A day of closing that was entered may be corrected; an end comes by the action alone.
        if obj is None:
            return ["ends_on"]
        if obj.ends_on is None:
            return ["code", "ends_on"]
        return ["code"]

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: Any, change: bool
    ) -> None:
        super().save_formset(request, form, formset, change)
        if formset.has_changed() and change:
            rows = capfirst(formset.model._meta.verbose_name_plural)
            what = f"{form.instance}. {rows}: {rows_changed(formset)}."
            why = form.cleaned_data["reason"].strip()
            Change.objects.note(form.instance, ChangeKind.CORRECTED, what, why)


def rows_changed(formset: InlineFormSet) -> str:
    """Describe the changes to inline rows: "added Newcastle; removed Newcastel"."""
    changes = {
        "added": formset.new_objects,
        "changed": [row for row, _ in formset.changed_objects],
        "removed": formset.deleted_objects,
    }
    said = []
    for verb, rows in changes.items():
        if rows:
            names = ", ".join(map(str, rows))
            said.append(f"{verb} {names}")
    return "; ".join(said)


class TakeBackForm(AsksAboutAChild, forms.Form):
    """Why a line was wrong, in public words."""

    public_words = ("reason",)
    reason = public_reason(
        "What was wrong", "Public, after these words.", "Say what was wrong: it is public."
    )

    def clean(self) -> None:
        super().clean()
        self.ask_about_a_child()


@admin.register(Lineage)
class LineageAdmin(AsksForCouncils, LoggedAdmin):
    section = "Councils"
    list_name = "Councils that replaced others"
    empty_words = (
        "No takeover is on record. Most are entered where a council ends (Councils, "
        "“End on a day”); add one by hand where a council takes over a small part only."
    )
    add_words = "Add a takeover"
    fields = ["old", "new", "on", "kind", "reason"]
    list_display = ["old", "new", "on", "kind"]
    list_select_related = ["old", "new"]
    list_filter = ["on", "kind"]
    search_fields = ["old__name", "new__name"]
    typed_councils = ("old", "new")
    of_any_kind = True
    actions = None

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show what the public log will say, and ask for the reason, before a line goes."""
        form = TakeBackForm(request.POST or None)
        if request.method == "POST" and not form.is_valid():
            request.POST = QueryDict()  # Django asks, and deletes nothing, where nothing was posted
        line = Lineage.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        return super().delete_view(request, object_id, {"form": form, "line": line})

    def delete_model(self, request: HttpRequest, line: Lineage) -> None:
        """Take back a line that was entered in error: the public log says so."""
        line.retract(request.POST["reason"])
