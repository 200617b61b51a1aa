"""Admin forms and pages that require a reason for each change and write it to the public log."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from councils.admin.bases import InlineFormSet, ModelAdmin
from councils.forms import ModelForm
from councils.models.logged import REASON_REQUIRED, LoggedModel
from councils.saves import refuse_if_stale


def public_reason(label: str, help_text: str, missing: str) -> forms.CharField:
    """Return a field for a reason that the changes log shows; ``missing`` asks for it."""
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
        error_messages={"required": missing},
    )


class ReasonForm(ModelForm):
    """A form that requires a reason when something already published is changed."""

    reason = forms.CharField(
        label="Why this change",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Public, in the changes log: what was wrong, or what is new.",
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        changed = [name for name in self.changed_data if name != "reason"]
        if self.instance.pk and changed and not (cleaned.get("reason", "-") or "").strip():
            self.add_error("reason", REASON_REQUIRED)
        return cleaned


class ReasonedFormSet(InlineFormSet):
    """Inline rows whose changes also need the reason given in the main form."""

    def clean(self) -> None:
        super().clean()
        is_existing = self.instance.pk and not self.instance._state.adding
        if is_existing and self.has_changed() and not self.data.get("reason", "").strip():
            raise forms.ValidationError(
                "Say in “Why this change” why you change these: the reason is shown in public."
            )


class LoggedAdmin(ModelAdmin):
    """An admin page that saves with ``record`` and ``correct``, which write the public log."""

    form = ReasonForm

    def save_model(
        self, request: HttpRequest, obj: LoggedModel, form: ModelForm, change: bool
    ) -> None:
        reason = form.cleaned_data.get("reason") or ""
        if change:
            obj.correct(reason)
        else:
            obj.record(reason)


class ReasonedActs(ModelAdmin):
    """An admin page with acts on a row, each on a screen that asks for a reason."""

    def act_path(self, act: str, view: Callable[..., HttpResponse]) -> URLPattern:
        name = f"councils_{self.opts.model_name}_{act.replace('-', '_')}"
        return path(f"<int:pk>/{act}/", self.admin_site.admin_view(view), name=name)

    def ask_reason(
        self,
        request: HttpRequest,
        pk: int,
        field: forms.CharField,
        act: Callable[[HttpRequest, Any, str], str],
        *,
        title: str,
        template: str,
    ) -> HttpResponse:
        """Show the screen of an act on a row; once there is a reason, call ``act`` with it.

        ``act`` returns the message for staff, or raises ValidationError.
        """
        row = self.get_queryset(request).filter(pk=pk).first()
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        if row is None:
            raise Http404
        form = forms.Form(request.POST or None)
        form.fields["reason"] = field
        version = refuse_if_stale(request, row, form)
        if request.method == "POST" and form.is_valid():
            try:
                said = act(request, row, form.cleaned_data["reason"].strip())
            except ValidationError as error:
                form.add_error(None, error)
            else:
                self.message_user(request, said, messages.SUCCESS)
                address = reverse(f"admin:councils_{self.opts.model_name}_changelist")
                return HttpResponseRedirect(address)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{title}: {row}",
            "opts": self.opts,
            "original": row,
            "form": form,
            "version": version,
        }
        return render(request, template, context)
