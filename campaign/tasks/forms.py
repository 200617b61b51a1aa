"""The form with which a visitor tells us something about a council."""

from typing import TYPE_CHECKING, Any

from django import forms

from campaign.rate_limits.forms import HoneypotForm
from campaign.tasks.models import OF_VISITORS, Task, TaskKind

if TYPE_CHECKING:  # at run time Django's class takes no type parameter
    TaskModelForm = forms.ModelForm[Task]
else:
    TaskModelForm = forms.ModelForm


class PlainText(forms.CharField):
    """Text in which a line break is one character, so that counts match what a person sees."""

    widget = forms.Textarea

    def to_python(self, value: str | None) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class TellUsForm(HoneypotForm, TaskModelForm):
    """What a visitor tells us about a council."""

    kind = forms.ChoiceField(
        label="What is it about?",
        choices=[(kind.value, kind.label) for kind in OF_VISITORS],
        widget=forms.RadioSelect,
        initial=TaskKind.SIGNED,
    )

    link = forms.URLField(
        label="A link that shows it", max_length=500, required=False, assume_scheme="https"
    )

    class Meta:
        model = Task
        fields = ["kind", "text", "link", "email"]
        field_classes = {"text": PlainText}
        error_messages = {
            "text": {
                "required": "Tell us what you know, in a sentence or two.",
            }
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs |= {"rows": 5, "dir": "auto"}
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.fields["link"].widget.input_type = "text"  # a link may be typed without https://
        self.fields["link"].widget.attrs["inputmode"] = "url"
