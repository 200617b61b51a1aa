"""Every change to a published fact needs a reason, and makes a public line."""

from django import forms
from django.contrib import admin


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


class LoggedAdmin(admin.ModelAdmin):
    """An admin page that saves by the model's own verbs, which write the public log."""

    form = ReasonForm

    def save_model(self, request, obj, form, change):
        reason = form.cleaned_data.get("reason") or ""
        if change:
            obj.correct(reason)
        else:
            obj.record(reason)
