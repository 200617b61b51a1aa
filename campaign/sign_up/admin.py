"""The admin for messages from councils: recorded from, answered or declined."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from campaign.pages.models import reader_of_calls
from campaign.sign_up import emails
from campaign.sign_up.forms import AnswerForm
from campaign.sign_up.models import SignUp, SignUpOutcome
from campaign.tasks.forms import STEPS
from councils.admin.bases import ModelAdmin
from councils.admin.read_only import ReadOnly, viewable_row
from councils.dates import format_date, today
from councils.models.facts import standing_facts
from councils.record import charter_text, record_on


@admin.register(SignUp)
class SignUpAdmin(ReadOnly, ModelAdmin):
    """The list of messages from councils, each with a page on which it is dealt with."""

    section = "Councils"
    list_name = "Messages from councils"
    empty_words = (
        "No council has written yet. What councils send by “For councils” and /sign/ "
        "comes here, and a task with it. To invite them, go to Questions to councils."
    )
    list_display = ["council", "kind", "from_own_mail", "confirmed_at", "outcome"]
    list_filter = ["outcome", "kind", "from_own_mail"]
    search_fields = ["council__name"]
    council_searched = "council"
    list_select_related = ["council"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave out unconfirmed messages: anybody may have written them."""
        return super().get_queryset(request).exclude(confirmed_at=None)

    @method_decorator(sensitive_post_parameters())
    def change_view(self, request: HttpRequest, object_id: str, *_: Any, **__: Any) -> HttpResponse:
        """Show a message and what it may show; answer it."""
        sign_up = viewable_row(self, request, object_id)
        user = cast("User", request.user)
        may_answer = user.has_perm("sign_up.change_signup")
        form = AnswerForm(request.POST or None)
        preview = ""
        if request.method == "POST":
            if not may_answer:
                raise PermissionDenied
            if "open_again" in request.POST:
                return self.open_again(request, sign_up, user)
            is_typed = form.is_valid() and bool(form.typed)
            sends_nothing = self.take_or_pass_on(request, sign_up, user, form)
            if sends_nothing and not is_typed:
                return HttpResponseRedirect(sign_up.desk_url)
            if form.is_valid() and not sends_nothing:
                is_seen = request.POST.get("seen") == form.seen
                try:
                    said = self.answer(request, sign_up, user, form, for_good=is_seen)
                except ValidationError as error:
                    form.add_error(None, error.messages)
                else:
                    if is_seen:
                        self.log_change(request, sign_up, said)
                        self.message_user(request, said, messages.SUCCESS)
                        return HttpResponseRedirect(reverse("admin:sign_up_signup_changelist"))
                    sign_up.refresh_from_db()
                    preview = emails.answer_in_full(sign_up, form.button, form.typed)
        # What is decided is closed for answers, but nothing that was typed is lost.
        has_words = form.is_bound and (bool(form.errors) or bool(form.typed))
        record = record_on()
        context = {
            **self.admin_site.each_context(request),
            "title": str(sign_up),
            "opts": self.opts,
            "sign_up": sign_up,
            "row": record.by_id[sign_up.council_id],
            "since": sign_up.later_tasks,
            "form": form,
            "preview": preview,
            "owner": sign_up.taken_by,
            "facts": standing_facts(sign_up.council_id),
            "today": format_date(today()),
            "text_is": charter_text.where_it_is(record),
            "may_pass_on": may_answer,  # what is decided too
            "reader_of_calls": reader_of_calls(),
            "may_answer": may_answer and (not sign_up.decided_at or has_words),
            "may_open_again": may_answer and bool(sign_up.decided_at),
        }
        return render(request, "admin/sign_up/message.html", context)

    def take_or_pass_on(
        self, request: HttpRequest, sign_up: SignUp, user: User, form: AnswerForm
    ) -> bool:
        """Do so if a button says it; return whether one did: what is typed is only kept then."""
        if "take" in request.POST:
            self.take(request, sign_up, user, form)
            return True
        if "call" in request.POST:
            self.pass_on(request, sign_up, user)
            return True
        return False

    def take(self, request: HttpRequest, sign_up: SignUp, user: User, form: AnswerForm) -> None:
        """Give the message to its user, or say why not: in the form if it is filled in."""
        try:
            sign_up.take(user, request.POST["take"])
        except ValidationError as error:
            if form.is_valid() and form.typed:
                form.add_error(None, error)
                return
            self.message_user(request, error.messages[0], messages.ERROR)
        else:
            self.message_user(request, "It is yours.", messages.SUCCESS)

    def pass_on(self, request: HttpRequest, sign_up: SignUp, user: User) -> None:
        try:
            sign_up.pass_on(user)
        except ValidationError as error:
            self.message_user(request, error.messages[0], messages.ERROR)
        else:
            self.log_change(request, sign_up, "Passed on as a call for help.")
            said = STEPS["call"].format(reader=reader_of_calls())
            said += " It is a task of its own, first on the desk; the message stays as it is."
            self.message_user(request, said, messages.SUCCESS)

    def open_again(self, request: HttpRequest, sign_up: SignUp, user: User) -> HttpResponse:
        try:
            sign_up.open_again(user)
        except ValidationError as error:
            self.message_user(request, error.messages[0], messages.ERROR)
        else:
            self.log_change(request, sign_up, "Opened again.")
            said = "It is open again, and its task is yours. The officer keeps the email that went."
            self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(sign_up.desk_url)

    @transaction.atomic
    def answer(
        self, request: HttpRequest, sign_up: SignUp, user: User, form: AnswerForm, *, for_good: bool
    ) -> str:
        """Do what the button says; return it in words. Raises ValidationError.

        It is undone again, unless it is ``for_good``: the email is shown first.
        """
        sign_up.say_what_changed(request.POST.get("stands", ""), user)
        if form.button != "thank" and not form.typed:
            raise ValidationError("Write what the officer should read.")
        if form.button == "thank":
            sign_up.decide(SignUpOutcome.ACCEPTED, user)
            emails.thank(sign_up, form.typed)
            said = "Closed with a thank-you. Nothing went on record."
        elif form.button == "decline":
            sign_up.decide(SignUpOutcome.DECLINED, user)
            emails.decline(sign_up, form.typed)
            said = "Declined. The officer is told why, and nothing has changed."
        else:
            emails.ask_back(sign_up, form.typed)
            said = "Your question is on its way. The answer becomes a task."
        if not for_good:
            transaction.set_rollback(True)
        return said
