"""The one form with which staff record what a document shows: judged, and put on record."""

from copy import copy
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from campaign.recording import facts
from campaign.recording.document_kind import kind_of_document
from campaign.recording.facts import Shows
from campaign.recording.fields import RecordFields
from councils.dates import PartialDate, format_date, is_no_day_of_its_month, read_date, today
from councils.evidence_files import LARGEST
from councils.evidence_files import clean as clean_file
from councils.models import Council, EvidenceFile, SourceKind
from councils.models.dated import DatedFact
from councils.models.logged import changed_fields, leave_line, what_changed
from councils.record import CouncilOnDay, record_on

UNREADABLE_DAY = (
    "We cannot read this as a date. Write it like 4 November 2026, Sept 2013, by 9/5/2014"
)
NO_EVIDENCE = "Nothing goes on record without evidence. Give a link, or say what shows it."
NAME_IT = (
    "A signature needs a link, or the name of the document: people read it beside the signature."
)
GOES_WITH_OLD_DOCUMENT = (
    "Of the document before: it goes. Write it anew, or tick above that it is the same document."
)


class RecordForm(RecordFields):
    """What a document shows of one council, and how we know: what is typed, judged and recorded."""

    said_if_done = "It is on record already."
    """What is said to somebody who pressed twice, or went back and pressed again."""

    def __init__(self, *args: Any, on_record: DatedFact | None = None, **kwargs: Any) -> None:
        """Make the form for a new fact, or for one on record, which stays as it is."""
        super().__init__(*args, **kwargs)
        self.on_record = on_record
        self.fact: DatedFact | None = None
        """What the answers make of it, unsaved; None until they are right."""
        self.candidate: DatedFact | None = None
        """The same, kept where the record does not allow it too: ``done_before`` looks at it."""
        self.was: dict[str, Any] = {}
        """What the fields say of the fact on record; {} for a new one."""
        self.fields["checked"].initial = format_date(today())
        if on_record:
            self._begin_correction(on_record)
        else:
            del self.fields["reason"], self.fields["same_document"]
        is_public = on_record is not None and not on_record.waits
        if self.message or is_public:
            del self.fields["public_from"]  # an officer is thanked for what is on the page

    def _begin_correction(self, on_record: DatedFact) -> None:
        self.fields["shows"].disabled = True
        self.fields["reason"].required = not on_record.waits
        self.field_with_role = "reason"
        del self.fields["kind"]
        self.was = facts.initial_of(on_record)
        now = on_record.get_source_kind_display()
        self.fields["source_kind"].help_text = f"It is now: {now}."
        as_now = ("", "As now; of another document, as that shows")
        self.fields["source_kind"].widget.choices[0] = as_now

    @property
    def is_signature(self) -> bool:
        """Whether it is to be a signature, so that the other choices are folded away."""
        return bool(self["shows"].value() == Shows.SIGNED)

    def clean_council(self) -> Council:
        """Find the council. That of a fact on record is left as it is: it may have closed."""
        fact = self.on_record
        if fact and self.cleaned_data["council"] == fact.council.name:
            self.council_today = record_on().by_id[fact.council_id]
            return fact.council
        council = super().clean_council()
        if fact and not fact.waits and council != fact.council:
            raise ValidationError(
                f"This is about {fact.council}. Select “It belongs to another council” to move it:"
                " what its own council confirmed does not go along."
            )
        return council

    def clean_date(self) -> PartialDate:
        when = read_date(self.cleaned_data["date"])
        shows = self.cleaned_data.get("shows")
        if when is None and is_no_day_of_its_month(self.cleaned_data["date"]):
            raise ValidationError("That month has no such day.")
        if when is None:
            raise ValidationError(f"{UNREADABLE_DAY}, 2012, or: unknown.")
        is_to_come = when.last_day is not None and when.last_day >= today()
        if self.on_record is None and shows == Shows.DUE and not is_to_come:
            raise ValidationError(
                "Give the day to come, or at least its month. If you know what was decided, choose"
                " that above."
            )
        return when

    @property
    def own_mail_is_too_little(self) -> bool:
        """Whether it needs more than the council's own mail: that it signed, or withdrew."""
        says_signed_or_withdrawn = self.cleaned_data.get("shows") in (Shows.SIGNED, Shows.WITHDRAWN)
        return says_signed_or_withdrawn and not self.on_record

    def clean(self) -> dict[str, Any]:
        """Judge the answers together, each step by what those before it have made of them.

        The file that is kept and the kind of the document are set here. The field that
        ``field_with_role`` names begins with the role that confirmed it.
        """
        chosen = super().clean() or self.cleaned_data
        chosen["evidence_file"] = self._kept_file(chosen)
        self._compare_with_old_document(chosen)
        # Whether it may be said: it rests on something, names no officer, and shows no child.
        self.judge_message(chosen)
        self.say_who_confirmed(chosen)
        self.ask_about_a_child()
        if self._has_good_evidence(chosen):
            chosen["source_kind"] = self._kind_of_document(chosen)
        self._judge_something_else(chosen)
        # What the record says to it.
        if not self.errors and self.council_today:
            try:
                self.fact = self._make_fact(chosen, self.council_today)
            except ValidationError as error:
                self._explain(error)
        return chosen

    def _judge_something_else(self, chosen: dict[str, Any]) -> None:
        if chosen.get("shows") == Shows.OTHER:
            self._need(chosen, "kind", "Choose what kind.")
            self._need(chosen, "text", "Say it in a sentence.")

    def _need(self, chosen: dict[str, Any], name: str, error: str) -> None:
        if name in chosen and not chosen[name]:
            self.add_error(name, error)

    def is_new(self, name: str) -> bool:
        """Whether it is not on record: ``AsksAboutAChild`` asks of nothing else.

        A council’s message may have filled it in.
        """
        return not self.on_record or self.cleaned_data[name] != self.was.get(name, "")

    def _kept_file(self, chosen: dict[str, Any]) -> EvidenceFile | None:
        """Keep the file, so that it is chosen once, whatever else is wrong; return what is kept."""
        kept: EvidenceFile | None
        file = chosen.get("file")
        if file:
            try:
                kept = EvidenceFile.objects.keep(*clean_file(file.read(LARGEST + 1)))
            except ValueError as error:
                self.add_error("file", str(error))
                return None
            # The page shows the form again with this hidden in it, and the file is found by it.
            self.data = {**self.data.dict(), "digest": kept.digest}  # type: ignore[attr-defined]
        else:
            kept_files = EvidenceFile.objects.defer("content")
            kept = kept_files.filter(digest=chosen.get("digest", "")).first()
        if kept:
            self["file"].help_text = f"We have {kept}. Choose another to put in its place."
        return kept

    def _compare_with_old_document(self, chosen: dict[str, Any]) -> None:
        """Drop what was said of the old document, if a correction names another one.

        ``is_another_document`` is set then. Of the same document the kind stays as it is on record,
        unless somebody chose one; of another one ``_kind_of_document`` judges it below.
        """
        compared = {"council", "file", "source_url", "source", "quote"}
        if not self.on_record or compared & self.errors.keys():
            return
        if not chosen["same_document"] and facts.names_another_document(self.was, chosen):
            chosen["is_another_document"] = True
            for name in facts.drop_old_document(self.was, chosen):
                field = "file" if name == "evidence_file" else name
                self[field].help_text = GOES_WITH_OLD_DOCUMENT
        elif not chosen.get("source_kind"):
            chosen["source_kind"] = self.on_record.source_kind

    def _has_good_evidence(self, chosen: dict[str, Any]) -> bool:
        """Whether something shows it, that people can read beside a signature; refuse it if not."""
        if {"file", "source_url", "source"} & self.errors.keys():
            return False
        evidence = ("source", "source_url", "quote", "evidence_file")
        has_evidence = any(chosen.get(name) for name in evidence)
        has_name = bool(chosen["source_url"] or chosen["source"])
        if not has_evidence:
            self.add_error("source_url", NO_EVIDENCE)
            return False
        if chosen.get("shows") == Shows.SIGNED and not has_name:
            self.add_error("source", NAME_IT)
            return False
        return True

    def _kind_of_document(self, chosen: dict[str, Any]) -> str:
        """Return what the document is: the council's own, as chosen, or as it shows itself."""
        rests_on_role = chosen.get("confirmed_by") and not self.on_record
        if chosen.get("shows") == Shows.WITHDRAWN or rests_on_role:
            return SourceKind.COUNCIL
        if chosen.get("source_kind"):
            return str(chosen["source_kind"])
        link = chosen["source_url"]
        council = chosen.get("council")
        kind = kind_of_document(link, chosen["source"], council)
        # Of a link alone nothing can be said before its council is known, which is asked for.
        may_be_judged = council or not link
        if not kind and may_be_judged:
            self.add_error("source_kind", "Neither its link nor its name shows what it is: choose.")
        return kind

    def _make_fact(self, chosen: dict[str, Any], council_today: CouncilOnDay) -> DatedFact:
        """Make the fact, or one on record as it would be. Raises ValidationError if it cannot."""
        if self.on_record:
            candidate = facts.fill(copy(self.on_record), chosen)
        else:
            candidate = facts.new_fact(chosen, council_today)
        self.candidate = candidate
        candidate.full_clean()
        candidate.clean_council_was_there()
        return candidate

    def put_on_record(self, request: HttpRequest, origin: str = "") -> None:
        """Put it on record, with a line in its history. Raises ValidationError.

        ``origin``: from where it comes, if not from the form, as a sentence.
        """
        assert self.fact
        if self.on_record:
            before = type(self.fact)._base_manager.get(pk=self.fact.pk)
            why = self.cleaned_data["reason"]
            self.fact.correct(why)
            changed = what_changed(before, self.fact, why)
            leave_line(request, self.fact, f"{origin} {changed}".strip(), CHANGE)
            return
        self.fact.record()
        said = origin or "Recorded."
        if self.message:
            said = f"From the council’s message: {self.message}."
        leave_line(request, self.fact, said, ADDITION)

    def done_before(self, request: HttpRequest) -> DatedFact | None:
        """Return the fact that says all this already: somebody pressed twice, or went back."""
        if self.candidate is None:
            return None
        if self.on_record is None:
            return facts.same_on_record(self.candidate)
        if changed_fields(self.on_record, self.candidate):
            return None
        return self.on_record

    def _explain(self, error: ValidationError) -> None:
        """Put each of the record's objections beside the field that can answer it.

        The record names its columns, and two of them have another name in the form.
        """
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            field: str | None = {"checked_on": "checked", "kind": "shows"}.get(name, name)
            if field not in self.fields:
                field = None
            self.add_error(field, errors)
