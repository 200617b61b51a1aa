"""How a council is reached: contacts, entered one by one or brought as a list; and pauses."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from councils.admin.bases import UpdatesAndRemoves
from councils.admin.council_field import AsksForCouncils
from councils.admin.read_only import NeverDeleted
from councils.admin.worded_filters import narrowed
from councils.council_mail import question_about
from councils.dates import format_date, today
from councils.forms import AsksOnce, EmailAddressField, ModelForm, NearDayField, PublicWordsForm
from councils.models import AskedBy, Channel, Contact, Holds, Pause, RecordVersion
from councils.record import record_on

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


STOPS_LETTERS = (
    "Letters that wait for this address go to another of its council. Where there is none, they"
    " are stopped and their writers told. Putting it back does not bring them back."
)


class ContactForm(AsksOnce, ModelForm):
    """How a council is reached.

    An address at another council's domain is asked about, and one that its council loses.
    """

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or self.cleaned_data
        council = chosen.get("council")
        is_new = bool({"council", "email"} & set(self.changed_data))
        if not (council and is_new and "email" in chosen):
            return chosen
        # One question at most: a form remembers only the last that it asked.
        questions = []
        doubt = question_about(chosen["email"], council.pk, record_on())
        if doubt:
            questions.append(doubt)
        if self.takes_the_address_away(chosen):
            questions.append(f"{STOPS_LETTERS} Is that meant?")
        if questions:
            self.ask_once("email", " ".join(questions))
        return chosen

    def takes_the_address_away(self, chosen: dict[str, Any]) -> bool:
        """Whether its council had an email address by this contact, and has none by it now."""
        before = self.instance  # as it is on record: what was chosen comes into it after this
        if before.pk is None or not before.email:
            return False
        if chosen["council"].pk != before.council_id:
            return True
        is_refused = chosen.get("channel") == Channel.EMAIL  # email needs an address
        return not chosen["email"] and not is_refused


@admin.register(Contact)
class ContactAdmin(AsksForCouncils, UpdatesAndRemoves):
    form = ContactForm
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
    formfield_overrides = {
        **UpdatesAndRemoves.formfield_overrides,
        models.EmailField: {"form_class": EmailAddressField},
    }
    readonly_fields = ["delivery_problem_since", "delivery_problem_detail"]
    list_filter = [FreshFilter, "role", "channel"]
    search_fields = ["council__name", "email", "url"]
    council_searched = "council"
    list_select_related = ["council"]
    change_list_template = "admin/councils/contact_change_list.html"
    actions = None  # one is deleted on its own page, and a list is undone where it was brought

    @admin.display(description="where")
    def where(self, obj: Contact) -> str:
        return obj.email or obj.url or obj.address.splitlines()[0]

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Say first what becomes of letters that wait for it."""
        contact = self.get_object(request, object_id)
        follows = STOPS_LETTERS if contact and contact.email else ""
        context = {"follows": follows, **(extra_context or {})}
        return super().delete_view(request, object_id, context)

    def delete_model(self, request: HttpRequest, obj: Contact) -> None:
        """Delete it, and lead to the form that makes it again, filled in."""
        filled: dict[str, Any] = {
            "council": obj.council_id,
            "role": obj.role,
            "channel": obj.channel,
            "email": obj.email,
            "url": obj.url,
            "address": obj.address,
            "source": obj.source,
            "checked_on": format_date(obj.checked_on),
            "check_again_on": format_date(obj.check_again_on),
            "delivery_problem": obj.delivery_problem,
        }
        again = f"{reverse('admin:councils_contact_add')}?{urlencode(filled)}"
        super().delete_model(request, obj)
        said = 'Deleted by mistake? <a href="{}">Put it back</a>: it is filled in, and you save it.'
        said = format_html(said, again)
        if obj.email:
            said = format_html("{} {}", said, STOPS_LETTERS)
        self.message_user(request, said)

    @admin.display(description="in use", boolean=True)
    def in_use(self, obj: Contact) -> bool:
        return obj.is_usable(today())


class ForWhom(models.TextChoices):
    """Whose letters wait."""

    ONE = "one", "One council"
    ALL = "all", "All councils: no letter goes anywhere"


WHAT_STOPS = {
    Holds.LETTERS: "No letter goes to any council",
    Holds.QUESTIONS: "None of our questions goes to any council",
    Holds.BOTH: "No letter and none of our questions goes to any council",
}
IS_THERE = (
    'This pause is there already: <a href="{}">{}</a>. If you pressed Save twice, all is well.'
    " To change its days or its reason, open it: of two, each would have to be ended."
)
DECIDE = {"for_whom", "council", "holds", "asked_by", "starts_on", "until", "is_on"}
"""The fields that decide what a pause stops, and when."""
LEAVES = "What waits for this pause leaves within minutes, and can’t be called back."
RESTS_TOO = " Links to share, alerts and thank-yous rest with them."


class PauseForm(AsksOnce, PublicWordsForm):
    """A time in which letters wait, with its public reason: for one council, or for all."""

    public_words = ("reason",)

    class Meta:
        field_classes: ClassVar = {"starts_on": NearDayField, "until": NearDayField}

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
        if not chosen.keys() >= DECIDE:
            return chosen
        if chosen["is_on"]:
            self.look_for_its_equal(chosen)
        # One question at most: a form remembers only the last that it asked.
        follows = []
        if self.lets_something_leave(chosen):
            follows.append(LEAVES)
        if self.stops_all_anew(chosen):
            follows.append(what_stops(chosen))
        if follows:
            name = "is_on" if "is_on" in self.changed_data else "for_whom"
            self.ask_once(name, f"{' '.join(follows)} Is that meant?")
        return chosen

    def look_for_its_equal(self, chosen: dict[str, Any]) -> None:
        """Refuse a second pause of the same: whoever ended one of them would end nothing."""
        # Locked until the commit: Save pressed twice makes one.
        list(RecordVersion.objects.select_for_update())
        equal = Pause.objects.filter(
            council=chosen["council"],
            holds=chosen["holds"],
            asked_by=chosen["asked_by"],
            is_on=True,
            starts_on__lte=chosen["until"],
            until__gte=chosen["starts_on"],
        )
        there = equal.exclude(pk=self.instance.pk).first()
        if there:
            address = reverse("admin:councils_pause_change", args=[there.pk])
            self.add_error(None, format_html(IS_THERE, address, there))

    def stops_all_anew(self, chosen: dict[str, Any]) -> bool:
        """Whether it is a pause for all councils that is new, or that changes."""
        is_new = bool(DECIDE & set(self.changed_data))
        return is_new and bool(chosen["is_on"]) and chosen["for_whom"] == ForWhom.ALL

    def lets_something_leave(self, chosen: dict[str, Any]) -> bool:
        """Whether letters or our questions wait for this pause today, and no longer would."""
        before = self.instance  # as it is on record: what was chosen comes into it after this
        if before.pk is None or not before.holds_on(today()):
            return False
        after = Pause(
            holds=chosen["holds"],
            starts_on=chosen["starts_on"],
            until=chosen["until"],
            is_on=chosen["is_on"],
        )
        is_for_as_many = chosen["for_whom"] == ForWhom.ALL or chosen["council"] == before.council
        holds_as_much = after.holds in {before.holds, Holds.BOTH}
        return not (after.holds_on(today()) and is_for_as_many and holds_as_much)


def what_stops(chosen: dict[str, Any]) -> str:
    """Return what a pause for all councils stops, and when."""
    holds = Holds(chosen["holds"])
    days = f"from {format_date(chosen['starts_on'])} to {format_date(chosen['until'])}"
    rests = ""
    if chosen["asked_by"] == AskedBy.US and holds != Holds.QUESTIONS:
        rests = RESTS_TOO
    return f"{WHAT_STOPS[holds]} {days}.{rests}"


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
    council_searched = "council"
    list_select_related = ["council"]
