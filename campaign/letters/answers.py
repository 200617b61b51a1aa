"""A council's answer, pasted by its reader: a task for staff, shown to nobody else."""

from django import forms
from django.utils import timezone

from campaign import retention
from campaign.letters.forms import plain_text
from campaign.letters.models import Letter
from campaign.tasks.models import Task

LONGEST = 10_000
"""Characters of an answer we take: longer than any letter a council writes."""


class AnswerForm(forms.Form):
    """The council's answer, pasted."""

    answer = forms.CharField(
        label="What did the council say?",
        strip=True,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Paste the council’s answer here, or press Yes alone."},
    )

    def clean_answer(self):
        answer = plain_text(self.cleaned_data["answer"])
        if len(answer) > LONGEST:
            raise forms.ValidationError(
                f"Please shorten it to {LONGEST:,} characters. It has {len(answer):,} now. The part"
                " that says what the council will do is enough."
            )
        return answer


def take(letter: Letter, answer: str) -> Task:
    """Keep an answer as a task for staff, as long as the letter's words, and never shorter than
    a person needs to read it.
    """
    until = timezone.now() + retention.TEXTS_AFTER_OUTCOME
    until = max(until, letter.text_deleted_by or until)
    return Task.objects.take_answer(letter.council_id, answer, until, letter.email, letter.key)
