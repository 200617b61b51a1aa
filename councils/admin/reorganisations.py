"""Reorganisations in the admin: entered on one screen, previewed, confirmed, taken back."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, reverse
from django.utils.text import slugify

from councils import reorganisation
from councils.admin.change_log import ReasonedActs, public_reason
from councils.admin.read_only import NeverDeleted
from councils.changelog.history_lines import leave_line
from councils.forms import DayField
from councils.models import RESPONSIBLE_KINDS, Council, Kind, Reorganisation
from councils.reorganisation import Plan, Successor

MOST_SUCCESSORS = 8
MOST_JOINING = 6


class ChooseForm(forms.Form):
    """Which county, and how many councils take over. The rest of the screen depends on both."""

    county = forms.ModelChoiceField(
        Council.objects.none(),
        to_field_name="code",
        empty_label="Choose a county",
        help_text="The county council whose area is divided.",
        error_messages={"required": "Choose a county."},
    )
    councils = forms.IntegerField(
        label="How many councils take over",
        help_text="As many as the order or law names.",
        min_value=1,
        max_value=MOST_SUCCESSORS,
        initial=2,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = Council.objects.current().filter(kind=Kind.COUNTY, ends_on=None)
        county = self.fields["county"]
        assert isinstance(county, forms.ModelChoiceField)
        county.queryset = current


class PlanForm(forms.Form):
    """The whole reorganisation of a county into a number of councils."""

    on = DayField(
        label="First day of the new councils",
        help_text="For example 1 April 2028. The old councils close at the midnight before.",
    )
    reason = public_reason(
        "Why, with the source",
        "Public, in the changes log: the order or law, and where it can be read.",
        "Say why: the reason is shown in public.",
    )

    def __init__(self, county: Council, how_many: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.county, self.places = county, range(how_many)
        self.districts = list(county.districts.current().order_by("short_name"))
        responsible = Council.objects.current().filter(kind__in=RESPONSIBLE_KINDS, ends_on=None)
        self.by_code = {council.code: council for council in responsible}
        for place in self.places:
            self.add_successor(place)
        to = [(str(place), f"Council {place + 1}") for place in self.places]
        for district in self.districts:
            self.fields[f"goes-{district.pk}"] = forms.ChoiceField(
                label=district.short_name,
                choices=to,
                widget=forms.RadioSelect,
                error_messages={"required": f"Say where {district.short_name} goes."},
            )
        for number in range(MOST_JOINING):
            self.fields[f"joins-{number}"] = self.council_field("Also closes", without=county)
            self.fields[f"joins-{number}-to"] = forms.ChoiceField(
                label="and joins", choices=[("", "—"), *to], required=False
            )

    def add_successor(self, place: int) -> None:
        self.fields[f"{place}-council"] = self.council_field("Existing council")
        for name, label, longest in (
            ("name", "Official name", 120),
            ("short_name", "Short name", 80),
            ("code", "Our code", 8),
            ("slug", "Address on this site", 80),
        ):
            self.fields[f"{place}-{name}"] = forms.CharField(
                label=label, max_length=longest, required=False
            )
        self.fields[f"{place}-kind"] = forms.ChoiceField(
            label="Kind",
            choices=[("", "—"), *((kind.value, kind.label) for kind in RESPONSIBLE_KINDS)],
            required=False,
        )

    def council_field(self, label: str, without: Council | None = None) -> forms.ChoiceField:
        choices = [
            (council.code, council.name) for council in self.by_code.values() if council != without
        ]
        return forms.ChoiceField(label=label, choices=[("", "—"), *choices], required=False)

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        self.check_successors(cleaned)
        self.check_joining(cleaned)
        return cleaned

    def check_successors(self, cleaned: dict[str, Any]) -> None:
        for place in self.places:
            if cleaned.get(f"{place}-council"):
                for name in ("short_name", "code", "slug"):
                    if cleaned.get(f"{place}-{name}"):
                        self.add_error(f"{place}-{name}", "An existing council has this already.")
                continue
            for name in ("name", "short_name", "code", "kind"):
                if f"{place}-{name}" in cleaned and not cleaned[f"{place}-{name}"]:
                    self.add_error(f"{place}-{name}", "A new council needs this.")

    def check_joining(self, cleaned: dict[str, Any]) -> None:
        for number in range(MOST_JOINING):
            joins, to = cleaned.get(f"joins-{number}"), cleaned.get(f"joins-{number}-to")
            if bool(joins) != bool(to):
                self.add_error(f"joins-{number}-to", "Give both the council and where it goes.")

    def plan(self) -> Plan:
        """Return the plan that was entered. The form must be valid."""
        data = self.cleaned_data
        joins = [
            (self.by_code[data[f"joins-{number}"]], int(data[f"joins-{number}-to"]))
            for number in range(MOST_JOINING)
            if data[f"joins-{number}"]
        ]
        return Plan(
            county=self.county,
            on=data["on"],
            successors=[self.successor(place) for place in self.places],
            goes={council: int(data[f"goes-{council.pk}"]) for council in self.districts},
            joins=dict(joins),
            reason=data["reason"].strip(),
        )

    def successor(self, place: int) -> Successor:
        fields = {
            name: self.cleaned_data[f"{place}-{name}"]
            for name in ("name", "short_name", "code", "slug", "kind")
        }
        if council := self.by_code.get(self.cleaned_data[f"{place}-council"]):
            return Successor(name=fields["name"], kind=fields["kind"], council=council)
        fields["code"] = fields["code"].upper()
        fields["slug"] = fields["slug"] or slugify(fields["short_name"])
        return Successor(**fields)

    # For the template

    @property
    def successor_rows(self) -> list[list[BoundField]]:
        """The fields of each council that takes over, in the order of the table's columns."""
        names = ("council", "name", "short_name", "code", "slug", "kind")
        return [[self[f"{place}-{name}"] for name in names] for place in self.places]

    @property
    def district_rows(self) -> list[BoundField]:
        return [self[f"goes-{district.pk}"] for district in self.districts]

    @property
    def joining_rows(self) -> list[tuple[BoundField, BoundField]]:
        return [
            (self[f"joins-{number}"], self[f"joins-{number}-to"]) for number in range(MOST_JOINING)
        ]


@admin.register(Reorganisation)
class ReorganisationAdmin(NeverDeleted, ReasonedActs):
    """A reorganisation is taken back, with a reason."""

    list_display = ["county", "on", "entered_at", "taken_back_on"]
    fields = readonly_fields = (
        *("county", "on", "reason", "summary", "entered_at"),
        *("taken_back_on", "taken_back_because"),
    )
    change_form_template = "admin/councils/reorganisation_change_form.html"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Reorganisation]:
        return super().get_queryset(request).select_related("county")

    def get_urls(self) -> list[URLPattern]:
        return [self.act_path("take-back", self.take_back_view), *super().get_urls()]

    def has_change_permission(
        self, request: HttpRequest, obj: Reorganisation | None = None
    ) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.pk is None or obj.can_be_taken_back())

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the one screen: choose the county, enter the plan, preview it, confirm it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        choose = ChooseForm(request.GET if "county" in request.GET else None)
        context = {
            **self.admin_site.each_context(request),
            "title": "Enter a reorganisation",
            "opts": self.opts,
            "choose": choose,
        }
        if choose.is_valid():
            county, how_many = choose.cleaned_data["county"], choose.cleaned_data["councils"]
            form = PlanForm(county, how_many, request.POST or None)
            context |= {"form": form, "county": county}
            if request.method == "POST" and form.is_valid():
                redirect = self.preview_or_enter(request, form, context)
                if redirect is not None:
                    return redirect
        return render(request, "admin/councils/reorganise.html", context)

    def preview_or_enter(
        self, request: HttpRequest, form: PlanForm, context: dict[str, Any]
    ) -> HttpResponse | None:
        """Put a preview into ``context``, or enter the plan if its very preview was confirmed.

        Returns a redirect if it was entered, or None.
        """
        plan = form.plan()
        digest = plan.digest()
        try:
            if request.POST.get("confirm") == digest:
                entered = reorganisation.enter_plan(plan)
                self.log_addition(request, entered, "Entered.")
                leave_lines(request, entered, f"Entered with the reorganisation of {entered}.")
                self.message_user(
                    request, f"Entered: {entered}. Public pages show it now.", messages.SUCCESS
                )
                address = reverse("admin:councils_reorganisation_change", args=[entered.pk])
                return HttpResponseRedirect(address)
            context["preview"] = reorganisation.preview_plan(plan)
        except ValidationError as error:
            for message in error.messages:
                form.add_error(None, message)
            return None
        context |= {"digest": digest, "not_as_seen": "confirm" in request.POST}
        return None

    def take_back_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take back a whole reorganisation before its day, with a public reason."""
        reason = public_reason(
            "Why it is taken back", "Public, in the changes log.", "Say why it is taken back."
        )
        template = "admin/councils/take_back.html"
        return self.ask_reason(
            request, pk, reason, self.take_back, title="Take back", template=template
        )

    def take_back(self, request: HttpRequest, entry: Reorganisation, reason: str) -> str:
        reorganisation.take_back(entry, reason)
        self.log_change(request, entry, f"Taken back. Why: {reason}")
        leave_lines(request, entry, f"The reorganisation of {entry} was taken back. Why: {reason}")
        return f"Taken back: {entry}."


def leave_lines(request: HttpRequest, entry: Reorganisation, text: str) -> None:
    """Leave a line in the history of each council that a reorganisation touches."""
    touched = entry.applied_changes
    codes = [*touched["started"], *touched["ended"], *touched["renamed"]]
    for council in Council.objects.filter(code__in=codes):
        leave_line(
            request, council, text, ADDITION if council.code in touched["started"] else CHANGE
        )
