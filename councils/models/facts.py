"""The two kinds of fact: signatures of an edition of the charter, and every other dated event."""

import datetime as dt
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from councils.dates import RECORD_BEGINS, format_date, today
from councils.models.dated import STAFF, DatedFact, DatedFactQuerySet, SourceKind
from councils.models.logged import LoggedModel, stands_as_of


class EventKind(models.TextChoices):
    """What happened, or is due."""

    CONTACTED = "contacted", "asked by the campaign"
    INTENDS = "intends", "says it will sign"
    DECISION_DUE = "decision_due", "decision due"
    DECIDED = "decided", "decision taken"
    REAFFIRMED = "reaffirmed", "re-affirmed"
    PROGRESS = "progress", "progress shown"
    REPLY = "reply", "the council replied"
    REFUSES = "refuses", "says it will not sign"
    WITHDRAWN = "withdrawn", "has withdrawn"


class Commitment(models.TextChoices):
    """The charter's four commitments, in its order."""

    COUNT = "count", "Count"
    THINK = "think", "Think"
    ACT = "act", "Act"
    PREVENT = "prevent", "Prevent"


class EvidenceLevel(models.TextChoices):
    """What kind of evidence there is. No level is a judgement of the council.

    What a council states may be done or still to come, so pages say neither; the value is older
    than the word, and stays as it is in data files.
    """

    STATED = "promised", "Stated"
    EVIDENCED = "evidenced", "Shown"
    CHECKED = "checked", "Checked"


class EventQuerySet(DatedFactQuerySet["Event"]):
    """Events, by whether they count on a day."""

    def counting(self, on: dt.date) -> Self:
        """Return what counts on a day.

        What a council does about a commitment counts only once it was asked after it had signed:
        nothing is said of a council that was not asked. It stays after a withdrawal, as the past
        does not change.
        """
        asked = self.asked_since_it_signed(on).filter(council=OuterRef("council"))
        return super().counting(on).filter(Q(commitment="") | Exists(asked))

    def asked_since_it_signed(self, on: dt.date) -> "EventQuerySet":
        """Return each time the campaign asked a council that had signed by then."""
        signed = Signature.objects.counting(on).filter(
            council=OuterRef("council"), counted_from__lte=OuterRef("counted_from")
        )
        asked: EventQuerySet = Event.objects.standing().filter(
            Exists(signed), kind=EventKind.CONTACTED, counted_from__lte=on
        )
        return asked


class Event(DatedFact):
    """Something that happened, or is due, between a council and the charter.

    One that shows what a council has done since it signed may name one of the four commitments.
    """

    kind = models.CharField(
        max_length=12,
        choices=EventKind,
        help_text="What happened. A signature is recorded under Signatures.",
    )
    text = models.CharField(
        "in one sentence",
        max_length=300,
        help_text="A fact that the council’s own staff would call fair. Public.",
    )
    commitment = models.CharField(
        max_length=8,
        choices=Commitment,
        blank=True,
        help_text="Only for progress: which of the charter’s four words it belongs to.",
    )
    evidence_level = models.CharField(
        "what is on record",
        max_length=10,
        choices=EvidenceLevel,
        blank=True,
        help_text="Stated: the council says it. Shown: something published shows it. Checked:"
        " somebody outside the council has looked.",
    )
    council_words = models.TextField(
        "the council’s own written words",
        blank=True,
        help_text="Needed if the council has withdrawn.",
    )

    objects: ClassVar[Any] = EventQuerySet.as_manager()

    @property
    def what(self) -> str:
        """What happened, without its date, in quotation marks.

        Without them "says it will sign" and a date would read as the day on which it will sign.
        """
        if self.commitment:
            level = self.get_evidence_level_display().lower()
            return f"{self.council}: {self.get_commitment_display()}, {level}"
        return f"{self.council}: “{self.get_kind_display()}”"

    def clean(self) -> None:
        self.clean_date_fits()
        if self._state.adding:
            self._clean_once()
        if self.kind == EventKind.WITHDRAWN:
            self._clean_withdrawal()
        first = self.when.first_day or self.when.last_day
        if first and first > today() and self.kind != EventKind.DECISION_DUE:
            raise ValidationError({"date": "Only a decision that is due can be in the future."})
        if self.commitment or self.evidence_level:
            self._clean_commitment()

    def put_back(self, reason: str) -> None:
        """Put it back, unless it re-affirms a signature that is no longer on record."""
        has_inherited = self.council.origins.exists()
        if self.kind == EventKind.REAFFIRMED and not (has_inherited or self._follows_a_signature):
            raise ValidationError(f"There is no signature of {self.council} on record before it.")
        super().put_back(reason)

    @property
    def _follows_a_signature(self) -> bool:
        """Whether a signature of its own council is on record from before it."""
        signed = [signature.counts_from for signature in self.council.signatures.standing()]
        return min(signed, default=dt.date.max) <= self.counts_from

    def _clean_once(self) -> None:
        """Refuse what says of its council, in the same words, what is on record of that day."""
        standing = Event.objects.unretracted().filter(council=self.council_id, kind=self.kind)
        if standing.filter(date=self.date, text=self.text).exists():
            raise ValidationError(f"This is on record already: {self}.")

    def _clean_commitment(self) -> None:
        """Refuse what a council does about a commitment if it has not signed and been asked."""
        if self.kind != EventKind.PROGRESS:
            raise ValidationError({"kind": "Only progress belongs to one of the four words."})
        if not (self.commitment and self.evidence_level):
            missing = "evidence_level" if self.commitment else "commitment"
            raise ValidationError({missing: "Say both which word it belongs to and how we know."})
        asked = Event.objects.asked_since_it_signed(today()).filter(council=self.council_id)
        if not asked.exists():
            raise ValidationError(
                {
                    "council": f"{self.council} has not been asked since it signed. Ask it first,"
                    " and record that as an event: nothing is said of a council that was not asked."
                }
            )

    def _clean_withdrawal(self) -> None:
        """Refuse one without the council's own words, or without a signature from before it."""
        if not self.council_words.strip():
            raise ValidationError(
                {
                    "council_words": "Enter what the council itself wrote. Only its own words show"
                    " that it has withdrawn."
                }
            )
        if not self._follows_a_signature:
            raise ValidationError(
                {"kind": f"There is no signature of {self.council} on record from before it."}
            )


class Edition(LoggedModel):
    """A version of the charter's text. The wording of the first was never found."""

    published = True

    published_on = models.DateField(
        unique=True,
        help_text="Signatures from this day on are of this edition.",
    )
    title = models.CharField(max_length=120, help_text="As printed on the document.")
    text = models.TextField(
        "official text", blank=True, help_text="Only the charter’s own words, never a summary."
    )
    source = models.TextField(
        "where the text comes from",
        blank=True,
        help_text="Who gave it to us and when, or where it can be read.",
    )
    owner = models.CharField(
        "who owns the text",
        max_length=160,
        blank=True,
        db_default="",
        help_text="The organisation that wrote it or holds its copyright.",
    )
    agreed_by = models.CharField(
        "who agreed that it may be signed here",
        max_length=160,
        blank=True,
        db_default="",
        help_text="An organisation or a role, and the day on which it agreed. Public.",
    )
    may_be_signed_here = models.BooleanField(
        "this site holds the full text, and councils may sign it here",
        default=False,
        db_default=False,
        help_text="A tick here changes at once what pages, letters, the motion and /sign/ say.",
    )

    class Meta:
        ordering = ["published_on"]

    def __str__(self) -> str:
        return f"{self.title} ({format_date(self.published_on)})"

    @classmethod
    def in_force(cls, day: dt.date) -> "Edition":
        """Return the newest edition published by a day, or else the first."""
        by_day = cls.objects.order_by("published_on")
        return by_day.filter(published_on__lte=day).last() or by_day[0]

    def own_reason(self) -> str:
        return self.source or "It was missing."

    def clean(self) -> None:
        needed = ("text", "source", "owner", "agreed_by")
        missing = [name for name in needed if not getattr(self, name).strip()]
        if self.may_be_signed_here and missing:
            message = "Councils can sign here once this is filled in."
            raise ValidationError(dict.fromkeys(missing, message))


class Signature(DatedFact):
    """That a council signed. Corrected in place, retracted if recorded in error, never deleted."""

    edition = models.ForeignKey(
        Edition,
        on_delete=models.PROTECT,
        related_name="signatures",
        help_text="Which edition of the charter it signed: the one in force on that day.",
    )
    signed_by = models.CharField(
        "who signed",
        max_length=120,
        blank=True,
        help_text="As the document names them. Leave it empty if it does not say.",
    )
    signed_role = models.CharField(
        "in what role",
        max_length=120,
        blank=True,
        help_text="For example: Lead Member for Children’s Services.",
    )
    note = models.TextField(
        "note on the evidence", blank=True, help_text="What a careful reader should know. Public."
    )
    confirmed_on = models.DateField(
        "confirmed by the council on",
        null=True,
        blank=True,
        help_text="While it is empty, the page says that the council has not confirmed it yet,"
        " unless the evidence is its own, or an event says that it re-affirmed it.",
    )
    council_words = ""  # what a council wrote itself stands in an event
    register_key = models.CharField(
        max_length=40, unique=True, null=True, blank=True, editable=False
    )

    def __str__(self) -> str:
        return f"{self.what} {self.when.words}"

    @property
    def what(self) -> str:
        """What happened, without its date."""
        return f"{self.council} signed"

    @property
    def signatory(self) -> str:
        """Who signed, as after "signed by"; "" if the document does not say."""
        if self.signed_role and not self.signed_by:
            return f"its {self.signed_role}"
        return ", ".join(filter(None, (self.signed_by, self.signed_role)))

    @property
    def public_id(self) -> str:
        """Its id in public data. A shipped signature keeps it in a new database."""
        return self.register_key or str(self.pk)

    @property
    def is_as_shipped(self) -> bool:
        """Whether its document is still the one that came with this site, and no better one."""
        return bool(self.register_key) and self.checked_by != STAFF

    @property
    def is_shown_by_the_council(self) -> bool:
        """Whether what shows it was published or sent by the council itself: that confirms it.

        Of its mail we may have nothing to show; minutes that nobody can open confirm nothing.
        """
        if self.source_kind == SourceKind.MINUTES:
            return bool(self.source_url or self.evidence_file_id)
        return self.source_kind == SourceKind.COUNCIL

    def choose_edition(self) -> None:
        """Set the edition in force on the day from which it counts."""
        self.edition = Edition.in_force(self.counts_from)

    def events_resting_on_it(self) -> list[Event]:
        """Return the withdrawals and re-affirmations that would have no signature without this one.

        None of a council that took over from another: it has what it inherited.
        """
        if self.council.origins.exists():
            return []
        others = Signature.objects.unretracted().filter(council=self.council_id)
        first = min((other.counts_from for other in others.exclude(pk=self.pk)), default=None)
        events = Event.objects.unretracted().filter(
            council=self.council_id, kind__in=(EventKind.WITHDRAWN, EventKind.REAFFIRMED)
        )
        return [event for event in events if first is None or event.counts_from < first]

    def retract(self, reason: str) -> None:
        """Take it back, unless its council withdrew or re-affirmed it: that goes first."""
        if resting := self.events_resting_on_it():
            names = " and ".join(map(str, resting))
            raise ValidationError(f"Take back first what rests on it: {names}.")
        super().retract(reason)

    def clean(self) -> None:
        self.clean_date_fits()
        if not self.council.is_responsible:
            raise ValidationError(
                {
                    "council": f"{self.council} does not run children’s services, so it cannot"
                    " sign. Record its county council instead."
                }
            )
        first = self.when.first_day or self.when.last_day  # “by” a day names that day alone
        if first and first > self.checked_on:
            raise ValidationError(
                {"date": "A signature cannot be later than the day it was checked."}
            )
        since = self.when.first_day or RECORD_BEGINS
        if self.confirmed_on and not since <= self.confirmed_on <= today():
            raise ValidationError(
                {"confirmed_on": "A council confirms after it signed, and not in the future."}
            )
        self.clean_council_was_there()
        self._clean_once()

    def _clean_once(self) -> None:
        """Refuse a second signature of one edition, unless the council withdrew in between."""
        standing = Signature.objects.unretracted().exclude(pk=self.pk)
        withdrawals = self.council.events.standing().filter(kind=EventKind.WITHDRAWN)
        withdrew = [event.counts_from for event in withdrawals]
        for other in standing.filter(council=self.council_id, edition=self.edition_id):
            first, last = sorted([self.counts_from, other.counts_from])
            if not any(first <= day <= last for day in withdrew):
                raise ValidationError(
                    f"{other} is on record already. Correct that record, take it back, or record an"
                    " event “re-affirmed”."
                )


def standing_facts(council_id: int) -> list[tuple[str, DatedFact]]:
    """Return what stands on record of a council, each with its kind: "signature" or "event"."""
    facts: list[tuple[str, DatedFact]] = []
    for fact in Signature.objects.standing().filter(council=council_id):
        facts.append(("signature", fact))
    for event in Event.objects.standing().filter(council=council_id):
        facts.append(("event", event))
    return facts


def publish_due(now: dt.datetime) -> int:
    """Publish the drafts whose day has come; return how many. Safe to repeat.

    One that the record speaks against meanwhile stays a draft, and the others do not wait for it.
    Once the campaign has closed, all stay drafts.
    """
    if stands_as_of():
        return 0
    refused = []
    due = [
        fact
        for model in (Signature, Event)
        for fact in model.objects.drafts().filter(public_from__lte=timezone.localdate(now))
    ]
    for fact in due:
        try:
            fact.publish()
        except ValidationError as error:
            refused.append(f"{fact}: {' '.join(error.messages)}")
    if refused:
        raise ValueError(f"Not published, {'; '.join(refused)}")
    return len(due)
