"""A council's answer, pasted by the writer of a letter: a task for staff, seen by nobody else."""

from django import forms
from django.utils import timezone

from campaign import retention
from campaign.letters.forms import plain_text
from campaign.letters.models import Letter
from campaign.tasks.models import Task

MAX_LENGTH = 10_000
"""Characters of an answer: more than any letter a council writes."""


class AnswerForm(forms.Form):
    """The council's answer, pasted."""

    answer = forms.CharField(
        label="What did the council say?",
        strip=True,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Paste the council’s answer here, or select Yes alone."},
    )

    def clean_answer(self) -> str:
        """Return the answer with plain line breaks; refuse one that is too long."""
        answer = plain_text(self.cleaned_data["answer"])
        if len(answer) > MAX_LENGTH:
            raise forms.ValidationError(
                f"Please shorten it to {MAX_LENGTH:,} characters. It has {len(answer):,} now. The"
                " part that says what the council will do is enough."
            )
        return answer


def add_answer(letter: Letter, answer: str) -> Task:
    """Make a pasted answer a task for staff, which may outlive the letter's text.

    It is kept for ``retention.TEXTS_AFTER_OUTCOME`` from now, or until the text is deleted if that
    is later.
    """
    keep_until = timezone.now() + retention.TEXTS_AFTER_OUTCOME
    keep_until = max(keep_until, letter.text_deleted_by or keep_until)
    return Task.objects.add_answer(
        letter.council_id, answer, keep_until, letter.email, letter.reference
    )
