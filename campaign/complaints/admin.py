"""The admin for complaints: staff take one, acknowledge it and answer with the outcome."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from campaign.complaints import emails
from campaign.complaints.models import Complaint
from councils.admin.bases import ModelAdmin
from councils.admin.read_only import ReadOnly, viewable_row
from councils.admin.worded_filters import filled
from councils.dates import format_date


class AnswerForm(forms.Form):
    """The outcome of a complaint, in the words sent to the person who complained."""

    outcome = forms.CharField(
        label="What came of it",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "cols": 70}),
        help_text="Emailed to whoever complained.",
    )
    owner_seen = forms.IntegerField(required=False)
    """Whose it was when the page was opened: nobody takes it from a colleague unawares."""


@admin.register(Complaint)
class ComplaintAdmin(ReadOnly, ModelAdmin):
    section, list_name = "People", "Complaints"
    empty_words = (
        "Nobody has complained. A complaint by /complaints/ comes here, and a task with"
        " it; you have two working days to acknowledge it."
    )
    list_display = ["number", "council", "due", "owner", "acknowledged_at", "closed_at"]
    list_filter = [("closed_at", filled("state", "Answered", "Open")), "is_about_personal_data"]
    list_select_related = ["council", "owner"]

    @admin.display(description="acknowledge by")
    def due(self, complaint: Complaint) -> str:
        if complaint.acknowledged_at:
            return "done"
        return format_date(complaint.acknowledge_by)

    @method_decorator(sensitive_post_parameters())
    def change_view(self, request: HttpRequest, object_id: str, *_: Any, **__: Any) -> HttpResponse:
        """Show a complaint, and take or answer it."""
        complaint = viewable_row(self, request, object_id)
        form = AnswerForm(request.POST or None)
        may = request.user.has_perm("complaints.change_complaint")
        if request.method == "POST":
            if not may:
                raise PermissionDenied
            if form.is_valid() and (response := self.carry_out(request, complaint, form)):
                return response
        context = {
            **self.admin_site.each_context(request),
            "title": str(complaint),
            "opts": self.opts,
            "complaint": complaint,
            "form": form,
            "owner_now": complaint.owner_id or "",
            "is_a_colleagues": complaint.owner_id not in (None, request.user.pk),
            "may_answer": may and (complaint.closed_at is None or bool(form.errors)),
        }
        return render(request, "admin/complaints/complaint.html", context)

    def carry_out(
        self, request: HttpRequest, complaint: Complaint, form: AnswerForm
    ) -> HttpResponse | None:
        """Take a complaint, or close it with an answer; None if the page has to be shown again."""
        user: Any = request.user
        seen = form.cleaned_data["owner_seen"]
        try:
            with transaction.atomic():
                if "answer" in request.POST:
                    complaint.refuse_if_taken(user.pk, seen)
                    complaint.close(form.cleaned_data["outcome"], user)
                    emails.answer(complaint)
                    message = "Answered: whoever complained is told what came of it."
                else:
                    if complaint.acknowledge(user.pk, seen):
                        emails.acknowledge(complaint)
                    message = "It is yours, and whoever complained is told that it has arrived."
        except ValidationError as error:
            form.add_error("outcome", error)
            return None
        self.log_change(request, complaint, message)
        self.message_user(request, message, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:complaints_complaint_changelist"))
