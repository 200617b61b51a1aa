"""The one form with which staff record what a document shows, in the order of the work."""

from typing import Any

from django import forms
from django.contrib.admin.models import ADDITION, CHANGE
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.text import capfirst

from campaign.recording import facts
from campaign.recording.facts import OTHER_KINDS, Shows
from campaign.recording.told import ToldForm, line
from campaign.tasks.forms import PlainText
from councils.dates import PartialDate, format_date, read_date, today
from councils.evidence_files import LARGEST, clean
from councils.forms import DayField, LinkField
from councils.models import (
    Commitment,
    Council,
    EvidenceFile,
    EvidenceLevel,
    SourceKind,
)
from councils.models.dated import DatedFact
from councils.models.logged import leave_line, what_changed
from councils.record import CouncilOnDay, record_on
from councils.search.called import council_called

UNREADABLE = "We cannot read this as a date. Write it like 4 November 2026, Sept 2013, by 9/5/2014"
NAME_IT = (
    "A signature needs a link, or the name of the document: people read it beside the signature."
)
OF_ANOTHER = (
    "Of the document before: it goes. Write it anew, or tick above that it is the same document."
)


class RecordForm(ToldForm):
    """What a document shows of one council, and how we know."""

    use_required_attribute = False
    how_we_know = "source"

    shows = forms.ChoiceField(
        label="What does the document show?",
        choices=Shows.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the document shows."},
    )
    meant = forms.CharField(
        label="Which one do you mean?", required=False, widget=forms.RadioSelect
    )
    """Offered where what was typed as the council does not say which."""
    council = forms.CharField(
        label="Council",
        help_text="By any name.",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
        error_messages={"required": "Say which council."},
    )
    date = forms.CharField(
        label="On what day?",
        help_text="As written there, or: unknown.",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Say when, as exactly as the document does. “2012” is enough."},
    )
    signed_by = line("Who signed: the name", "If it says so.")
    signed_role = line("Who signed: the role", "If it says so.")
    kind = forms.ChoiceField(
        label="What kind of thing",
        required=False,
        choices=[("", "Choose"), *((kind.value, kind.label) for kind in OTHER_KINDS)],
        help_text="Needed for something else.",
    )
    text = line(
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
        help_text="The preview reads it back. Choose another if that is wrong.",
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
        help_text="A PDF, or a JPEG or PNG picture, up to 10 MB. The place and"
        " camera details that a phone adds are removed.",
    )
    note = PlainText(
        label="What a careful reader should know",
        required=False,
        help_text="Public.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    digest = forms.CharField(required=False, widget=forms.HiddenInput)
    file_is_public = forms.BooleanField(
        label="Show the file in public too",
        required=False,
        help_text="Only if nobody’s address, signature or child is on it. Otherwise only staff see"
        " it.",
    )
    source = line(
        "Name of the document",
        "With its page, if it has one. Or where it is kept.",
        length=1000,  # what is on record of the 32 is longer than a line
    )
    quote = line("The words that say it", "Word for word.", length=500)
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
    reason = line(
        "Why you correct it",
        "Public: what was wrong, and how you know what is right.",
        length=500,
        error_messages={"required": "Say why: the reason is public."},
    )

    def __init__(self, *args: Any, fact: DatedFact | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on_record = fact
        self.row: CouncilOnDay | None = None
        self.fact: DatedFact | None = None
        self.fields["checked"].initial = format_date(today())
        if fact:
            self.fields["shows"].disabled = True
            self.fields["reason"].required = not fact.waits
            self.how_we_know = "reason"
            del self.fields["kind"]
            self.was = facts.initial_of(fact)
            self.was_kind = fact.source_kind
            self.fields["source_kind"].help_text = f"It is now: {fact.get_source_kind_display()}."
            self.fields["source_kind"].widget.choices[0] = (
                "",
                "As now; of another document, as that shows",
            )
        else:
            del self.fields["reason"], self.fields["same_document"]
        if self.message or (fact and not fact.waits):
            del self.fields["public_from"]  # an officer is thanked for what is on the page

    @property
    def is_signature(self) -> bool:
        """Whether it is to be a signature, so that the other choices are folded away."""
        return bool(self["shows"].value() == Shows.SIGNED)

    def clean_council(self) -> Council:
        """Find the council. A district is refused, and its county offered."""
        typed = self.cleaned_data["council"]
        record = record_on()
        called = council_called(typed, record)
        self.fields["meant"].widget.choices = [(row.code, row.name) for row in called.choices]
        self.row = called.row
        code = self.cleaned_data.get("meant")
        if self.on_record and typed == self.on_record.council.name:  # it may have closed
            self.row = record.by_id[self.on_record.council_id]
        elif self.row is None and code:
            self.row = council_called(code, record).row
        if self.row is None:
            raise ValidationError(called.reason)
        return Council.objects.get(pk=self.row.id)

    def clean_date(self) -> PartialDate:
        when = read_date(self.cleaned_data["date"])
        shows = self.cleaned_data.get("shows")
        if when is None:
            raise ValidationError(f"{UNREADABLE}, or: unknown.")
        is_past = when.last_day is None or when.last_day < today()
        if self.on_record is None and shows == Shows.DUE and is_past:
            raise ValidationError(
                "Give the day to come, or at least its month. If you know what was decided, choose"
                " that above."
            )
        return when

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or self.cleaned_data
        self._keep_file(chosen)
        self._see_document(chosen)
        proves = chosen.get("shows") in (Shows.SIGNED, Shows.WITHDRAWN)
        self.needs_more = proves and not self.on_record
        self.judge_message(chosen)
        self.ask_about_a_child()
        self._see_evidence(chosen)
        if chosen.get("shows") == Shows.OTHER:
            self._need(chosen, "kind", "Choose what kind.")
            self._need(chosen, "text", "Say it in a sentence.")
        if not self.errors and self.row:
            try:
                self.fact = self._make_fact(chosen, self.row)
            except ValidationError as error:
                self._explain(error)
        return chosen

    def _need(self, chosen: dict[str, Any], name: str, error: str) -> None:
        if name in chosen and not chosen[name]:
            self.add_error(name, error)

    def is_new(self, name: str) -> bool:
        """Whether it is not on record: a council’s message may have filled it in."""
        return not self.on_record or self.cleaned_data[name] != self.was.get(name, "")

    def _keep_file(self, chosen: dict[str, Any]) -> None:
        """Keep the file that was chosen, so that it is chosen once, whatever else is wrong."""
        kept: EvidenceFile | None
        file = chosen.get("file")
        if file:
            try:
                kept = EvidenceFile.objects.keep(*clean(file.read(LARGEST + 1)))
            except ValueError as error:
                self.add_error("file", str(error))
                return
            self.data = {**self.data.dict(), "digest": kept.digest}  # type: ignore[attr-defined]
        else:
            kept_files = EvidenceFile.objects.defer("content")
            kept = kept_files.filter(digest=chosen.get("digest", "")).first()
        chosen["evidence_file"] = kept
        if kept:
            self["file"].help_text = f"We have {kept}. Choose another to put in its place."

    def _see_document(self, chosen: dict[str, Any]) -> None:
        """Begin another document afresh in a correction; leave the kind of the same one."""
        names = {"council", "file", "source_url", "source", "quote"}
        if not self.on_record or names & self.errors.keys():
            return
        if not chosen["same_document"] and facts.is_another(self.was, chosen):
            for name in facts.begin_afresh(self.was, chosen):
                field = {"evidence_file": "file"}.get(name, name)
                self[field].help_text = OF_ANOTHER
        elif not chosen["source_kind"]:
            chosen["source_kind"] = self.was_kind

    def _see_evidence(self, chosen: dict[str, Any]) -> None:
        """Refuse what nothing shows; set the kind of document that its link or name shows."""
        if {"file", "source_url", "source"} & self.errors.keys():
            return
        shows = chosen.get("shows")
        is_confirmed_anew = chosen.get("confirmed_by") and not self.on_record
        if not any(chosen.get(name) for name in ("source", "source_url", "quote", "evidence_file")):
            message = "Nothing goes on record without evidence. Give a link, or say what shows it."
            self.add_error("source_url", message)
        elif shows == Shows.SIGNED and not (chosen["source_url"] or chosen["source"]):
            self.add_error("source", NAME_IT)
        elif shows == Shows.WITHDRAWN or is_confirmed_anew:
            chosen["source_kind"] = SourceKind.COUNCIL
        elif not chosen.get("source_kind"):
            link = chosen["source_url"]
            council = chosen.get("council")
            chosen["source_kind"] = facts.kind_of_document(link, chosen["source"], council)
            if not chosen["source_kind"] and (council or not link):
                self.add_error(
                    "source_kind", "Neither its link nor its name shows what it is: choose."
                )

    def _make_fact(self, chosen: dict[str, Any], row: CouncilOnDay) -> DatedFact:
        """Make the fact, or fill the one on record. Raises ValidationError if it cannot be."""
        if self.on_record:
            fact = facts.fill(self.on_record, chosen)
        else:
            fact = facts.new_fact(chosen, row)
        fact.full_clean()
        fact.clean_council_was_there()
        return fact

    def do(self, request: HttpRequest, said: str = "Recorded.") -> None:
        """Put it on record, with a line in its history. Raises ValidationError."""
        assert self.fact
        if self.on_record:
            before = type(self.fact)._base_manager.get(pk=self.fact.pk)
            why = self.cleaned_data["reason"]
            self.fact.correct(why)
            leave_line(request, self.fact, what_changed(before, self.fact, why), CHANGE)
            return
        self.fact.record()
        if self.message:
            said = f"From the council’s message: {self.message}."
        leave_line(request, self.fact, said, ADDITION)

    def _explain(self, error: ValidationError) -> None:
        """Put each of the record's objections beside the field that can answer it."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            field: str | None = {"checked_on": "checked", "kind": "shows"}.get(name, name)
            if field not in self.fields:
                field = None
            self.add_error(field, errors)
