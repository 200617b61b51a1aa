"""The admin of pauses: no letters to a council, or to any."""

from django.contrib import admin

from councils.admin.bases import UpdatesAndRemoves
from councils.models import Pause


@admin.register(Pause)
class PauseAdmin(UpdatesAndRemoves):
    section, list_name = "Councils", "Pauses: no letters to a council, or to any"
    empty_words = (
        "No letters are paused. Pause them when something terrible has happened there, "
        "or the council asks us to hold them."
    )
    add_words = "Add a pause"
    list_display = ["__str__", "holds", "asked_by", "starts_on", "until", "reason"]
    list_filter = ["holds", "asked_by"]
    search_fields = ["council__name"]
    autocomplete_fields = ["council"]
    list_select_related = ["council"]
