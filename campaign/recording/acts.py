"""What can be done to a fact on record.

It is taken back, put back, moved to another council, confirmed, disputed, or a dispute is settled.
"""

import re
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.models import CHANGE
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.text import capfirst

from campaign.recording.facts import WE_HAVE_IT
from campaign.recording.led_here import FROM_TASK, OpenedByMessage, confirmed_sentence, thanked_line
from campaign.recording.named_council import NamesCouncil, council_field
from campaign.sign_up.models import A_MESSAGE_FROM
from councils.dates import today
from councils.forms import DayField
from councils.models import Council, Signature
from councils.models.dated import DatedFact, SourceKind
from councils.models.logged import history_of, leave_line
from councils.names import with_article


def reason_field(
    label: str, needed: str, hint: str = "Public.", initial: str | None = None
) -> forms.CharField:
    """Return the field for why an act is done."""
    return forms.CharField(
        label=label,
        initial=initial,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60, "autofocus": True}),
        error_messages={"required": needed},
    )


class Act(OpenedByMessage):
    """A form that does one thing to a fact. Its template explains it."""

    use_required_attribute = False
    title: ClassVar[str]
    verb: ClassVar[str]
    """The fact's own method that does it, with a public reason. "correct" saves what the form has
    set on the fact."""

    def __init__(self, fact: DatedFact, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fact: Any = fact

    def clean(self) -> None:
        self.judge_message(self.cleaned_data)
        self.say_who_confirmed(self.cleaned_data)
        self.ask_about_a_child()

    def is_new(self, name: str) -> bool:
        """Return True for ``AsksAboutAChild``: every word of an act becomes public with it."""
        return True

    @property
    def why(self) -> str:
        """The public reason, as far as it was understood."""
        return str(self.cleaned_data.get(self.field_with_role, ""))

    @property
    def what_is_done(self) -> str:
        """What is done, as the history of the fact says it."""
        return self.title

    @property
    def history_line(self) -> str:
        """What the history of the fact says of it."""
        return f"{self.what_is_done}. Why: {self.why}"

    def put_on_record(self, request: HttpRequest) -> None:
        """Do it, with a line in the history. Raises ValidationError if the record objects."""
        getattr(self.fact, self.verb)(self.why)
        leave_line(request, self.fact, self.history_line, CHANGE)

    @property
    def said_if_done(self) -> str:
        """What is said to somebody who pressed twice, or went back and pressed again."""
        return f"It is done already: {self.history_line}"

    def done_before(self, request: HttpRequest) -> DatedFact | None:
        """Return the fact if the same was just done to it: somebody pressed twice, or went back."""
        history = history_of(self.fact).order_by("-pk")
        # Of an act that a message or a task opened, the line on that comes last.
        if self.message:
            history = history.exclude(change_message=thanked_line(self.message))
        history = history.exclude(change_message__startswith=FROM_TASK)
        last = history.first()
        if last is None or last.user_id != request.user.pk:
            return None
        if last.change_message != self.history_line:
            return None
        fact: DatedFact = self.fact
        return fact


class Retract(Act):
    """We recorded it by mistake."""

    title = "Take it back"
    verb = "retract"
    needs_proof = False
    reason = reason_field("What was wrong", "Say what was wrong.")


class PutBack(Act):
    """We took it back by mistake."""

    title = "Put it back on record"
    verb = "put_back"
    needs_proof = False
    reason = reason_field(
        "Why", "Say why it belongs on record.", initial="It was taken back by mistake."
    )


class Dispute(Act):
    """The council says that it is wrong."""

    title = "The council disputes it"
    verb = "dispute"
    reason = reason_field("What the council says", "Say what the council says.")


class Settle(Act):
    """What the council disputed is cleared up."""

    title = "The council’s objection is settled"
    verb = "settle_dispute"
    reason = reason_field("What came of it", "Say what came of it.")


class Confirm(Act):
    """The council told us that it is right; without a day, that it did not say so after all."""

    title = "The council confirms it"
    verb = "correct"
    day = DayField(
        label="On what day",
        required=False,
        initial=today,
        error_messages={"invalid": "Give the day on which it told us, like 4 November 2026."},
    )
    reason = reason_field(
        "How it confirmed",
        "Say how the council confirmed it.",
        "Public. Roles, and nobody’s name: “The director’s office wrote to us.”",
    )

    @property
    def what_is_done(self) -> str:
        if self.cleaned_data.get("day") is None:
            return "The council did not confirm it, after all"
        return self.title

    def put_on_record(self, request: HttpRequest) -> None:
        self.fact.confirmed_on = self.cleaned_data["day"]
        super().put_on_record(request)


class Move(NamesCouncil, Act):
    """It is on record of a council that it is not about."""

    title = "It belongs to another council"
    verb = "correct"
    needs_proof = False
    council = council_field("To which council", "Say to which council it belongs.")
    reason = reason_field("How you know", "Say how you know: it is public.")

    def __init__(self, fact: DatedFact, *args: Any, **kwargs: Any) -> None:
        super().__init__(fact, *args, **kwargs)
        self.initial.pop("council", None)  # a council's message names its own
        self.fields["reason"].widget.attrs.pop("autofocus")

    def clean_council(self) -> Council:
        council = super().clean_council()
        if council.pk == self.fact.council_id:
            raise ValidationError(f"It is on record of {council.name} already.")
        return council

    def clean(self) -> None:
        super().clean()
        council = self.cleaned_data.get("council")
        if council is None:
            return
        try:
            move(self.fact, council)
        except ValidationError as error:
            self.add_error("council", error.messages)


def move(fact: Any, council: Council) -> None:
    """Set on a fact, unsaved, that it is another council's. Raises ValidationError if it cannot."""
    is_signature = isinstance(fact, Signature)
    resting = fact.events_resting_on_it() if is_signature else []
    if resting:
        names = " and ".join(str(event) for event in resting)
        raise ValidationError(f"Take back first what rests on it: {names}.")
    old_council = fact.council
    drop_what_its_council_confirmed(fact)
    fact.council = council
    fact.disputed_on = None
    if is_signature:
        fact.confirmed_on = None  # the council that confirmed it was another
        fact.choose_edition()
    else:
        fact.text = in_the_name_of(fact.text, old_council, council)
    fact.full_clean()
    fact.clean_council_was_there()


def drop_what_its_council_confirmed(fact: Any) -> None:
    """Take out of a fact's source, unsaved, that its council confirmed it, or wrote it to us.

    The word of one council shows nothing of another. Raises ValidationError where it was all that
    showed the fact.
    """
    source = without_its_own_word(fact.source, fact.council)
    nothing_is_left = bool(fact.source) and not source
    fact.source = source
    has_document = fact.source_url or fact.evidence_file_id
    rests_on_its_word = fact.source_kind == SourceKind.COUNCIL or nothing_is_left
    if rests_on_its_word and not has_document:
        raise ValidationError(
            f"Only {fact.council.name}’s own word shows it, and that is no other council’s. Take it"
            " back, and record it of the other council with what shows it there."
        )
    if nothing_is_left and not fact.source_url:
        fact.source = WE_HAVE_IT


def without_its_own_word(source: str, council: Council) -> str:
    """Return a source without the sentence that its council confirmed it, or wrote it to us."""
    # Before the sentence stands the role alone (``say_who_confirmed``). A quote follows a colon, in
    # the place of the full stop.
    confirmed = confirmed_sentence(council).removesuffix(".")
    if confirmed in source:
        _, _, after_it = source.partition(confirmed)
        source = after_it.lstrip(".: ")
    if source.startswith(A_MESSAGE_FROM):  # filled in by a message, which any quote is from
        return ""
    return source


def in_the_name_of(text: str, old_council: Council, new_council: Council) -> str:
    """Return a sentence with the new council's name, short or whole, in place of the old one's."""
    new_names = {}
    for name in ("short_name", "name"):
        old = with_article(getattr(old_council, name))
        new = with_article(getattr(new_council, name))
        new_names[capfirst(old)] = capfirst(new)
        new_names[old] = new
    # All at once: "Nottingham" is within "Nottinghamshire", and within its own whole name.
    longest_first = sorted(new_names, key=len, reverse=True)
    any_name = "|".join(map(re.escape, longest_first))
    text = re.sub(rf"(?<!\w)(?:{any_name})(?!\w)", lambda found: new_names[found[0]], text)
    return capfirst(text)


ACTS: dict[str, type[Act]] = {
    "retract": Retract,
    "put-back": PutBack,
    "move": Move,
    "confirm": Confirm,
    "dispute": Dispute,
    "settle": Settle,
}
"""The acts by their name in addresses."""
