"""How a council is reached: contacts, entered one by one or brought as a list; and pauses."""

from django.contrib import admin
from django.db import models

from councils.admin.bases import UpdatesAndRemoves
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
class ContactAdmin(UpdatesAndRemoves):
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
    autocomplete_fields = ["council"]
    list_select_related = ["council"]
    change_list_template = "admin/councils/contact_change_list.html"

    @admin.display(description="where")
    def where(self, obj: Contact) -> str:
        return obj.email or obj.url or obj.address.splitlines()[0]

    @admin.display(description="in use", boolean=True)
    def in_use(self, obj: Contact) -> bool:
        return obj.is_usable(today())


class PauseForm(PublicWordsForm):
    """A time in which letters wait, with its public reason."""

    public_words = ("reason",)


@admin.register(Pause)
class PauseAdmin(UpdatesAndRemoves):
    section, list_name = "Councils", "Pauses: no letters to a council, or to any"
    empty_words = (
        "No letters are paused. Pause them when something terrible has happened there, "
        "or the council asks us to hold them."
    )
    add_words = "Add a pause"
    form = PauseForm
    list_display = ["__str__", "holds", "asked_by", "starts_on", "until", "reason"]
    list_filter = ["holds", "asked_by"]
    search_fields = ["council__name"]
    autocomplete_fields = ["council"]
    list_select_related = ["council"]
