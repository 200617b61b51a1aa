"""The form with which a visitor tells us something, and those with which staff deal with it."""

from typing import Any

from django import forms
from django.contrib.admin.helpers import ActionForm
from django.contrib.auth.models import User

from campaign.rate_limits.forms import HoneypotForm
from campaign.tasks.models import MAX_COMPLAINT, OF_VISITORS, Task, TaskAct, TaskKind
from councils.forms import EmailAddressField, LinkField, ModelForm
from councils.record import record_on

STEPS = {
    "take": (TaskAct.TAKEN, "It is yours."),
    "give_back": (TaskAct.GIVEN_BACK, "It waits for anybody now."),
    "put_off": (TaskAct.PUT_OFF, "Put off. It comes back to the list on that day."),
    "note": (TaskAct.NOTED, "Your note is kept with it."),
    "close": (TaskAct.CLOSED, "Closed."),
}
"""What staff can do with a task: the name under which it is kept, and how it is confirmed."""


class PlainText(forms.CharField):
    """Text in which a line break is one character, so that counts match what a person sees."""

    widget = forms.Textarea

    def to_python(self, value: str | None) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class TellUsForm(HoneypotForm, ModelForm):
    """What a visitor tells us about a council."""

    kind = forms.ChoiceField(
        label="What is it about?",
        choices=[(kind.value, kind.label) for kind in OF_VISITORS],
        widget=forms.RadioSelect,
        initial=TaskKind.SIGNED,
    )

    link = LinkField(label="A link, if there is one")

    class Meta:
        model = Task
        fields = ["kind", "text", "link", "email"]
        field_classes = {"text": PlainText, "email": EmailAddressField}
        labels = {
            "text": "What do you know?",
            "email": "Your email, if we can ask you a question",
        }
        help_texts = {
            "text": "A sentence or two. Please don’t write about a child who could be recognised.",
            "email": "We won’t use it for anything else.",
        }
        error_messages = {
            "text": {"required": "Tell us what you know. A sentence or two is fine."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs |= {"rows": 5}
        self.fields["email"].widget.attrs["autocomplete"] = "email"


class ComplaintForm(HoneypotForm, ModelForm):
    """What went wrong, and where to send our answer."""

    text = PlainText(
        label="What went wrong?",
        max_length=MAX_COMPLAINT,
        error_messages={"required": "Tell us what went wrong."},
    )
    about = forms.ChoiceField(label="Which council is it about?", required=False)
    is_about_personal_data = forms.BooleanField(
        label="It’s about my own personal data", required=False
    )
    name = forms.CharField(
        label="Your name",
        max_length=120,
        error_messages={"required": "Enter your name, so that we can answer you."},
    )
    email = EmailAddressField(
        label="Your email",
        error_messages={"required": "Enter your email address, so that we can answer you."},
    )

    class Meta:
        model = Task
        fields = ["text", "name", "email"]

    field_order = ("text", "about", "is_about_personal_data", "name", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.slug, row.short_name) for row in record_on().councils]
        self.fields["about"].choices = [("", "None"), *choices]  # type: ignore[attr-defined]
        self.fields["text"].widget.attrs |= {"rows": 6}
        self.fields["text"].help_text = (
            "Tell us what we said or did, where, and what would put it right. Please don’t mention"
            " any child who could be recognised."
        )
        self.fields["email"].help_text = "We’ll only use it to answer you."
        for name in ("name", "email"):
            self.fields[name].widget.attrs["autocomplete"] = name


TOLD = {
    "take": "It is yours, and whoever complained is told that it has arrived.",
    "close": "Answered: whoever complained is told what came of it.",
}
"""How steps with a complaint are confirmed, of which its sender is told."""
NOTE_NEEDED = "Write the note in the box first."
TAKEN = "{whose} took this. Close it, or put it off, all the same"
OUTCOME_NEEDED = "Say what came of it: whoever opens it later wants to know."


class TaskStepForm(forms.Form):
    """What a member of staff does with a task; the button selected says which step it is."""

    act = forms.ChoiceField(choices=[(act, act) for act in STEPS], error_messages={
        "required": "Select one of the buttons.", "invalid_choice": "Select one of the buttons.",
    })  # fmt: skip
    text = PlainText(
        label="A note for colleagues, or what came of it",
        required=False,
        help_text="Name no child, and nobody who wrote to us.",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
    )
    until = forms.DateField(
        label="Put it off to",
        required=False,
        help_text="Until that day it is not on the desk.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    all_the_same = forms.BooleanField(required=False)

    def __init__(self, task: Task, by: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whose = task.taken_by if task.taken_by_id != by.pk else None
        if task.is_complaint:
            self.fields["text"].help_text = "Closing it emails this to whoever complained."
        if self.whose:
            self.fields["all_the_same"].label = TAKEN.format(whose=self.whose)
        else:
            del self.fields["all_the_same"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned, act = self.cleaned_data, self.cleaned_data.get("act")
        if act in ("close", "put_off") and self.whose and not cleaned.get("all_the_same"):
            self.add_error("all_the_same", "Tick this if you want to do so all the same.")
        if act == "note" and not cleaned.get("text"):
            self.add_error("text", NOTE_NEEDED)
        if act == "close" and not cleaned.get("text"):
            self.add_error("text", OUTCOME_NEEDED)
        if act == "put_off" and not cleaned.get("until") and "until" not in self.errors:
            self.add_error("until", "Choose the day to which you put it off.")
        return cleaned

    def carry_out(self, task: Task, by: User) -> str:
        """Do what was selected and return it in words. Raises ValidationError."""
        act, text = self.cleaned_data["act"], self.cleaned_data["text"]
        if act == "take":
            task.take(by)
        elif act == "give_back":
            task.give_back(by)
        elif act == "put_off":
            task.put_off(self.cleaned_data["until"], by, text)
        elif act == "note":
            task.note(text, by)
        else:
            task.finish(text, by)
        return (TOLD.get(act) if task.is_complaint else None) or STEPS[act][1]


class TaskActionForm(ActionForm):
    """The bar above the list of tasks: what came of those that are closed together."""

    outcome = forms.CharField(label="What came of them", required=False, max_length=300)
