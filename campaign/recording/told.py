"""What a council's message opens: what its own mail shows, and what else it takes."""

from typing import Any

from django import forms
from django.utils import timezone

from campaign.pages.models import Opening
from campaign.sign_up.models import SignUp, SignUpKind
from campaign.sign_up.officer_names import PublicWordsForm
from councils.dates import PartialDate
from councils.record import record_on
from councils.record.charter_text import is_held

CONFIRMING = (
    "Lead Member for Children’s Services",
    "Director of Children’s Services",
    "Democratic services",
)
"""Who can confirm for a council: a role, never a person."""
NOT_SHOWN = (
    "The officer’s message does not show it. Give the link to a public decision or page, or say"
    " which role confirmed it to us."
)
NO_TEXT = (
    "This site does not hold the charter’s text. A new signature needs the council’s own copy of"
    " what it signed."
)
OWN_COPY = "The council showed us its own copy of the text that it signed."
NAMES_THE_OFFICER = "This names the officer. Name the role: it is public."


def line(
    label: str, hint: str = "", *, length: int = 120, offers: str = "", **options: Any
) -> forms.CharField:
    """Return a field of one line that may stay empty. ``offers``: the id of a list beside it."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=length,
        required=False,
        widget=forms.TextInput({"list": offers} if offers else {}),
        **options,
    )


class ToldForm(PublicWordsForm):
    """A form that a council's message may have opened, with what the message alone leaves open."""

    whose_name = "the officer’s name"
    named = dict.fromkeys(
        ("source", "text", "quote", "signed_role", "council_words", "reason"), NAMES_THE_OFFICER
    )
    is_a_word = forms.BooleanField(
        label="That word is no name here. It’s a place or an ordinary word.",
        required=False,
        widget=forms.HiddenInput,
    )
    confirmed_by = forms.ChoiceField(
        label="Which role confirmed it to us",
        choices=[("", "None, or a public page shows it"), *((role, role) for role in CONFIRMING)],
        required=False,
        help_text="At an address that you found yourself, never the one that wrote.",
    )
    own_copy = forms.BooleanField(
        label="It showed us its own copy of the text that it signs",
        required=False,
        help_text="Needed for a new signature while this site does not hold the charter’s text.",
    )
    own_words = forms.CharField(
        label="A line of your own above it",
        required=False,
        help_text="If it needs one.",
        widget=forms.Textarea(attrs={"rows": 3, "form": "recording"}),
    )

    def __init__(self, *args: Any, message: SignUp | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.message = message
        not_asked = () if message else ("is_a_word", "confirmed_by", "own_words")
        for name in (*not_asked, *(() if message and not is_held(record_on()) else ("own_copy",))):
            del self.fields[name]

    @property
    def told(self) -> list[forms.BoundField]:
        """What is asked because the message alone does not show it."""
        names = [name for name in ("confirmed_by", "own_copy", "is_a_word") if name in self.fields]
        return [self[name] for name in names if not self[name].is_hidden]

    def judge_message(self, chosen: dict[str, Any], *, more: bool = False) -> None:
        """Refuse what the message alone does not show, and public words that name its officer."""
        if self.message is None:
            return
        shown = ("source_url", "evidence_file", "confirmed_by")
        if (more or not self.message.from_own_mail) and not any(map(chosen.get, shown)):
            self.add_error("confirmed_by", NOT_SHOWN)
        texts = {name: str(chosen.get(name, "")) for name in self.named if name in self.fields}
        self.refuse_name(self.message.officer, self.message.email, texts)

    def needs_own_copy(self, when: PartialDate) -> bool:
        """Whether the council signs now, or signed since this site opened, a text nobody holds."""
        if self.message is None or "own_copy" not in self.fields:
            return False
        opened_at, first = Opening.current().opened_at, when.first_day
        since = opened_at and first and first >= timezone.localdate(opened_at)
        return self.message.kind == SignUpKind.WANTS or bool(since)

    def with_confirmation(self, words: str) -> str:
        """Put who confirmed it to us before words that say how we know."""
        role = self.cleaned_data.get("confirmed_by")
        if not (role and self.message):
            return words
        said = f"{role} of {self.message.council} confirmed it to us at an address that we found"
        return f"{said} ourselves. {words}".strip()
