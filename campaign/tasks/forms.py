"""The form with which a visitor tells us something, and those with which staff deal with it."""

import hashlib
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db import transaction

from campaign.pages.models import reader_of_calls
from campaign.rate_limits.forms import HoneypotForm
from campaign.staff import accounts
from campaign.tasks.kinds import ASKS_WHOSE
from campaign.tasks.models import MAX_COMPLAINT, OF_VISITORS, Task, TaskAct
from councils.forms import AsksAboutAddress, EmailAddressField, LinkField, ModelForm
from councils.record import record_on


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
        error_messages={"required": "Choose what it’s about."},
    )
    text = PlainText(
        label="What do you know?",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="A sentence or two. Please don’t write about a child who could be recognised.",
        error_messages={"required": "Tell us what you know. A sentence or two is fine."},
    )
    link = LinkField(label="A link, if there is one")
    email = EmailAddressField(
        label="Your email, if we can ask you a question",
        required=False,
        help_text="We won’t use it for anything else.",
    )

    class Meta:
        model = Task
        fields = ["kind", "text", "link", "email"]

    def __init__(self, *args: Any, has_signed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_signed:
            # That it signed is no news: what may be wrong comes first.
            likely_first = [(kind.value, kind.label) for kind in reversed(OF_VISITORS)]
            self.fields["kind"].choices = likely_first  # type: ignore[attr-defined]


def councils() -> list[tuple[str, str]]:
    choices = [("", "None")]
    for row in record_on().councils:
        choices.append((row.slug, row.short_name))
    return choices


class ComplaintForm(HoneypotForm, AsksAboutAddress, ModelForm):
    """What went wrong, and where to send our answer."""

    text = PlainText(
        label="What went wrong?",
        max_length=MAX_COMPLAINT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Tell us what we said or did, where, and what would put it right. Please don’t"
        " mention any child who could be recognised.",
        error_messages={"required": "Tell us what went wrong."},
    )
    about = forms.ChoiceField(label="Which council is it about?", required=False, choices=councils)
    is_about_personal_data = forms.BooleanField(
        label="It’s about my own personal data", required=False
    )
    name = forms.CharField(
        label="Your name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name, so that we can answer you."},
    )
    email = EmailAddressField(
        label="Your email",
        help_text="We’ll only use it to answer you.",
        error_messages={"required": "Enter your email address, so that we can answer you."},
    )

    class Meta:
        model = Task
        fields = ["text", "name", "email"]

    field_order = ("text", "about", "is_about_personal_data", "name", "email")


STEPS = {
    TaskAct.TAKEN: "It is yours.",
    TaskAct.PUT_OFF: "Put off. It comes back to the list on that day.",
    TaskAct.GIVEN: "It is your colleague’s now, who gets an email.",
    TaskAct.GIVEN_BACK: "It is nobody’s again: anybody can take it.",
    TaskAct.NOTED: "Your note is kept with it.",
    TaskAct.CLOSED: "Closed.",
    TaskAct.NOTHING: "Closed. The same automatic text of a council is silent for 30 days.",
    TaskAct.REOPENED: "It is open again, and yours.",
    "look": "",
    "call": "Passed on as a call for help, and an email about it is on its way. Tell them yourself"
    " as well: {reader}.",
    "no_call": "It is what it was before. Tell {reader}: an email about it had gone.",
}
"""What staff can do with a task, and how it is confirmed; ``reader`` is emailed of calls."""
NOBODY_ELSE = "Nobody else here may see to it yet. An administrator adds accounts."
TELLS_SENDER = " Whoever complained hears that it has arrived: you see that email first."
ANSWERING = (TaskAct.CLOSED, "look")
"""What is done with an answer to a complaint: it is shown as an email first, then sent."""
NEEDED = {
    TaskAct.NOTED: ("text", "Write the note in the box first."),
    TaskAct.CLOSED: ("text", "Say what came of it: whoever opens it later wants to know."),
    TaskAct.PUT_OFF: ("until", "Choose the day to which you put it off."),
    TaskAct.GIVEN: ("to", "Choose the colleague to whom you give it."),
}
"""The field that it takes, and what is said where it is empty."""


def owner_of(task: Task) -> str:
    return str(task.taken_by_id or "")


class TaskStepForm(forms.Form):
    """What a member of staff does with a task; the button selected says which step it is."""

    act = forms.ChoiceField(choices=list(STEPS.items()), error_messages={
        "required": "Select one of the buttons.", "invalid_choice": "Select one of the buttons.",
    })  # fmt: skip
    answer = PlainText(
        label="Our answer",
        required=False,
        help_text="Whoever complained reads this, by email. You see the email before it goes.",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6, "cols": 60}),
    )
    text = PlainText(
        label="A note for colleagues, or what came of it",
        required=False,
        help_text="Only we read it. Name no child, and nobody who wrote to us.",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
    )
    to = forms.ModelChoiceField(
        label="Give it to",
        queryset=User.objects.none(),
        required=False,
        help_text="They get an email with a link to it.",
        error_messages={"invalid_choice": "Choose somebody from the list."},
    )
    until = forms.DateField(
        label="Put it off to",
        required=False,
        help_text="Until that day it is not on the desk.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, task: Task, by: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.task = task
        self.answers = task.is_answered
        colleagues = self.fields["to"]
        assert isinstance(colleagues, forms.ModelChoiceField)
        needed = "tasks.view_complaint" if task.is_complaint else "tasks.change_task"
        colleagues.queryset = accounts.who_may(needed).exclude(pk=by.pk)
        self.is_of_a_call = task.is_call
        self.owner = owner_of(task)
        if self.is_bound:
            self.owner = self.data.get("owner", "")
        if self.answers:
            self.fields["answer"].initial = task.draft
            if not task.is_acknowledged:
                colleagues.help_text += TELLS_SENDER
        else:
            del self.fields["answer"]
        if self.answers or task.done_at:
            self.fields["text"].label = "A note for colleagues"
        if not colleagues.queryset.exists():
            colleagues.help_text = NOBODY_ELSE

    @property
    def seen(self) -> str:
        """A mark of the email, so that the one that goes is the one that was shown."""
        return hashlib.sha256(self.to_sender.encode()).hexdigest()[:16]

    @property
    def to_sender(self) -> str:
        """What whoever complained reads once the step is taken; "" where nothing is sent."""
        if not self.answers:
            return ""
        if self.cleaned_data["act"] in ANSWERING:
            return self.task.answer_to(self.cleaned_data["answer"])
        if self.acknowledges(self.task):
            return self.task.acknowledgement
        return ""

    @property
    def is_to_be_shown(self) -> bool:
        """Whether it would send an email that nobody has seen."""
        if self.cleaned_data["act"] == "look":
            return True
        return bool(self.to_sender) and self.data.get("seen") != self.seen

    def asks_whose(self, task: Task, by: User) -> bool:
        """Whether a colleague has taken it since the page was made, so that it is asked about once.

        ``owner`` is a mark of whose it was on the page that was seen.
        """
        act = self.cleaned_data["act"]
        if act not in ASKS_WHOSE and act != "no_call":
            return False
        if task.taken_by is None or task.taken_by == by or self.owner == owner_of(task):
            return False
        self.owner = owner_of(task)
        self.add_error(
            "act",
            f"{task.taken_by} has taken it since you opened this page. Nothing was changed. If it"
            " should be done all the same, select the button again: they are told.",
        )
        return True

    def field_of(self, act: str) -> str:
        """Return the field beside which it stands why a step could not be taken."""
        if act == TaskAct.PUT_OFF and not self.is_of_a_call:
            return "until"
        if act == TaskAct.GIVEN:
            return "to"
        return "answer" if self.answers and act in ANSWERING else "text"

    def clean(self) -> dict[str, Any]:
        super().clean()
        act = self.cleaned_data.get("act", "")
        field, words = NEEDED.get(act, ("act", ""))
        if self.answers and act in ANSWERING:
            field = "answer"
            words = "Write the answer first: whoever complained reads it."
        if field not in self.errors and not self.cleaned_data.get(field):
            self.add_error(field, words)
        return self.cleaned_data

    def carry_out(self, task: Task, by: User) -> str:
        """Do what was selected, keep all that was typed; return it in words.

        Raises ValidationError, with nothing changed.
        """
        act = self.cleaned_data["act"]
        had = task.taken_by
        told = ""
        if self.answers and (act == TaskAct.CLOSED or self.acknowledges(task)):
            told = " Whoever complained is told."
        with transaction.atomic():
            kept = self.keep_what_is_not_sent(task, by)
            self.take_step(task, by)
        if act == TaskAct.REOPENED and task.is_answered:
            told = " Whoever complained keeps the email that went: what you answer now is another."
        if act == "no_call" and task.taken_by != had:
            told = f" It is {task.taken_by}’s again."
        if act == TaskAct.TAKEN and had not in (None, by):
            told += f" {had}, who had it, gets an email."
        if act == TaskAct.NOTHING and task.key is None:  # no email was heard: a person wrote it
            act = TaskAct.CLOSED
        said = STEPS[act].format(reader=reader_of_calls())
        return said + told + kept

    def acknowledges(self, task: Task) -> bool:
        is_taken = self.cleaned_data["act"] in (TaskAct.TAKEN, TaskAct.GIVEN)
        return is_taken and not task.is_acknowledged

    def keep_what_is_not_sent(self, task: Task, by: User) -> str:
        """Keep the box that the step itself does not take; return it in words."""
        if not self.answers:
            return ""
        if self.cleaned_data["act"] == TaskAct.CLOSED:
            note = self.cleaned_data["text"]
            if note:
                task.note(note, by)
            return ""
        is_new = task.keep_draft(self.cleaned_data["answer"], by)
        return " Your answer is kept with it, and not sent." if is_new else ""

    def take_step(self, task: Task, by: User) -> None:
        text = self.cleaned_data["text"]
        match self.cleaned_data["act"]:
            case TaskAct.TAKEN:
                task.take(by, text)
            case TaskAct.PUT_OFF:
                task.put_off(self.cleaned_data["until"], by, text)
            case TaskAct.GIVEN:
                task.give(self.cleaned_data["to"], by, text)
            case TaskAct.GIVEN_BACK:
                task.give_back(by, text)
            case TaskAct.NOTED:
                task.note(text, by)
            case "call":
                task.pass_on(by, text)
            case "no_call":
                task.pass_back(by, text)
            case TaskAct.NOTHING:
                task.dismiss(by, text)
            case TaskAct.REOPENED:
                task.reopen(by)
            case _:
                task.finish(self.cleaned_data.get("answer", text), by)
