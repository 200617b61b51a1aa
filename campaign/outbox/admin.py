"""How staff look after the mail: what waits, what went wrong, and the switches."""

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import Truncator
from django.views.decorators.http import require_POST

from campaign.outbox.health import check_health
from campaign.outbox.models import Decision, MailSettings, OutgoingMessage, State, Throttle

EVERYWHERE = [ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM]
NEXT_SHOWN = 50


class DecisionInline(admin.TabularInline):
    model = Decision
    fields = readonly_fields = ["what", "by", "at"]
    extra = 0
    verbose_name_plural = "What staff decided"

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(OutgoingMessage)
class OutgoingMessageAdmin(admin.ModelAdmin):
    """Every mail and how far it has come. Its text is not shown: nobody needs it to decide."""

    list_display = ["__str__", "recipient", "state", "said", "when"]
    list_filter = ["state", "purpose", "test", ("bounced_at", admin.EmptyFieldListFilter)]
    search_fields = ["=key", "=pace"]
    search_help_text = "A key such as letter:12, or a pace such as council:KEN."
    date_hierarchy = "created_at"
    fieldsets = [
        (None, {"fields": ["key", "purpose", "recipient", "state", "server_said"]}),
        ("When", {"fields": ["created_at", "due_at", "data_started_at", "outcome_at", "attempts"]}),
        ("What came back", {"fields": ["bounced_at", "bounce_kind"]}),
        ("How", {"fields": ["throttle_key", "safe_to_resend", "test", "message_id"]}),
    ]
    readonly_fields = [name for _, part in fieldsets for name in part["fields"]]
    inlines = [DecisionInline]
    actions = ["send_again", "was_sent", "stop"]
    change_list_template = "admin/outbox/message_change_list.html"
    change_form_template = "admin/outbox/message_change_form.html"

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content")

    @admin.display(description="when", ordering="due_at")
    def when(self, message):
        return message.outcome_at or message.due_at

    @admin.display(description="the server said")
    def said(self, message):
        return Truncator(message.server_said).chars(80)

    @admin.action(
        description="Send again: it may arrive twice", permissions=["change"], location=EVERYWHERE
    )
    def send_again(self, request, queryset):
        self._decide(request, queryset, OutgoingMessage.resend_by, "will be sent again",
                     "only a mail that was refused, or is unsure, can be sent again")  # fmt: skip

    @admin.action(description="It was sent", permissions=["change"], location=EVERYWHERE)
    def was_sent(self, request, queryset):
        self._decide(request, queryset, OutgoingMessage.confirm_sent_by, "marked as sent",
                     "only a mail that is unsure can be marked as sent")  # fmt: skip

    @admin.action(description="Cancel", permissions=["change"], location=EVERYWHERE)
    def stop(self, request, queryset):
        self._decide(request, queryset, OutgoingMessage.cancel_by, "cancelled",
                     "what has been handed over cannot be cancelled")  # fmt: skip

    def _decide(self, request, queryset, decide, done, why_not):
        """Let staff decide about each of the mails, and say of how many it was possible."""
        chosen = list(queryset)
        decided = [message for message in chosen if decide(message, request.user)]
        for message in decided:
            self.log_change(request, message, done)
        if decided:
            self.message_user(request, f"{len(decided)} {done}.", messages.SUCCESS)
        if left := len(chosen) - len(decided):
            self.message_user(request, f"{left} left alone: {why_not}.", messages.WARNING)

    def get_urls(self):
        view = self.admin_site.admin_view(self.queue_view)
        return [path("queue/", view, name="outbox_queue"), *super().get_urls()]

    def queue_view(self, request):
        """What would go out next, and how much of each kind there is."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        going = OutgoingMessage.objects.waiting().defer("content")
        if not (now := check_health()).sending.may_mail_councils:
            going = going.filter(to_council=False)
        counts = [(State(state).label, number, state) for state, number in by_state()]
        context = self.admin_site.each_context(request) | {
            "title": "What goes out next",
            "mail": now,
            "opts": self.model._meta,
            "counts": counts,
            "next": going.order_by("to_council", "due_at")[:NEXT_SHOWN],
        }
        return TemplateResponse(request, "admin/outbox/queue.html", context)


def by_state():
    """Return each state there is mail in, and how much."""
    counted = OutgoingMessage.objects.values_list("state").annotate(number=Count("pk"))
    return counted.order_by("state")


@admin.register(MailSettings)
class MailSettingsAdmin(admin.ModelAdmin):
    """The switches: one row."""

    fields = ["paused", "live", "missing", "per_minute", "per_council_an_hour"]
    readonly_fields = ["missing"]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not MailSettings.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        may_go_live = request.user.has_perm("outbox.go_live")
        return self.readonly_fields if may_go_live else [*self.readonly_fields, "live"]

    @admin.display(description="letters to councils now")
    def missing(self, sending):
        if not settings.SMTP:
            return "Written to files on this machine: SMTP_URL is not set."
        if sending.is_live:
            return "They go."
        return f"They wait: {'; '.join(sending.missing_for_live)}."

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if {"per_minute", "per_council_an_hour"} & set(form.changed_data):
            pace_has_changed()

    def changelist_view(self, request, extra_context=None):
        """There is one row: go to it."""
        if self.has_view_permission(request) and MailSettings.objects.exists():
            return HttpResponseRedirect(reverse("admin:outbox_mailsettings_change", args=[1]))
        return super().changelist_view(request, extra_context)

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.pause_view))
        return [path("pause/", view, name="outbox_pause"), *super().get_urls()]

    def pause_view(self, request):
        """Stop all mail, or let it go on, with one press."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        sending = MailSettings.current()
        sending.pause("pause" in request.POST)
        said = "Paused" if sending.paused else "Let go on"
        self.log_change(request, sending, said)
        what = "Nothing leaves now." if sending.paused else "Mail leaves again."
        self.message_user(request, what, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:index"))


@admin.register(Throttle)
class PaceAdmin(admin.ModelAdmin):
    """Councils with a pace of their own; workers add a row for each that gets mail."""

    list_display = ["name", "per_hour"]
    search_fields = ["name"]
    fields = ["name", "per_hour"]

    def get_queryset(self, request):
        return super().get_queryset(request).of_councils()  # all mail together: see Sending

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        pace_has_changed()


def pace_has_changed() -> None:
    """Count from now on: what waits for its place takes a new one."""
    OutgoingMessage.objects.slotted_again()  # the mails first, as in a claim
    Throttle.objects.forget_places()
