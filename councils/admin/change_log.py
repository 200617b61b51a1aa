"""Every change to a published fact needs a reason, and makes a public line."""

import datetime as dt
from collections.abc import Collection

from django import forms
from django.utils.text import Truncator, capfirst

from councils.dates import format_date
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


def note_correction(council, form, about: str, told: str = "", but: Collection[str] = ()) -> None:
    """Write the public line for a correction made through a form.

    ``about`` names what was corrected; ``told`` says what became of the fields in ``but``. Nothing
    is written where no more than those changed and there is nothing to tell of them.
    """
    what = " ".join(filter(None, [told or f"{about}.", what_changed(form, but)]))
    if told or what != f"{about}.":
        reason = form.cleaned_data["reason"].strip()
        Change.objects.note(council, ChangeKind.CORRECTED, what, reason)


def what_changed(form, but: Collection[str] = ()) -> str:
    """Say of each changed field what it said: "Evidence: was “A page”, now “Minutes”."."""
    return " ".join(
        f"{capfirst(form.fields[name].label or name)}: was {shown(form, name, form.initial)},"
        f" now {shown(form, name, form.cleaned_data)}."
        for name in form.changed_data
        if name in form.fields and name != "reason" and name not in but
    )


def shown(form, name: str, values: dict) -> str:
    """Return a field's value as the log shows it to the public: short, a choice by its words."""
    field, value = form.fields[name], values.get(name)
    if value in (None, ""):
        return "empty"
    if isinstance(field, forms.ModelChoiceField):
        value = getattr(value, "pk", value)
        return str(field.queryset.filter(pk=value).first() or value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return format_date(value)
    choices = dict(getattr(field, "choices", ()))
    return Truncator(f"“{choices.get(value, value)}”").chars(120)
