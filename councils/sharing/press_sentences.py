"""Sentences for the press to quote on how many have signed."""

from councils.record import Record, Tally
from councils.record.fall import fall_sentence


def count_sentence(record: Record, region: Tally | None = None) -> str:
    """Return the count on the record's day with its provenance, to stand alone in a newspaper.

    If the count fell within the last year because a council ended, it says so.
    """
    count = (region or record.country).sentence_on(record.on)
    return f"{count} {fall_sentence(record, region)}".strip()
