"""The one form with which staff record what a document shows, in the order of the work."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.contrib.admin.models import ADDITION, CHANGE
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst

from campaign.recording import facts
from campaign.recording.called import Called, council_called
from campaign.recording.document_kind import kind_of_document
from campaign.recording.facts import OTHER_KINDS, HistoryLine, Shows
from campaign.recording.told import NO_TEXT, OWN_COPY, ToldForm, line
from campaign.tasks.forms import PlainText
from councils.dates import PartialDate, Precision, format_date, read_date, today
from councils.evidence_files import LARGEST, clean
from councils.forms import LinkField
from councils.models import (
    Commitment,
    Council,
    EvidenceFile,
    EvidenceLevel,
    SourceKind,
)
from councils.models.dated import DatedFact
from councils.models.logged import what_changed
from councils.record import CouncilOnDay, record_on

UNREADABLE = "We cannot read this as a date. Write it like 4 November 2026, Sept 2013 or 2012."
NO_DAY = "Does nothing say when? Write: unknown."
YEAR = re.compile(r"20[12]\d")
NO_EVIDENCE = (
    "Nothing goes on record without evidence. Give a link or a file, or say what shows it and where"
    " it is kept."
)
AS_SHOWN = "As its link or its name shows"
FROM_A_DOCUMENT = "Recorded from a document."
NO_KIND = "Choose what the document is: neither a link nor a name shows it."
DECIDES_THEN = f"If the council decides then, choose “{Shows.DUE.label}” above."


class RecordForm(ToldForm):
    """What a document shows of one council, and how we know."""

    use_required_attribute = False
    offered = {"roles": facts.SIGNING_ROLES, "documents": facts.DOCUMENTS}  # noqa: RUF012

    shows = forms.ChoiceField(
        label="What does the document show?",
        choices=Shows.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the document shows."},
    )
    council = forms.CharField(
        label="Council",
        help_text="By any name.",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Say which council."},
    )
    meant = forms.ChoiceField(
        label="Which one do you mean?", required=False, widget=forms.RadioSelect
    )
    date = forms.CharField(
        label="On what day?",
        help_text="As written there, or: unknown.",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Say when, as exactly as the document does. “2012” is enough."},
    )
    signed_by = line("Who signed: the name", "If it says so.")
    signed_role = line("Who signed: the role", "If it says so.", offers="roles")
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
        help_text="They stand beside its status. Read them first: they must point to no child.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    source_kind = forms.ChoiceField(
        label="What is the document?",
        required=False,
        choices=[("", AS_SHOWN), *((kind.value, capfirst(kind.label)) for kind in SourceKind)],
        help_text="The preview reads it back. Choose another if that is wrong.",
    )
    source_url = LinkField(
        label="Link to it",
        help_text="If it has one.",
        error_messages={"invalid": "This is not a web address. Copy it from your browser."},
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
        "Or where it is kept.",
        length=1000,  # what is on record of the 32 is longer than a line
        offers="documents",
    )
    page = line("Page", "If it has one.", length=20)
    quote = line("The words that say it", "Word for word.", length=500)
    checked = forms.CharField(
        label="Checked on", max_length=60, help_text="The day on which somebody read the document."
    )
    public_from = line(
        "Keep it until a day",
        "Empty: public as soon as you publish it. Otherwise the night’s jobs publish it that day.",
        length=60,
    )
    reason = line(
        "Why you correct it", "Public: what was wrong, and how you know what is right.", length=500
    )

    def __init__(self, *args: Any, fact: DatedFact | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on_record, self.record = fact, record_on()
        self.row: CouncilOnDay | None = None
        self.fact: DatedFact | None = None
        self.fields["checked"].initial = format_date(today())
        if fact is None:
            del self.fields["reason"]
        else:
            self.fields["reason"].error_messages["required"] = "Say why: the reason is public."
            self.fields["reason"].required = not fact.waits
            self.fields["shows"].disabled = True
            if not fact.waits:
                del self.fields["public_from"]
            del self.fields["kind"]
        if self.message:
            del self.fields["public_from"]  # its officer is thanked for what is on the page
        self._offer_councils()

    def _offer_councils(self) -> None:
        """Offer the councils that what was typed may mean, if it does not say which."""
        meant = self.fields["meant"]
        assert isinstance(meant, forms.ChoiceField)
        typed = str(self.data.get(self.add_prefix("council"), "")).strip()
        self.called = council_called(typed, self.record) if typed else None
        if self.on_record and typed == self.on_record.council.name:  # it may have closed
            self.called = Called(self.record.by_id[self.on_record.council_id])
        if self.called and self.called.row is None and self.called.choices:
            meant.choices = [(row.code, row.name) for row in self.called.choices]
        else:
            del self.fields["meant"]

    @property
    def is_signature(self) -> bool:
        """Whether it is to be a signature, so that the other choices are folded away."""
        return bool(self["shows"].value() == Shows.SIGNED)

    # What was typed

    def clean_date(self) -> PartialDate:
        typed = self.cleaned_data["date"]
        when, years = read_date(typed), set(YEAR.findall(typed))
        if when is None:
            sure = f"Is only the year sure? Write {years.pop()}." if len(years) == 1 else ""
            raise ValidationError(
                f"{UNREADABLE} {sure or 'Does nothing say when? Write: unknown.'}"
            )
        shows = self.cleaned_data.get("shows")
        if shows == Shows.DUE and self.on_record is None:
            facts.must_be_ahead(when)
        elif shows and shows != Shows.DUE:
            is_chosen = self.on_record is None and not self.prefix  # a line of a list has no choice
            facts.must_not_be_ahead(when, DECIDES_THEN if is_chosen else "")
        return when

    def clean_checked(self) -> Any:
        when = read_date(self.cleaned_data["checked"])
        if when is None or when.precision != Precision.DAY or when.date is None:
            raise ValidationError("Give the day on which it was checked, like 4 November 2026.")
        return when.date

    def clean_public_from(self) -> dt.date | None:
        typed = self.cleaned_data["public_from"]
        when = read_date(typed) if typed else None
        if typed and (when is None or when.precision != Precision.DAY or when.date is None):
            raise ValidationError("Give one day, like 14 January 2027, or leave it empty.")
        if when and when.date and when.date <= today():
            raise ValidationError("This day has come: leave it empty, and publish at once.")
        return when.date if when else None

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or self.cleaned_data
        self._find_council(chosen)
        self._keep_file(chosen)
        self._hear(chosen)
        shown_by = ("source", "source_url", "page", "quote", "evidence_file")
        is_broken = {"file", "source_url", "source"} & self.errors.keys()
        if not any(chosen.get(name) for name in shown_by) and not is_broken:
            self.add_error("source_url", NO_EVIDENCE)
        elif not is_broken and self.row and not chosen.get("source_kind"):
            self._see_kind(chosen)
        if chosen.get("shows") == Shows.OTHER and self.on_record is None:
            for name, needed in (("kind", "Choose what kind."), ("text", "Say it in a sentence.")):
                if not chosen.get(name) and name not in self.errors:
                    self.add_error(name, needed)
        if not self.errors and self.row:
            self._make_fact({**chosen, "when": chosen["date"]}, self.row)
        return chosen

    def _keep_file(self, chosen: dict[str, Any]) -> None:
        """Keep the file that was chosen, so that it is chosen once, whatever else is wrong."""
        kept: EvidenceFile | None
        if file := chosen.get("file"):
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

    def _find_council(self, chosen: dict[str, Any]) -> None:
        """Set the council. A district is refused, and its county offered."""
        called = self.called
        if called is None or "council" in self.errors:
            return
        if called.row is None and (code := chosen.get("meant")):
            called = council_called(code, self.record)
        self.row = called.row
        if self.row is None:
            self.add_error("council", called.reason)
        else:
            chosen["council"] = Council.objects.get(pk=self.row.id)

    def _see_kind(self, chosen: dict[str, Any]) -> None:
        """Set the kind of document that its link or name shows, or ask for it."""
        kind = kind_of_document(
            chosen.get("source_url", ""), chosen.get("source", ""), chosen["council"]
        )
        if kind:
            chosen["source_kind"] = kind
        else:
            self.add_error("source_kind", NO_KIND)

    def _hear(self, chosen: dict[str, Any]) -> None:
        """Judge by the council's message, if one led here, and say who confirmed it."""
        is_signature = chosen.get("shows") == Shows.SIGNED
        self.judge_message(chosen, more=is_signature)
        if chosen.get("confirmed_by"):
            chosen["source"] = self.with_confirmation(chosen.get("source", ""))
            chosen["source_kind"] = SourceKind.COUNCIL
        if chosen.get("own_copy"):
            chosen["note"] = f"{OWN_COPY} {chosen['note']}".strip()
        elif is_signature and chosen.get("date") and self.needs_own_copy(chosen["date"]):
            self.add_error("own_copy", NO_TEXT)

    def _make_fact(self, chosen: dict[str, Any], row: CouncilOnDay) -> None:
        """Make the fact and let the record's own rules judge it."""
        try:
            if self.on_record:
                fact = self.on_record
                facts.change(fact, chosen)
            else:
                fact = facts.fact_of(chosen, row)
            self._check(fact)
        except ValidationError as error:
            self._explain(error)
        else:
            self.fact = fact

    def _check(self, fact: DatedFact) -> None:
        """Raise ValidationError if the record speaks against it."""
        with transaction.atomic():
            self._note_asked(fact)  # as publishing does first
            fact.full_clean()
            transaction.set_rollback(True)
        fact.clean_council_was_there()

    def _note_asked(self, fact: DatedFact) -> list[HistoryLine]:
        """Record that our form asked, before what a council tells us by it about the four words."""
        if self.message is None or not getattr(fact, "commitment", ""):
            return []
        return facts.note_asked(self.message)

    def do(self, *, now: bool = False) -> list[HistoryLine]:
        """Put it on record; return the lines of history. Raises ValidationError.

        ``now`` shows it as it will be on its day.
        """
        assert self.fact
        if now:
            self.fact.public_from = None
        if self.on_record:
            before = type(self.fact)._base_manager.get(pk=self.fact.pk)
            why = self.cleaned_data["reason"]
            self.fact.correct(why)
            return [(self.fact, what_changed(before, self.fact, why), CHANGE)]
        text = f"From the council’s message: {self.message}." if self.message else FROM_A_DOCUMENT
        lines = self._note_asked(self.fact)
        self.fact.record()
        return [*lines, (self.fact, text, ADDITION)]

    def _explain(self, error: ValidationError) -> None:
        """Put each of the record's objections beside the field that can answer it."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            field = "checked" if name == "checked_on" else name
            self.add_error(field if field in self.fields else None, errors)


def initial_of(fact: DatedFact) -> dict[str, Any]:
    """Return a fact on record as the form shows it, to be corrected."""
    same = ("signed_by", "signed_role", "text", "source_kind", "source_url", "source",
            "commitment", "evidence_level", "council_words", "note")  # fmt: skip
    return {
        **{name: getattr(fact, name) for name in same if hasattr(fact, name)},
        "shows": facts.shown_by_fact(fact),
        "council": fact.council.name,
        "date": facts.as_typed(fact.when),
        "checked": format_date(fact.checked_on),
        "public_from": format_date(fact.public_from) if fact.waits and fact.public_from else "",
        "digest": fact.evidence_file_id or "",
        "file_is_public": fact.evidence_file_is_public,
    }
