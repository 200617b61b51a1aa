"""What of a confirmed letter is kept to compare others with: at most 64 keyed hashes, for 28 days.

Nobody can read a word from them. They stay although the letter is deleted, or somebody would send
the same words to one council after another.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import Self

from django.db import models
from django.db.models import Count
from django.utils import timezone
from django.utils.crypto import salted_hmac

from campaign import retention
from campaign.letters.composition.originality import words_of
from campaign.letters.row import LetterRow
from campaign.personal import Kept, Personal
from councils.models import Council

MOST_PAIRS = 48
MOST_OF_OPENING = 40
OPENING = 200
"""Words that a reader is sure to read."""
MOST_LINKS = 12
"""Of each letter; with one for each other kind there are fewer than 64."""
IN_COMMON = 10
"""Pairs of words that two texts must have in common to be nearly the same. A text with every third
word changed still has as many. Of 814 texts on one subject no two had more than seven."""
SHORT_IN_COMMON = 12
"""The same for two short texts. A line of twelve words or fewer has too few pairs to tell."""
EVERYDAY = {
    "a", "about", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be",
    "because", "been", "before", "but", "by", "can", "could", "did", "do", "does", "for", "from",
    "get", "go", "had", "has", "have", "he", "her", "here", "him", "his", "how", "i", "i'm", "if",
    "in", "into", "is", "it", "it's", "its", "just", "like", "me", "more", "my", "no", "not", "of",
    "on", "one", "or", "our", "out", "over", "she", "should", "so", "some", "than", "that", "the",
    "their", "them", "then", "there", "they", "this", "to", "up", "us", "very", "was", "we", "were",
    "what", "when", "where", "which", "who", "will", "with", "would", "you", "your",
}  # fmt: skip
"""Words of which two side by side say nothing: half of all texts have "in the"."""
NIGHT = dt.timedelta(days=1)


class TraceKind(models.TextChoices):
    """What was hashed."""

    WORDS = "words", "two words of its writer's own, one after another"
    LINK = "link", "where it leads, or a telephone number"
    # Its value is its name of before December 2026.
    WENT = "noted", "that it went, mostly in its writer's own words or with a link"
    NETWORK = "network", "the day, and the network from which it was confirmed"
    DOMAIN = "domain", "the day, and the domain of its writer's address"


class TraceQuerySet(models.QuerySet["Trace"]):
    """Traces of letters, by what they have in common."""

    def count_councils(self) -> int:
        """Return to how many councils these letters are."""
        return self.values("council").distinct().count()

    def count_councils_told_nearly_the_same(self, words: Collection[int], in_common: int) -> int:
        """Return to how many councils a letter has at least so many of these pairs of words."""
        same = self.filter(kind=TraceKind.WORDS, hashed__in=words)
        letters = same.values("of_letter", "council").annotate(shared=Count("pk"))
        alike = letters.filter(shared__gte=in_common)
        return len(set(alike.values_list("council", flat=True)))

    def outdated(self, now: dt.datetime) -> Self:
        """Return those that would be too old by the next night: nothing deletes them until then."""
        next_night = now + NIGHT
        return self.filter(at__lte=next_night - retention.COMPARED)


class Trace(models.Model):
    """One keyed hash of something by which letters are compared."""

    kind = models.CharField(max_length=8, choices=TraceKind)
    hashed = models.BigIntegerField()
    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="+")
    of_letter = models.BigIntegerField()
    """The number of its letter, which may be deleted."""
    at = models.DateTimeField(db_index=True)

    objects = TraceQuerySet.as_manager()

    personal = Personal(
        "what letters are compared by",
        of_nobody=("kind",),
        kept=(Kept("what letters are compared by", "outdated", "delete"),),
    )

    class Meta:
        indexes = [
            models.Index(fields=["kind", "hashed"], name="traces_alike"),
            models.Index(fields=["of_letter"], name="traces_of_a_letter"),
        ]

    def __str__(self) -> str:
        return f"A trace of letter {self.of_letter}"


def hash_of(what: str) -> int:
    """Return a keyed hash of 64 bits, which nobody can make without SECRET_KEY."""
    digest = salted_hmac("letters.traces", what, algorithm="sha256").digest()
    return int.from_bytes(digest[:8], signed=True)


def hashes_of_pairs(own: str, around: Iterable[str], but: Iterable[str]) -> list[int]:
    """Return the hashes of each two words that follow one another; at most ``MOST_PAIRS``.

    Of more than that the lowest are taken: of two texts much alike these are much the same ones.
    Most places are for how its writer's ``own`` words open: else a long text below could take all
    of them. ``around`` are its subject, name and address. ``but`` are texts of ours: their pairs
    are left out, as everybody's letter may have them.
    """
    ours = pairs_of(but)
    opening = " ".join(words_of(own)[:OPENING])
    of_opening = lowest_first(pairs_of([opening]) - ours)
    of_all = lowest_first(pairs_of([own, *around]) - ours)

    kept = set(of_opening[:MOST_OF_OPENING])
    for hashed in of_all:
        if len(kept) == MOST_PAIRS:
            break
        kept.add(hashed)
    return sorted(kept)


def lowest_first(pairs: Iterable[tuple[str, str]]) -> list[int]:
    """Return the hashes of pairs in order."""
    return sorted(hash_of(" ".join(each)) for each in pairs)


def pairs_of(texts: Iterable[str]) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for text in texts:
        for pair in pairwise(words_of(text)):
            if not EVERYDAY.issuperset(pair):
                found.add(pair)
    return found


def keep_traces(letter: LetterRow, found: Iterable[tuple[TraceKind, int]]) -> None:
    """Keep these traces of a letter that has none yet."""
    now = timezone.now()
    traces = []
    for kind, hashed in found:
        trace = Trace(kind=kind, hashed=hashed, council=letter.council, of_letter=letter.pk, at=now)
        traces.append(trace)
    Trace.objects.bulk_create(traces)
