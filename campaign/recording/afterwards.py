"""What there is to do once something is on record: who is told, who is thanked, and undoing it."""

import datetime as dt
from typing import NamedTuple

from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from campaign.outbox.models import OutgoingMessage
from campaign.recording.facts import Shows, name_of_document
from campaign.supporters.models import Alert
from councils.dates import format_date, today
from councils.models import Event, Pause, Signature
from councils.models.dated import DatedFact
from councils.record import record_on

MODELS: dict[str, type[Signature] | type[Event]] = {"signature": Signature, "event": Event}
"""The facts that the screen records, by their name in addresses."""
UNDO_FOR = dt.timedelta(days=1)
"""How long Undo is offered. Later, a mistake is taken back with a reason of its own."""
UNDONE = "It was recorded by mistake, and taken back within a day."


def kind_of(fact: DatedFact) -> str:
    return "signature" if isinstance(fact, Signature) else "event"


def address_of(fact: DatedFact, name: str = "recorded") -> str:
    return reverse(f"admin:{name}", args=[kind_of(fact), fact.pk])


def thanks_key(fact: DatedFact) -> str:
    """The key of the thank-you in the outbox, so that it is sent once."""
    return f"recorded:{kind_of(fact)}:{fact.pk}"


class ActLink(NamedTuple):
    """A thing that can be done to a fact, and when to do it."""

    url: str
    label: str
    meaning: str = ""


class Afterwards(NamedTuple):
    """A fact on record, and the things that follow from it."""

    fact: DatedFact

    @property
    def kind(self) -> str:
        return kind_of(self.fact)

    @property
    def standing(self) -> str:
        """Say that it is public, or from which day."""
        if self.fact.waits and self.fact.public_from:
            return (
                f"Kept until {format_date(self.fact.public_from)}: {self.fact}. Until then only"
                " staff see it; the night’s jobs publish it on that day."
            )
        if self.fact.waits:
            return f"Not public yet: {self.fact}. Only staff see it."
        says = f"On record and public: {self.fact}."
        if not self.has_withdrawn:
            return says
        row = record_on().by_id[self.fact.council_id]
        return f"{says} {row.short_name} withdrew {row.when_words}".strip() + "."

    @property
    def has_withdrawn(self) -> bool:
        """Whether the council has withdrawn its signature."""
        row = record_on().by_id.get(self.fact.council_id)
        return self.is_signature and row is not None and row.status == "withdrawn"

    @property
    def undo_says(self) -> str:
        """Say what Undo would do in public."""
        if self.fact.waits:
            return "It is deleted. Nothing of it was public, so nothing is said of it."
        return f"It is taken back, and the public log says so: “{UNDONE}”"

    @property
    def is_signature(self) -> bool:
        return isinstance(self.fact, Signature)

    @property
    def acts(self) -> list[ActLink]:
        """What can be done, one click away."""
        correct = address_of(self.fact, "record_correct")
        acts = [ActLink(correct, "Correct it", "a detail is wrong")]
        if self.fact.waits:
            return acts
        acts.append(self._act("retract", "Take it back", "we should not have recorded it"))
        if self.is_signature:
            acts.append(self._act("confirm", "Confirm", "the council told us that it is right"))
        if self.is_signature and not self.has_withdrawn:
            acts.append(self._act("withdraw", "Withdraw", "the council wrote that it withdraws"))
        if self.fact.disputed_on:
            acts.append(self._act("settle", "Settle", "what the council disputes is cleared up"))
        else:
            acts.append(self._act("dispute", "Dispute", "the council says that it is wrong"))
        return acts

    def _act(self, name: str, label: str, meaning: str) -> ActLink:
        url = reverse("admin:record_act", args=[self.kind, self.fact.pk, name])
        return ActLink(url, label, meaning)

    @property
    def more_to_record(self) -> list[ActLink]:
        """The form for the next fact: filled in with the same document, and for another one."""
        what = {"shows": Shows.SIGNED} if self.is_signature else {}
        fact, form = self.fact, reverse("admin:record")
        document = {
            "source_kind": fact.source_kind,
            "source_url": fact.source_url,
            "source": name_of_document(fact.source),
            "digest": fact.evidence_file_id or "",
            "file_is_public": "on" if fact.evidence_file_is_public else "",
        }
        same = urlencode({**what, **{name: text for name, text in document.items() if text}})
        noun = "a signature" if self.is_signature else "something"
        return [
            ActLink(f"{form}?{same}", f"Record {noun} that the same document shows"),
            ActLink(f"{form}?{urlencode(what)}", f"Record {noun} that another document shows"),
        ]

    @property
    def share_picture(self) -> str:
        return record_on().share_picture(self.fact.council.slug)

    @property
    def alerts(self) -> str:
        """Say how many people are told that it signed, and when."""
        if not self.is_signature or self.fact.retracted_on or self.has_withdrawn:
            return ""
        now = timezone.now()
        waiting = Alert.objects.filter(council=self.fact.council_id, confirmed_at__isnull=False)
        number = waiting.live(now).count()
        name = record_on().by_id[self.fact.council_id].short_name_in_sentence
        if not number:
            return f"Nobody has asked to be told when {name} signs."
        people = "1 person asked" if number == 1 else f"{number} people asked"
        day = self.fact.public_from or today()
        return (
            f"{people} to be told when {name} signs. Their emails are queued by the first nightly"
            f" job {'from' if self.fact.waits else 'after'} {format_date(day)}. If you undo it"
            " before, none leaves."
        )

    @property
    def can_be_undone(self) -> bool:
        """Whether it was recorded here within the last day, stands, and nothing rests on it."""
        fact = self.fact
        return (
            not fact.retracted_on
            and not (isinstance(fact, Signature) and fact.events_resting_on_it())
            and LogEntry.objects.filter(
                content_type=get_content_type_for_model(self.fact),
                object_id=str(self.fact.pk),
                action_flag=ADDITION,
                action_time__gt=timezone.now() - UNDO_FOR,
            ).exists()
        )

    @property
    def thanked_on(self) -> dt.datetime | None:
        sent = OutgoingMessage.objects.filter(key=thanks_key(self.fact)).first()
        return sent.created_at if sent else None

    @property
    def can_be_thanked(self) -> bool:
        """Whether there is something to thank the council for, and nobody has.

        Never a council that is kept quiet, or that has closed.
        """
        row = record_on().by_id.get(self.fact.council_id)
        if row is None or row.status == "former":
            return False
        is_good = self.is_signature or getattr(self.fact, "kind", "") in ("intends", "reaffirmed")
        is_public = not (self.fact.retracted_on or self.fact.waits or self.has_withdrawn)
        pause = Pause.objects.by_council().get(self.fact.council_id)
        is_quiet = pause is not None and pause.is_quiet
        return is_good and is_public and not is_quiet and not self.thanked_on
