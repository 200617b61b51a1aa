"""What led to a form of recording: a council's message or a task, and what follows from that.

A form that a message opened may need more proof than the message. It names no officer in public,
and says which role confirmed what the message alone does not show.
"""

from typing import Any

from django import forms

from campaign.sign_up.forms import names_officer
from campaign.sign_up.models import SignUp
from campaign.tasks.models import Task
from councils.forms import AsksAboutAChild
from councils.models import Council

CONFIRMING = (
    "Lead Member for Children’s Services",
    "Director of Children’s Services",
    "Democratic services",
)
"""Who can confirm for a council: a role, never a person."""
FROM_TASK = "Recorded from task "
"""Begins the line in a fact's history that names the task that led to it."""


def confirmed_sentence(council: Council) -> str:
    """Return what the public words of how we know say of a council, after the role's name."""
    return f" of {council} confirmed it to us at an address that we found ourselves."


def thanked_line(message: SignUp) -> str:
    """Return what the history of a fact says of the message that showed it.

    ``undoing.py`` finds the message by exactly this line: with other words it would no longer find
    the messages of the lines that are written already.
    """
    return f"Shown by message {message.pk} of the council, whose officer was thanked."


def task_line(task: Task) -> str:
    """Return what the history of a fact says of the task that led to it, for ``undoing.py`` too."""
    return f"{FROM_TASK}{task.pk}."


class OpenedByMessage(AsksAboutAChild, forms.Form):
    """A form that a council's message may have opened, with what the message alone leaves open."""

    public_words = ("source", "text", "quote", "signed_role", "council_words", "reason", "note")
    """The fields whose words are public: neither a child nor the officer who wrote stands there."""
    field_with_role = "reason"
    """The name of the field whose public words begin with the role that confirmed it, if any."""
    needs_proof = True
    """Whether the message, a document or a role must show it: a mistake of ours needs none."""
    confirmed_by = forms.ChoiceField(
        label="Which role confirmed it to us",
        choices=[("", "None, or a public page shows it"), *((role, role) for role in CONFIRMING)],
        required=False,
        help_text="At an address that you found yourself, never the one that wrote.",
    )
    thanks_words = forms.CharField(
        label="A line of your own above it",
        required=False,
        help_text="If it needs one.",
        widget=forms.Textarea(attrs={"rows": 3, "form": "recording"}),
    )

    def __init__(self, *args: Any, message: SignUp | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.message = message
        if message is None:
            del self.fields["confirmed_by"], self.fields["thanks_words"]

    @property
    def own_mail_is_too_little(self) -> bool:
        """Whether it needs more proof than a message from the council's own mail."""
        return False

    def judge_message(self, chosen: dict[str, Any]) -> None:
        """Refuse what the message alone does not show, and public words that name its officer."""
        if self.message is None:
            return
        if self.needs_proof:
            self._judge_proof(self.message, chosen)
        for name in self.public_words:
            text = str(chosen.get(name, ""))
            if names_officer(self.message.officer, self.message.email, text):
                self.add_error(name, "This names the officer. Name the role: it is public.")

    def _judge_proof(self, message: SignUp, chosen: dict[str, Any]) -> None:
        """Refuse what neither the message, nor a document, nor a role of its council shows."""
        has_document = bool(chosen.get("source_url") or chosen.get("evidence_file"))
        role = chosen.get("confirmed_by")
        is_of_another = chosen.get("council", message.council) != message.council
        if is_of_another:
            if role or not has_document:
                self.add_error(
                    "confirmed_by",
                    f"{message.council} wrote this, and speaks for itself alone. Of another council"
                    " give the link to a public decision or page, and no role.",
                )
            return
        is_shown_by_message = message.from_own_mail and not self.own_mail_is_too_little
        if not (is_shown_by_message or has_document or role):
            self.add_error(
                "confirmed_by",
                "The officer’s message does not show it. Give the link to a public decision or"
                " page, or say which role confirmed it to us.",
            )

    def say_who_confirmed(self, chosen: dict[str, Any]) -> None:
        """Begin the public words of how we know with the role that confirmed it, if one did."""
        role = chosen.get("confirmed_by")
        if self.message is None or not role:
            return
        words = chosen.get(self.field_with_role, "")
        confirmed = f"{role}{confirmed_sentence(self.message.council)}"
        chosen[self.field_with_role] = f"{confirmed} {words}".strip()
