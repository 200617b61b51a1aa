"""What all councils’ pages share, read once for each version of the record."""

from collections.abc import Iterable

from councils.dates import format_date
from councils.models import Contact, Council, DailyLetterCount, Event, LettersSent, Signature
from councils.record import Record, cached_with_record


@cached_with_record
def signatures_by_council(record: Record) -> dict[int, list[Signature]]:
    """Return the signatures that count on the record's day, with their editions, oldest first."""
    counting = Signature.objects.counting(record.on).select_related("edition")
    return by_council(counting.order_by("counted_from", "pk"))


@cached_with_record
def events_by_council(record: Record) -> dict[int, list[Event]]:
    return by_council(Event.objects.counting(record.on).order_by("counted_from", "pk"))


def by_council[T: Signature | Event | Contact](facts: Iterable[T]) -> dict[int, list[T]]:
    of_council: dict[int, list[T]] = {}
    for fact in facts:
        of_council.setdefault(fact.council_id, []).append(fact)
    return of_council


@cached_with_record
def contacts_by_council(record: Record) -> dict[int, list[Contact]]:
    return by_council(Contact.objects.order_by("pk"))


@cached_with_record
def letters_sent(record: Record) -> dict[int, LettersSent]:
    return DailyLetterCount.objects.sent(record.on)


@cached_with_record
def retracted(record: Record) -> dict[int, Signature]:
    taken_back = Signature.objects.exclude(retracted_on=None).order_by("retracted_on", "pk")
    return {signature.council_id: signature for signature in taken_back}


@cached_with_record
def unanswered(record: Record) -> dict[int, str]:
    shown = Council.objects.filter(unanswered_from__lte=record.on)
    said = {}
    for council_id, asked_on in shown.values_list("pk", "unanswered_since"):
        if asked_on:
            said[council_id] = f"Asked on {format_date(asked_on)}. No answer has reached us."
    return said
