"""Links to evidence in the admin: how each last answered, and the facts that give it."""

from django.contrib import admin
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from councils.admin.bases import ModelAdmin
from councils.admin.read_only import ReadOnly
from councils.admin.worded_filters import narrowed
from councils.models import Event, EvidenceLink, Signature

LookFilter = narrowed(
    "last answer",
    "look",
    due=("Did not open, or not asked for half a year", lambda links: links.to_look_at()),
)


@admin.register(EvidenceLink)
class EvidenceLinkAdmin(ReadOnly, ModelAdmin):
    """The program that checks links writes this list; the facts are corrected, each on its page."""

    list_display = ["link", "state", "said", "checked_on", "opened_on"]
    list_filter = [LookFilter, "state"]
    search_fields = ["url"]
    fields = readonly_fields = ("link", "state", "said", "checked_on", "opened_on", "facts")

    @admin.display(description="link", ordering="url")
    def link(self, link: EvidenceLink) -> str:
        return link.url

    @admin.display(description="facts that give it")
    def facts(self, link: EvidenceLink) -> SafeString:
        """Link to each fact on record that gives it as evidence."""
        facts = [
            fact
            for model in (Signature, Event)
            for fact in model.objects.standing().filter(
                Q(source_url=link.url) | Q(source__contains=link.url)
            )
        ]
        return format_html_join(
            "",
            '<p><a href="{}">{}</a></p>',
            ((reverse(f"admin:councils_{fact._meta.model_name}_change", args=[fact.pk]), fact)
             for fact in facts),
        )  # fmt: skip
