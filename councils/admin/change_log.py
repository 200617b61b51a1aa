"""Admin forms and pages that require a reason for each change and write it to the public log."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from councils.admin.bases import InlineFormSet, ModelAdmin
from councils.forms import AsksAboutAChild, ModelForm
from councils.models.logged import REASON_REQUIRED, LoggedModel, refuse_while_closed


def public_reason(label: str, help_text: str, missing: str) -> forms.CharField:
    """Return a field for a reason that the changes log shows; ``missing`` asks for it."""
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
        error_messages={"required": missing},
    )


class ReasonForm(AsksAboutAChild, ModelForm):
    """A form that requires a reason when something already published is changed."""

    public_words = ("reason",)
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
        if changed:
            try:
                refuse_while_closed()
            except ValidationError as error:
                self.add_error(None, error)
        self.ask_about_a_child()
        return cleaned


class ReasonedFormSet(InlineFormSet):
    """Inline rows whose changes also need the reason given in the main form."""

    def clean(self) -> None:
        super().clean()
        is_existing = self.instance.pk and not self.instance._state.adding
        if self.has_changed():
            refuse_while_closed()
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
