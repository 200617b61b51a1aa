"""The fields of the one form with which staff record what a document shows, in their order."""

from typing import Any

from django import forms
from django.utils.text import capfirst

from campaign.recording.facts import OTHER_KINDS, Shows
from campaign.recording.led_here import OpenedByMessage
from campaign.recording.named_council import NamesCouncil
from campaign.tasks.forms import PlainText
from councils.evidence_files import LARGEST
from councils.forms import DayField, LinkField
from councils.models import Commitment, EvidenceLevel, SourceKind


def text_field(label: str, hint: str = "", *, length: int = 120, **options: Any) -> forms.CharField:
    """Return a field of one line that may stay empty."""
    return forms.CharField(
        label=label, help_text=hint, max_length=length, required=False, **options
    )


class RecordFields(NamesCouncil, OpenedByMessage):
    """What a document shows of one council, and how we know."""

    use_required_attribute = False
    field_with_role = "source"

    # Before the day, which is judged by it: fields are judged in the order in which they stand.
    shows = forms.ChoiceField(
        label="What does the document show?",
        choices=Shows.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the document shows."},
    )
    date = forms.CharField(
        label="On what day?",
        help_text="As written there, or: unknown.",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Say when, as exactly as the document does. “2012” is enough."},
    )
    signed_by = text_field("Who signed: the name", "If it says so.")
    signed_role = text_field("Who signed: the role", "If it says so.")
    kind = forms.ChoiceField(
        label="What kind of thing",
        required=False,
        choices=[("", "Choose"), *((kind.value, kind.label) for kind in OTHER_KINDS)],
        help_text="Needed for something else.",
    )
    text = text_field(
        "In one sentence",
        "If you leave it empty, ours is used. Something else needs one of yours.",
        length=300,
    )
    commitment = forms.ChoiceField(
        label="Which of the four words",
        choices=[("", "None"), *Commitment.choices],
        required=False,
        help_text="Only for what it has done since it signed and was asked.",
    )
    evidence_level = forms.ChoiceField(
        label="How it is known",
        choices=[("", "As its link shows"), *EvidenceLevel.choices],
        required=False,
        help_text="Stated: the council says so. Shown: it is published. Checked: somebody outside"
        " the council has looked.",
    )
    council_words = PlainText(
        label="The council’s own words",
        required=False,
        help_text="They stand beside its status. Read them first: they must point to no child. Only"
        " they show that it has withdrawn.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    source_kind = forms.ChoiceField(
        label="What is the document?",
        required=False,
        choices=[
            ("", "As its link or its name shows"),
            *((kind.value, capfirst(kind.label)) for kind in SourceKind),
        ],
        help_text="The preview reads it back. Choose another if that is wrong. That a council has"
        " withdrawn, and what a role confirmed to us, is always the council’s own word.",
    )
    source_url = LinkField(
        label="Link to it",
        help_text="If it has one.",
        error_messages={"invalid": "This is not a web address. Copy it from your browser."},
    )
    same_document = forms.BooleanField(
        label="The same document: it moved, or is better named",
        required=False,
        help_text="Otherwise another link or name is another document, and what we said of the one"
        " before goes, unless you write it anew.",
    )
    file = forms.FileField(
        label="The document itself, as a file",
        required=False,
        help_text=f"A PDF, or a JPEG or PNG picture, up to {LARGEST // 1_000_000} MB. The place and"
        " camera details that a phone adds are removed.",
    )
    note = PlainText(
        label="What a careful reader should know",
        required=False,
        help_text="Public.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    # Of the file that is kept already, so that it need not be chosen again.
    digest = forms.CharField(required=False, widget=forms.HiddenInput)
    file_is_public = forms.BooleanField(
        label="Show the file in public too",
        required=False,
        help_text="Only if nobody’s address, signature or child is on it. Otherwise only staff see"
        " it.",
    )
    source = text_field(
        "Name of the document",
        "With its page, if it has one. Or where it is kept.",
        length=1000,  # what is on record of the 32 is longer than a line
    )
    quote = text_field("The words that say it", "Word for word.", length=500)
    checked = DayField(
        label="Checked on",
        help_text="The day on which somebody read the document.",
        error_messages={"invalid": "Give one day, like 4 November 2026."},
    )
    public_from = DayField(
        label="Keep it until a day",
        required=False,
        help_text="A day to come: the night’s jobs publish it then. Empty: public at once.",
        error_messages={"invalid": "Give one day, like 14 January 2027, or leave it empty."},
    )
    reason = text_field(
        "Why you correct it",
        "Public: what was wrong, and how you know what is right.",
        length=500,
        error_messages={"required": "Say why: the reason is public."},
    )
