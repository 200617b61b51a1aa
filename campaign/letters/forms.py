"""The two forms of a letter. What is typed is never cut and never lost."""

from django import forms

from campaign.letters.wording import POINTS

LONGEST = 6000
"""Characters a letter may have: about two pages."""


def plain_newlines(text: str) -> str:
    """Return text with one character for a new line, so that a count is the one a person sees."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class PointsForm(forms.Form):
    """What matters to the supporter."""

    points = forms.MultipleChoiceField(
        label="What matters to you?",
        required=False,
        choices=[(point.key, point.phrase) for point in POINTS],
        error_messages={"invalid_choice": "Choose from the five points here."},
    )
    own_line = forms.CharField(
        label="Why does this matter to you?", required=False, strip=False, widget=forms.Textarea
    )

    def clean_own_line(self):
        line = plain_newlines(self.cleaned_data["own_line"])
        if len(line) > 1500:
            raise forms.ValidationError(
                f"Please keep this part to 1,500 characters. It has {len(line):,}. You can write"
                " more in the letter itself, on the next page."
            )
        return line


class LetterForm(forms.Form):
    """The letter, and who it is from."""

    text = forms.CharField(
        label="Change anything you like",
        strip=False,
        widget=forms.Textarea,
        error_messages={"required": "The letter is empty. Write a few words to the council."},
    )
    name = forms.CharField(
        label="Your name",
        max_length=120,
        error_messages={"required": "Enter your name: a council answers a person."},
    )
    home = forms.CharField(
        label="Where you live",
        max_length=200,
        error_messages={"required": "Enter where you live: your street and town, or your town."},
    )

    def clean_text(self):
        text = plain_newlines(self.cleaned_data["text"]).strip("\n")
        if len(text) > LONGEST:
            raise forms.ValidationError(
                f"Please shorten the letter to {LONGEST:,} characters. It has {len(text):,} now."
            )
        if not text.strip():
            raise forms.ValidationError("The letter is empty. Write a few words to the council.")
        return text
