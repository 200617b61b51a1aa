"""Sentences for the press to quote on how many have signed, and how exactly the days are known."""

from collections import Counter

from councils.dates import Precision
from councils.record import REPORTED_IN_2014, CouncilOnDay, Record, Tally
from councils.record.fall import fall_sentence

PRECISION_WORDS = {
    Precision.DAY: "known to the day",
    Precision.MONTH: "known to the month",
    Precision.YEAR: "known to the year",
    Precision.BY: "known only as “by” a day: it may be earlier",
    Precision.UNKNOWN: "not known",
}


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


def date_precision_sentence(councils: list[CouncilOnDay]) -> str:
    """Return how exactly the days of councils' signatures are known; empty if none signed.

    "Of these 5 signatures, 1 is known to the day and 4 are known only as “by” a day: each may be
    earlier."
    """
    counts = Counter(
        council.when.precision
        for council in councils
        if council.status == "signed" and council.when
    )
    total = counts.total()
    parts = [
        (counts[precision], words)
        for precision, words in PRECISION_WORDS.items()
        if counts[precision]
    ]
    if not parts:
        return ""
    if total == 1:
        return f"The day of this signature is {parts[0][1]}."
    if len(parts) == 1:
        every = "both" if total == 2 else f"all {total}"
        return f"The days of {every} signatures are {of_several(parts[0][1])}."
    clauses = [
        f"{count} is {words}" if count == 1 else f"{count} are {of_several(words)}"
        for count, words in parts
    ]
    return f"Of these {total} signatures, {', '.join(clauses[:-1])} and {clauses[-1]}."


def of_several(words: str) -> str:
    """Return words on how exactly one day is known as they are said of several."""
    return words.replace("it may", "each may")
