"""What staff write to those who asked for updates. No list names anybody."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMessage
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone

from campaign.outbox.models import OutgoingMessage
from campaign.purposes import Purpose
from campaign.supporters import consent, emails
from campaign.supporters.models import MOST_A_YEAR, Kind, Update, Wish
from campaign.supporters.suppression import address_hash
from councils.admin.bases import ModelAdmin
from councils.admin.read_only import NeverDeleted
from councils.admin.worded_filters import narrowed
from councils.forms import ModelForm
from councils.record import CouncilOnDay, record_on

PERMISSION = "supporters.change_update"


class UpdateForm(ModelForm):
    """The words of an update, and whom it is for."""

    class Meta:
        model = Update
        fields = ["to_all", "councils", "subject", "text"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("to_all")) == bool(cleaned.get("councils")):
            self.add_error(
                "councils", "Choose the councils, or tick “to everyone who asked”: one of the two."
            )
        return cleaned


YesFilter = narrowed(
    "a second person",
    "yes",
    waits=("Has yet to say yes", lambda updates: updates.waiting_for_a_yes()),
)


@admin.register(Update)
class UpdateAdmin(NeverDeleted, ModelAdmin):
    """Drafts can be changed until they are released. Saving one leads to its steps."""

    section, list_name = "People", "Updates we’ve sent"
    empty_words = (
        "None yet. Write one when there’s something people can do. Six a year at most. "
        "You’ll see it, and how many people get it, before it goes."
    )
    add_words = "Write an update"
    form = UpdateForm
    list_display = ["subject", "state", "copies", "created_at", "sent_at"]
    list_filter = [YesFilter]
    autocomplete_fields = ["councils"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.steps_view)
        return [path("<int:pk>/steps/", view, name="supporters_update_steps"), *super().get_urls()]

    def has_change_permission(self, request: HttpRequest, obj: Update | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.is_open)

    def save_model(self, request: HttpRequest, obj: Update, form: Any, change: bool) -> None:
        """Save the words; a change takes back the test and the yes that the old ones had."""
        if form.has_changed() and isinstance(request.user, User):
            obj.was_edited(request.user)
        obj.save()

    def response_add(self, request: HttpRequest, obj: Update, *args: Any) -> HttpResponse:
        return redirect("admin:supporters_update_steps", obj.pk)

    def response_change(self, request: HttpRequest, obj: Update) -> HttpResponse:
        return redirect("admin:supporters_update_steps", obj.pk)

    def steps_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show an update as it would arrive, whom it would reach, and take its next step."""
        user, update = request.user, Update.objects.filter(pk=pk).first()
        may_act = user.has_perm(PERMISSION)
        may_open = self.has_view_permission(request, update) and isinstance(user, User)
        if not may_open or (request.method == "POST" and not may_act):
            raise PermissionDenied
        if update is None:
            raise Http404
        assert isinstance(user, User)
        if request.method == "POST":
            self.take_step(request, update, user)
            return redirect("admin:supporters_update_steps", pk)
        example, row = specimen(update, user)
        others = others_who_can_agree(update)
        context = {
            **self.admin_site.each_context(request),
            "title": update.subject,
            "opts": self.opts,
            "update": update,
            "example": example,
            "row": row,
            "number": update.number_reached(),
            "full": update.over_the_limit(),
            "most": MOST_A_YEAR,
            "others": others,
            "may_agree": user in others,
            "may_act": may_act,
        }
        return render(request, "admin/supporters/update_steps.html", context)

    def take_step(self, request: HttpRequest, update: Update, user: User) -> None:
        """Take the step that was pressed, and say what was done or why it was not."""
        try:
            note = step(request.POST, update, user)
            self.log_change(request, update, note)
            self.message_user(request, note, messages.SUCCESS)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)


def step(pressed: Any, update: Update, user: User) -> str:
    """Send a test, note the second yes, release it or take it back; return what was done.

    Raises ValidationError.
    """
    if "take_back" in pressed:
        update.take_back()
        return "Taken back: nothing leaves tonight."
    if not update.is_open:
        raise ValidationError("It was released already.")
    if "test" in pressed:
        return f"A test is on its way to {send_test(update, user)}."
    if "agree" in pressed:
        if pressed.get("read", update.as_read) != update.as_read:
            raise ValidationError("It has changed since you opened this page. Read it again.")
        update.approve(user)
        return "You agreed that it may go."
    update.release(needs_a_yes=bool(others_who_can_agree(update)))
    return "It leaves tonight. Until then it can be taken back."


def specimen(update: Update, user: User) -> tuple[EmailMessage, CouncilOnDay]:
    """Return an update as somebody would get it who lives where it is about, sent to a user."""
    record, to = record_on(), user.email or user.get_username()
    council = update.councils.order_by("name").values_list("pk", flat=True).first()
    row = record.by_id[council] if council else record.councils[0]
    nobodys = Wish(
        kind=Kind.UPDATES,
        council_id=row.id,
        email=to,
        address_hash=address_hash(to),
        wording=consent.current(Kind.UPDATES),
        confirmed_at=timezone.now(),
    )
    return emails.update(update, nobodys, row), row


def send_test(update: Update, user: User) -> str:
    """Send an update to a member of staff, as supporters would get it; return the address."""
    message, _ = specimen(update, user)
    message.subject = f"Test: {message.subject}"
    key = f"update_test:{update.pk}:{timezone.now():%Y%m%d%H%M%S%f}"
    OutgoingMessage.objects.queue(Purpose.STAFF, key, message.to[0], message)
    update.change(Q(), "", tested_at=timezone.now())
    return message.to[0]


def others_who_can_agree(update: Update) -> list[User]:
    """Return the staff who could give the second yes: everybody who may write, but its writer."""
    staff = User.objects.filter(is_active=True, is_staff=True).order_by("username")
    return [user for user in staff if user.pk != update.written_by_id and user.has_perm(PERMISSION)]
