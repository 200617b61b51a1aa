"""Where staff write to those who asked: a draft, then a page with its preview and its steps."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from campaign.supporters import update_emails, updates
from campaign.supporters.models import MOST_A_YEAR, Update
from councils.admin.bases import ModelAdmin
from councils.admin.read_only import NeverDeleted
from councils.admin.worded_filters import narrowed
from councils.forms import ModelForm


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
        return HttpResponseRedirect(steps_address(obj))

    def response_change(self, request: HttpRequest, obj: Update) -> HttpResponse:
        return HttpResponseRedirect(steps_address(obj))

    def steps_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show an update as it would arrive, whom it would reach, and take its next step."""
        update = Update.objects.filter(pk=pk).first()
        if not self.has_view_permission(request, update):
            raise PermissionDenied
        if update is None:
            raise Http404
        may_act = request.user.has_perm(updates.PERMISSION)
        if request.method == "POST":
            if not may_act:
                raise PermissionDenied
            return self.take_step(request, update)
        assert isinstance(request.user, User)
        subscription, row = updates.specimen(update, updates.address_of(request.user))
        others = updates.others_who_can_agree(update)
        context = {
            **self.admin_site.each_context(request),
            "title": update.subject,
            "opts": self.opts,
            "update": update,
            "example": update_emails.update(update, subscription, row),
            "row": row,
            "number": update.number_reached(),
            "full": update.over_the_limit(),
            "most": MOST_A_YEAR,
            "others": others,
            "may_agree": request.user in others,
            "may_act": may_act,
        }
        return render(request, "admin/supporters/update_steps.html", context)

    def take_step(self, request: HttpRequest, update: Update) -> HttpResponse:
        """Send a test, note the second yes, release it or take it back; say what was done."""
        assert isinstance(request.user, User)
        try:
            note = self.step(request.POST, update, request.user)
            self.log_change(request, update, note)
            self.message_user(request, note, messages.SUCCESS)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
        return HttpResponseRedirect(steps_address(update))

    def step(self, pressed: Any, update: Update, user: User) -> str:
        """Return what was done, in a sentence. Raises ValidationError."""
        if "take_back" in pressed:
            if not update.take_back():
                raise ValidationError("It has left already, or was not released.")
            return "Taken back: nothing leaves tonight."
        if not update.is_open:
            raise ValidationError("It was released already.")
        if "test" in pressed:
            return f"A test is on its way to {updates.send_test(update, user)}."
        if "agree" in pressed:
            if pressed.get("read", update.as_read) != update.as_read:
                raise ValidationError("It has changed since you opened this page. Read it again.")
            update.approve(user)
            return "You agreed that it may go."
        update.release(needs_a_yes=bool(updates.others_who_can_agree(update)))
        return "It leaves tonight. Until then it can be taken back."


def steps_address(update: Update) -> str:
    return reverse("admin:supporters_update_steps", args=[update.pk])
