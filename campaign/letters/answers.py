"""A council's answer, pasted by its reader: a task for staff, shown to nobody else."""

from django import forms

from campaign.tips.models import Tip, TipKind

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
        answer = self.cleaned_data["answer"].replace("\r\n", "\n").replace("\r", "\n")
        if len(answer) > LONGEST:
            raise forms.ValidationError(
                f"Please shorten it to {LONGEST:,} characters. It has {len(answer):,} now. The part"
                " that says what the council will do is enough."
            )
        return answer


def take(council, answer: str) -> Tip:
    """Keep an answer as a task for staff; the same answer pasted twice is one task."""
    task, _ = Tip.objects.get_or_create(
        council=council, kind=TipKind.REPLY, text=answer, done_at=None
    )
    return task
