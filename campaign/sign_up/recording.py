"""Put a council's message on record: preview the changes, then make them.

A signature or a withdrawal needs a public decision or page, or a confirmation from an address that
staff found themselves: the officer's own address never shows it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from campaign.pages.models import Opening
from campaign.sign_up.models import Certificate, SignUp, SignUpKind, SignUpOutcome
from councils.dates import PartialDate, Precision, today
from councils.models import (
    Change,
    Council,
    Event,
    EventKind,
    EvidenceLevel,
    Signature,
    SourceKind,
)
from councils.models.dated import DatedFact
from councils.record import forget, record_on, record_version
from councils.record.charter_text import is_held


class Fact(models.TextChoices):
    """The fact that staff may record from a message."""

    NONE = "none", "Nothing: thank for it, and change nothing"
    SIGNATURE = "signature", "It has signed: a new signature"
    INTENDS = "intends", "It says it will sign"
    CONFIRM = "confirm", "It confirms the signature on record"
    PROGRESS = "progress", "It has done something since it signed"
    DISPUTE = "dispute", "It disputes a fact on record, with reasons"
    WITHDRAWN = "withdrawn", "It has withdrawn"


SUGGESTED = {
    SignUpKind.WANTS: Fact.INTENDS,
    SignUpKind.SIGNED: Fact.SIGNATURE,
    SignUpKind.CONFIRM: Fact.CONFIRM,
    SignUpKind.PROGRESS: Fact.PROGRESS,
}
"""The fact suggested to staff for each kind of message; none for the other kinds."""


class Basis(models.TextChoices):
    """The evidence that a council signed or withdrew."""

    PUBLIC = "public", "A public decision or page, with its link"
    ROLE = "role", "A role below confirmed it, at an address that we found ourselves"


class ConfirmingRole(models.TextChoices):
    """Who can confirm for a council, as named in public evidence: a role, never a person."""

    LEAD_MEMBER = "Lead Member for Children’s Services"
    DIRECTOR = "Director of Children’s Services"
    DEMOCRATIC = "Democratic services"


@dataclass(frozen=True)
class RecordPreview:
    """What would come of it: lines in the public log and the page, or why it is impossible."""

    lines: list[str]
    errors: list[str]
    page: str = ""


def preview(sign_up: SignUp, chosen: dict[str, Any]) -> RecordPreview:
    """Return what accepting would write to the public log; nothing is saved."""
    return preview_of(sign_up.council, lambda: record(sign_up, chosen))


def preview_of(
    council: Council, act: Callable[[], object], look: Callable[[], str] = str
) -> RecordPreview:
    """Do something to the record, read the log lines it wrote, and roll it all back.

    ``look`` returns the council's page as it would then be.
    """
    with transaction.atomic():
        before = set(Change.objects.filter(council=council).values_list("pk", flat=True))
        try:
            with transaction.atomic():
                act()
        except ValidationError as error:
            return RecordPreview([], error.messages)
        lines = [
            f"{change.get_kind_display()}: {change.what} ({change.why})"
            for change in Change.objects.filter(council=council).exclude(pk__in=before)
        ]
        page = look()
        transaction.set_rollback(True)
    # This process may have read the version and the record that were rolled back.
    record_version.forget()
    forget()
    return RecordPreview(lines or ["Nothing public changes."], [], page)


def accept(sign_up: SignUp, chosen: dict[str, Any], user_id: int | None) -> list[DatedFact]:
    """Record the chosen fact and close the message. The thank-you waits for a person to check it.

    A signature gets its certificate where this site holds the charter’s text.
    """
    with transaction.atomic():
        facts = record(sign_up, chosen)
        sign_up.decide(SignUpOutcome.ACCEPTED, user_id)
        for fact in facts:
            if isinstance(fact, Signature) and not fact.disputed_on:
                certificate_of(fact)
    return facts


def certificate_of(signature: Signature) -> Certificate | None:
    """Return a signature's certificate, or None while this site does not hold the text."""
    if not is_held(record_on()):
        return None
    return Certificate.objects.get_or_create(signature=signature)[0]


def record(sign_up: SignUp, chosen: dict[str, Any]) -> list[DatedFact]:
    """Record the chosen fact, and the council's reply. Raises ValidationError."""
    facts: list[DatedFact] = []
    goes_on_record = chosen["fact"] != Fact.NONE or chosen["publish_reply"]
    if goes_on_record and not sign_up.from_own_mail:
        shown_by(sign_up, chosen)  # nothing is given as the council's without any evidence
    match chosen["fact"]:
        case Fact.SIGNATURE:
            facts.append(new_signature(sign_up, chosen))
        case Fact.INTENDS:
            text = f"{sign_up.council.short_name} wrote that it will sign the Runaways’ Charter."
            facts.append(new_event(sign_up, chosen, EventKind.INTENDS, text))
        case Fact.CONFIRM:
            signature = signature_on_record(sign_up.council)
            signature.confirm(chosen["source"] or chosen["source_url"])
            facts.append(signature)
        case Fact.PROGRESS:
            facts += new_progress(sign_up, chosen)
        case Fact.DISPUTE:
            disputed = disputed_fact(sign_up.council, chosen["disputes"])
            disputed.dispute(chosen["text"])
            facts.append(disputed)
        case Fact.WITHDRAWN:
            evidence = {**dated(chosen), **shown_by(sign_up, chosen)}
            signature = signature_on_record(sign_up.council)
            facts.append(signature.withdraw(chosen["council_words"], **evidence))
    if chosen["publish_reply"]:
        facts.append(new_reply(sign_up))
    return facts


def signature_on_record(council: Council) -> Signature:
    signature = council.signatures.standing().order_by("counted_from").last()
    if signature is None:
        raise ValidationError(f"There is no signature of {council} on record.")
    return signature


def other_facts(council: Council) -> list[tuple[str, str]]:
    """Return what a council may dispute besides its signature, as the choices of a list."""
    events = Event.objects.standing().filter(council=council, disputed_on=None)
    return [(str(event.pk), f"{event}: {event.text}") for event in events]


def disputed_fact(council: Council, key: str) -> DatedFact:
    """Return the event with a key of ``other_facts``; without a key, the signature on record."""
    if not key:
        return signature_on_record(council)
    return Event.objects.get(pk=key, council=council)


def new_signature(sign_up: SignUp, chosen: dict[str, Any]) -> Signature:
    """Record a signature; a new one needs the council's own copy while we hold no text."""
    has_text = is_held(record_on()) or chosen["own_copy"]
    if is_new(sign_up, chosen) and not has_text:
        raise ValidationError(
            "This site does not hold the charter’s text. A new signature needs the council’s own"
            " copy of what it signed."
        )
    own_copy = "The council showed us its own copy of the text that it signed."
    signature = Signature(
        council=sign_up.council,
        signed_role=chosen["signed_role"],
        confirmed_on=today() if chosen["basis"] == Basis.ROLE else None,
        note=own_copy if chosen["own_copy"] else "",
        **dated(chosen),
        **shown_by(sign_up, chosen),
    )
    signature.choose_edition()
    signature.record()
    return signature


def is_new(sign_up: SignUp, chosen: dict[str, Any]) -> bool:
    """Whether the council signs now, or signed since this site opened."""
    opened_at = Opening.current().opened_at
    signed_on = PartialDate(chosen["date_precision"], chosen["date"]).first_day
    since = opened_at and signed_on and signed_on >= timezone.localdate(opened_at)
    return sign_up.kind == SignUpKind.WANTS or bool(since)


def new_event(sign_up: SignUp, chosen: dict[str, Any], kind: EventKind, text: str) -> Event:
    event = Event(
        council=sign_up.council,
        kind=kind,
        text=text,
        council_words=chosen["council_words"],
        **dated(chosen),
        **as_entered(chosen),
    )
    event.record()
    return event


def new_progress(sign_up: SignUp, chosen: dict[str, Any]) -> list[DatedFact]:
    """Record progress since a council signed, and that we asked and it replied."""
    name = sign_up.council.short_name
    asked = f"Our form for councils asked {name} what it has done since it signed."
    events = [  # progress is shown only after an ask
        told_us(sign_up, EventKind.CONTACTED, asked),
        told_us(sign_up, EventKind.REPLY, f"{name} told us what it has done since it signed."),
    ]
    progress = Event(
        council=sign_up.council,
        kind=EventKind.PROGRESS,
        commitment=chosen["commitment"],
        evidence_level=EvidenceLevel.EVIDENCED if chosen["source_url"] else EvidenceLevel.STATED,
        text=chosen["text"][:300],
        council_words=chosen["council_words"],
        **dated(chosen),
        **as_entered(chosen),
    )
    progress.record()
    return [*events, progress]


def told_us(sign_up: SignUp, kind: EventKind, text: str, **words: str) -> Event:
    """Record an event of today that the message itself shows."""
    event = Event(
        council=sign_up.council,
        kind=kind,
        text=text,
        date_precision=Precision.DAY,
        date=today(),
        source=f"A message from the council’s {sign_up.role}.",
        source_kind=SourceKind.COUNCIL,
        checked_on=today(),
        **words,
    )
    event.record()
    return event


def new_reply(sign_up: SignUp) -> Event:
    """Put the council's own words beside its status."""
    text = f"{sign_up.council.short_name} sent us words of its own."
    words = {"council_words": sign_up.reply, "source_url": sign_up.reply_link}
    return told_us(sign_up, EventKind.REPLY, text, **words)


def dated(chosen: dict[str, Any]) -> dict[str, Any]:
    return {"date_precision": chosen["date_precision"], "date": chosen["date"]}


def as_entered(chosen: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: chosen[name] for name in ("source_kind", "source", "source_url")},
        "checked_on": today(),
    }


def shown_by(sign_up: SignUp, chosen: dict[str, Any]) -> dict[str, Any]:
    """Return the evidence of a signature or withdrawal. Raises ValidationError if there is none."""
    if chosen["basis"] == Basis.PUBLIC:
        if not chosen["source_url"]:
            raise ValidationError("Give the link to the public decision or page.")
        return as_entered(chosen)
    if chosen["basis"] != Basis.ROLE or not chosen["confirmed_by"]:
        raise ValidationError(
            "The officer’s message does not show it. Say what does: a public decision or page, or"
            " which role confirmed it to us."
        )
    if not chosen["found_at"]:
        raise ValidationError("Say where we found the address at which it was confirmed.")
    if sign_up.email.casefold() in chosen["found_at"].casefold():
        raise ValidationError("This is the officer’s own address. Find one yourself.")
    return {
        "source": f"{chosen['confirmed_by']} of {sign_up.council} confirmed it to us at an address"
        f" that we found ourselves. {chosen['source']}".strip(),
        "source_url": chosen["source_url"],
        "source_kind": SourceKind.COUNCIL,
        "checked_on": today(),
    }
