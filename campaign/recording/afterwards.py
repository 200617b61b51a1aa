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
from campaign.sign_up.models import SignUp, SignUpOutcome
from campaign.supporters.models import Kind, Wish
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


class Afterwards(NamedTuple):
    """A fact on record, and the things that follow from it."""

    fact: DatedFact

    @property
    def kind(self) -> str:
        return kind_of(self.fact)

    @property
    def is_signature(self) -> bool:
        return isinstance(self.fact, Signature)

    @property
    def has_withdrawn(self) -> bool:
        """Whether the council has withdrawn its signature."""
        row = record_on().by_id.get(self.fact.council_id)
        return self.is_signature and row is not None and row.status == "withdrawn"

    @property
    def acts(self) -> list[tuple[str, str, str]]:
        """What can be done, one click away: the address, its words, and when to do it."""
        acts = [(address_of(self.fact, "record_correct"), "Correct it", "a detail is wrong")]
        if self.fact.waits:
            return acts
        offered = [("retract", "Take it back", "we should not have recorded it")]
        if self.is_signature:
            offered.append(("confirm", "Confirm", "the council told us that it is right"))
        if self.is_signature and not self.has_withdrawn:
            offered.append(("withdraw", "Withdraw", "the council wrote that it withdraws"))
        if self.fact.disputed_on:
            offered.append(("settle", "Settle", "what the council disputes is cleared up"))
        else:
            offered.append(("dispute", "Dispute", "the council says that it is wrong"))
        where = [self.kind, self.fact.pk]
        return acts + [
            (reverse("admin:record_act", args=[*where, name]), label, meaning)
            for name, label, meaning in offered
        ]

    @property
    def same_document(self) -> str:
        """The form for the next fact, filled in with the same document."""
        fact = self.fact
        document = {
            "shows": Shows.SIGNED if self.is_signature else "",
            "source_kind": fact.source_kind,
            "source_url": fact.source_url,
            "source": name_of_document(fact.source),
            "digest": fact.evidence_file_id or "",
            "file_is_public": "on" if fact.evidence_file_is_public else "",
        }
        given = urlencode({name: text for name, text in document.items() if text})
        return f"{reverse('admin:record')}?{given}"

    @property
    def share_picture(self) -> str:
        return record_on().share_picture(self.fact.council.slug)

    @property
    def told_that_it_signed(self) -> int:
        """How many people are told by the first nightly job."""
        waiting = Wish.objects.filter(kind=Kind.SIGNING, council=self.fact.council_id)
        return waiting.exclude(confirmed_at=None).live().count()

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
        """When the council was thanked: by itself, or as an officer who wrote since."""
        sent = OutgoingMessage.objects.filter(key=thanks_key(self.fact)).first()
        told = SignUp.objects.filter(
            council=self.fact.council_id,
            outcome=SignUpOutcome.ACCEPTED,
            decided_at__date__gte=self.fact.checked_on,
        ).first()
        return sent.created_at if sent else told.decided_at if told else None

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
