"""How a council is reached: contacts, entered one by one or brought as a list; and pauses."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models

from councils.admin.bases import UpdatesAndRemoves
from councils.admin.council_field import AsksForCouncils
from councils.admin.read_only import NeverDeleted
from councils.admin.worded_filters import narrowed
from councils.dates import today
from councils.forms import EmailAddressField, PublicWordsForm
from councils.models import Contact, Pause

FreshFilter = narrowed(
    "last check",
    "check",
    usable=("Checked, in use", lambda contacts: contacts.usable()),
    due_soon=("Due for a new check within six weeks", lambda contacts: contacts.due_soon()),
    overdue=(
        "Due for a new check",
        lambda contacts: contacts.filter(check_again_on__lte=today()),
    ),
    with_delivery_problem=(
        "With a delivery problem",
        lambda contacts: contacts.exclude(delivery_problem=""),
    ),
)


@admin.register(Contact)
class ContactAdmin(AsksForCouncils, UpdatesAndRemoves):
    section, list_name = "Councils", "Contacts"
    empty_words = (
        "No council can be written to yet. Add a checked address, or take in a "
        "spreadsheet with the button above."
    )
    add_words = "Add a contact"
    list_display = [
        "council",
        "role",
        "where",
        "checked_on",
        "check_again_on",
        "in_use",
        "delivery_problem",
    ]
    formfield_overrides = {models.EmailField: {"form_class": EmailAddressField}}
    readonly_fields = ["delivery_problem_since", "delivery_problem_detail"]
    list_filter = [FreshFilter, "role", "channel"]
    search_fields = ["council__name", "email", "url"]
    list_select_related = ["council"]
    change_list_template = "admin/councils/contact_change_list.html"

    @admin.display(description="where")
    def where(self, obj: Contact) -> str:
        return obj.email or obj.url or obj.address.splitlines()[0]

    @admin.display(description="in use", boolean=True)
    def in_use(self, obj: Contact) -> bool:
        return obj.is_usable(today())


class ForWhom(models.TextChoices):
    """Whose letters wait."""

    ONE = "one", "One council"
    ALL = "all", "All councils: no letter goes anywhere"


class PauseForm(PublicWordsForm):
    """A time in which letters wait, with its public reason: for one council, or for all."""

    public_words = ("reason",)
    for_whom = forms.ChoiceField(
        label="For whom",
        choices=ForWhom.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is for one council or for all."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_for_all = self.instance.pk is not None and self.instance.council_id is None
        self.fields["council"].help_text = "By any name. Empty where it is for all councils."
        self.fields["for_whom"].initial = ForWhom.ALL if is_for_all else ForWhom.ONE
        if self.instance.pk:
            until = self.fields["until"]
            until.help_text = f"{until.help_text} To end it sooner, see below."

    def clean(self) -> dict[str, Any]:
        chosen = super().clean()
        is_named = bool(chosen.get("council")) or "council" in self.errors
        whom = chosen.get("for_whom")
        if whom == ForWhom.ONE and not is_named:
            self.add_error("council", "Say which council, or choose “All councils”.")
        if whom == ForWhom.ALL and is_named:
            self.add_error(
                "council", "You named one council. Take it out, or choose “One council”."
            )
        return chosen


@admin.register(Pause)
class PauseAdmin(NeverDeleted, AsksForCouncils, UpdatesAndRemoves):
    how_it_ends = "A pause is never deleted. Take the tick out of “it holds”, and it ends at once."
    section, list_name = "Councils", "Pauses: no letters to a council, or to any"
    empty_words = (
        "No letters are paused. Pause them when something terrible has happened there, "
        "or the council asks us to hold them."
    )
    add_words = "Add a pause"
    form = PauseForm
    fields = [
        "for_whom", "council", "holds", "asked_by", ("starts_on", "until"), "reason", "is_on",
    ]  # fmt: skip
    list_display = ["__str__", "holds", "asked_by", "starts_on", "until", "reason"]
    list_filter = ["is_on", "holds", "asked_by"]
    search_fields = ["council__name"]
    list_select_related = ["council"]
