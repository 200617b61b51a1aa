"""The form for a self-check. Its answers travel with it, and are never stored here."""

from typing import Any

from django import forms
from django.forms import BoundField

from campaign.self_check.questions import QUESTIONS, Answer, Question
from campaign.tasks.forms import PlainText
from councils.council_page.commitments import MEANINGS
from councils.models import Commitment
from councils.record import record_on

PARTS = ("answer", "evidence", "note")
LONGEST = 1000


class Asked:
    """A question with its three fields, as the page lays them out."""

    def __init__(self, form: "SelfCheckForm", question: Question) -> None:
        self.question = question
        self.answer, self.evidence, self.note = (form[f"{question.key}-{part}"] for part in PARTS)

    @property
    def extra(self) -> list[BoundField]:
        return [self.evidence, self.note]

    @property
    def is_open(self) -> bool:
        """Whether the folded fields contain any text or errors."""
        return any(field.value() or field.errors for field in self.extra)


class SelfCheckForm(forms.Form):
    """The council, and for each question an answer, evidence and a note: none is required."""

    council = forms.ChoiceField(label="Your council", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.slug, row.short_name) for row in record_on().councils]
        self.fields["council"].choices = [("", "Leave it out"), *choices]  # type: ignore[attr-defined]
        for question in QUESTIONS:
            self.fields[f"{question.key}-answer"] = forms.ChoiceField(
                label=question.text,
                choices=Answer.choices,
                widget=forms.RadioSelect,
                required=False,
            )
            for part, label in (("evidence", "What shows it"), ("note", "A note of your own")):
                self.fields[f"{question.key}-{part}"] = PlainText(
                    label=label,
                    max_length=LONGEST,
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
                )

    @property
    def sections(self) -> list[tuple[str, str, list[Asked]]]:
        """The questions under each of the charter's four words, with what each word means."""
        return [
            (
                word.label,
                MEANINGS[word],
                [Asked(self, question) for question in QUESTIONS if question.word == word],
            )
            for word in Commitment
        ]

    @property
    def written(self) -> str:
        """All free text, for refuse() to check."""
        return "\n".join(
            self.data.get(f"{question.key}-{part}", "")
            for question in QUESTIONS
            for part in ("evidence", "note")
        )

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Every answer as the name and the value of a hidden field."""
        return [(name, value) for name, value in self.cleaned_data.items() if value]
