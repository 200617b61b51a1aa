"""Sentences for the press to quote on how many have signed, and how many of them can be named."""

from councils.record import REPORTED_IN_2014, Record, Tally
from councils.record.fall import fall_sentence


def count_sentence(record: Record, region: Tally | None = None) -> str:
    """Return the count on the record's day with its provenance, to stand alone in a newspaper.

    If the count fell within the last year because a council ended, it says so.
    """
    count = (region or record.country).sentence_on(record.on)
    return f"{count} {fall_sentence(record, region)}".strip()


def reported_2014_sentence(record: Record) -> str:
    """Return how many of the signatures that The Children's Society reported can be named.

    This is not the total on a day, which may include newer signatures and lack some of these.
    """
    words = (
        f"An undated report by The Children’s Society, probably of 2014, says {REPORTED_IN_2014}"
        f" councils had signed. We can name {record.named_of_2014} from that time"
    )
    if unnamed := record.not_named:
        are = "is" if unnamed == 1 else "are"
        words += f", so there {are} at least {number_word(unnamed)} we can’t name"
    return f"{words}."


def number_word(number: int) -> str:
    """Return a number below ten as a word, "none" for 0; others as digits."""
    words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return words[number] if 0 <= number < len(words) else str(number)
