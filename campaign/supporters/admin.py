"""What staff write to those who asked for updates. No list names anybody."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone

from campaign.outbox.models import OutgoingMessage
from campaign.purposes import Purpose
from campaign.supporters import consent, emails
from campaign.supporters.models import Update, Wish, WishKind
from campaign.supporters.suppression import address_hash
from councils.admin.bases import ModelAdmin
from councils.admin.read_only import NeverDeleted, viewable_row
from councils.forms import PublicWordsForm
from councils.record import CouncilOnDay, record_on


class UpdateForm(PublicWordsForm):
    """What those who asked for updates read."""

    public_words = ("subject", "text")


@admin.register(Update)
class UpdateAdmin(NeverDeleted, ModelAdmin):
    """Drafts can be changed until somebody else sends them. Saving one leads to its steps."""

    how_it_ends = (
        "An update is never deleted. One that was sent can be taken back until it leaves, on the"
        " page of its steps; a draft goes to nobody."
    )
    section = "People"
    list_name = "Updates we’ve sent"
    empty_words = (
        "None yet. Write one when there’s something people can do. Six a year at most. "
        "You’ll see it, and how many people get it, before it goes."
    )
    add_words = "Write an update"
    form = UpdateForm
    fields = ["subject", "text"]
    list_display = ["subject", "state", "copies", "created_at", "sent_at"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.steps_view)
        return [path("<int:pk>/steps/", view, name="supporters_update_steps"), *super().get_urls()]

    def has_change_permission(self, request: HttpRequest, obj: Update | None = None) -> bool:
        is_open = obj is None or obj.approved_at is None
        return super().has_change_permission(request, obj) and is_open

    def save_model(self, request: HttpRequest, obj: Update, form: Any, change: bool) -> None:
        """Save the words; a change takes back the test that the old ones had."""
        if form.has_changed():
            obj.written_by = cast("User", request.user)
            obj.tested_at = None
        obj.save()

    def response_add(self, request: HttpRequest, obj: Update, *args: Any) -> HttpResponse:
        return redirect("admin:supporters_update_steps", obj.pk)

    def response_change(self, request: HttpRequest, obj: Update) -> HttpResponse:
        return redirect("admin:supporters_update_steps", obj.pk)

    def steps_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show an update as it would arrive, whom it would reach, and take its next step."""
        may_act = self.has_change_permission(request)
        if not (may_act or (self.has_view_permission(request) and request.method != "POST")):
            raise PermissionDenied
        user = cast("User", request.user)
        update = viewable_row(self, request, str(pk))
        if request.method == "POST":
            try:
                note = step(request.POST, update, user)
                self.log_change(request, update, note)
                self.message_user(request, note, messages.SUCCESS)
            except ValidationError as error:
                self.message_user(request, " ".join(error.messages), messages.ERROR)
            return redirect("admin:supporters_update_steps", pk)
        example, row = specimen(update, user)
        context = {
            **self.admin_site.each_context(request),
            "title": update.subject,
            "opts": self.opts,
            "update": update,
            "example": example,
            "row": row,
            "number": update.number_reached(),
            "may_agree": user.pk != update.written_by_id,
            "may_act": may_act,
        }
        return render(request, "admin/supporters/update_steps.html", context)


def step(pressed: Any, update: Update, user: User) -> str:
    """Send a test, send it for good or take it back; return what was done.

    Raises ValidationError.
    """
    if "take_back" in pressed:
        update.take_back()
        return "Taken back: nothing leaves tonight."
    if "test" in pressed:
        return f"A test is on its way to {send_test(update, user)}."
    update.approve(user, pressed.get("read", ""))
    return "It leaves tonight. Until then it can be taken back."


def specimen(update: Update, user: User) -> tuple[EmailMessage, CouncilOnDay]:
    """Return an update as somebody would get it who asked about the first council."""
    row = record_on().councils[0]
    to = user.email or user.get_username()
    nobodys = Wish(
        kind=WishKind.UPDATES,
        council_id=row.id,
        email=to,
        address_hash=address_hash(to),
        wording=consent.current(WishKind.UPDATES),
        confirmed_at=timezone.now(),
    )
    return emails.update(update, nobodys, row), row


def send_test(update: Update, user: User) -> str:
    """Send an update to a member of staff, as supporters would get it; return the address."""
    message, _ = specimen(update, user)
    message.subject = f"Test: {message.subject}"
    key = f"update_test:{update.pk}:{timezone.now():%Y%m%d%H%M%S%f}"
    OutgoingMessage.objects.queue(Purpose.STAFF, key, message.to[0], message)
    Update.objects.filter(pk=update.pk).update(tested_at=timezone.now())
    return message.to[0]
