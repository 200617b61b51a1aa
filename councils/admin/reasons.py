"""Every change to a published fact needs a reason, and makes a public line."""

from django import forms
from django.utils.text import Truncator

from councils.models import Change, ChangeKind


class ReasonForm(forms.ModelForm):
    """A form that asks why, once something published is changed."""

    reason = forms.CharField(
        label="Why this change",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Public, in the changes log: what was wrong, or what is new.",
    )

    def clean(self):
        cleaned = super().clean()
        changed = [name for name in self.changed_data if name != "reason"]
        if self.instance.pk and changed and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", "Say why you change it: the reason is shown in public.")
        return cleaned


class ReasonedFormSet(forms.BaseInlineFormSet):
    """Rows below a form that asks why: a change to them needs its reason too."""

    def clean(self):
        super().clean()
        known = self.instance.pk and not self.instance._state.adding
        if known and self.has_changed() and not self.data.get("reason", "").strip():
            raise forms.ValidationError(
                "Say in “Why this change” why you change these: the reason is shown in public."
            )


def what_changed(form) -> str:
    """Return the changed fields with what they said: "date from 2013-09-19 to 2013-09-01"."""
    return "; ".join(
        f"{str(form.fields[name].label or name).lower()} from {shown(form.initial.get(name))}"
        f" to {shown(form.cleaned_data.get(name))}"
        for name in form.changed_data
        if name in form.fields and name != "reason"
    )


def shown(value) -> str:
    """Return a field's value as the log shows it: short, in quotes where it is words."""
    if value in (None, ""):
        return "nothing"
    return Truncator(f"“{value}”" if isinstance(value, str) else str(value)).chars(120)


def note_correction(council, form, about: str) -> None:
    """Write the public line for a correction made through a form."""
    Change.objects.note(
        council,
        ChangeKind.CORRECTED,
        f"{about}: {what_changed(form)}.",
        form.cleaned_data["reason"].strip(),
    )
