"""The form of one contact in a list."""

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.models import ADDITION, CHANGE
from django.http import HttpRequest

from councils.forms import DayField, EmailAddressField, ModelForm
from councils.models import Channel, Contact, Role
from councils.models.logged import leave_line, what_changed
from councils.record import record_on
from councils.search.called import council_called


class ContactForm(ModelForm):
    """A contact, with its council by any name."""

    council = forms.CharField(max_length=120, label="Council")
    role = forms.ChoiceField(choices=[("", "Choose"), *Role.choices])
    channel = forms.ChoiceField(choices=[("", "Choose"), *Channel.choices], label="Way")

    class Meta:
        model = Contact
        fields = ("role", "channel", "email", "url", "address", "source", "checked_on")
        field_classes: ClassVar = {"email": EmailAddressField, "checked_on": DayField}
        error_messages: ClassVar = {"checked_on": {"invalid": "Write a day like 4 November 2026."}}

    @property
    def fact(self) -> Any:
        return self.instance

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or self.cleaned_data
        called = council_called(chosen.get("council", ""), record_on(), current=True)
        if called.row:
            self.instance.council_id = called.row.id
        elif chosen.get("council"):
            self.add_error("council", called.reason)
        if self.instance.checked_on != chosen.get("checked_on"):
            self.instance.check_again_on = None  # a new check sets the next one anew
        return chosen

    def put_on_record(self, request: HttpRequest, origin: str) -> None:
        """Put it on record, with a line in its history that begins with where it comes from."""
        before = Contact.objects.filter(pk=self.instance.pk).first()
        if before is None:
            self.instance.update()
            leave_line(request, self.instance, f"{origin} {self.instance}", ADDITION)
            return
        changes = what_changed(before, self.instance, "")
        self.instance.update()
        leave_line(request, self.instance, f"{origin} {changes}", CHANGE)
