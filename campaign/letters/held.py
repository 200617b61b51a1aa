"""Which confirmed letters a person reads before they go: those with which a stranger could use us.

``Letter.confirm()`` asks ``look_at``; staff read them on /admin/letters/read/ (staff/screens.py).

A letter goes out from our address to a director of our choosing, so nobody may send many of them a
text of their own unread. There are three cases (``HeldFor``); the pages *For councils* and
*Privacy* name them, and a fourth would need a line there.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal, NamedTuple

from django.conf import settings
from django.utils.crypto import salted_hmac

from campaign import rate_limits
from campaign.letters.composition.originality import (
    but_names,
    own_words,
    paragraphs_of,
    words_of,
)
from campaign.letters.row import LetterRow
from campaign.letters.states import HeldFor
from councils.email_addresses import INVISIBLE, mailbox
from councils.record import Record, cached_with_record, record_on

OWN_ENOUGH = 200
"""Characters of somebody's own words that no two people write alike by chance."""
MORE_THAN_A_FEW = 9
"""Words of a paragraph, but for names, below which it is a greeting and the like."""
HARDLY_OURS = 60
"""Words of our wording below which a text is almost wholly its writer's own, as is one of which
they are less than a tenth."""
LINK = re.compile(
    r"https?://\S*|www\.\S+|(?<![\w.@-])(?:[\w-]+\.)+(?:[a-z]{2,}|[A-Z]{2,})\b(?:[/:?#@]\S*)?"
)
"""A web address, or a domain by itself; a full stop without a space after it makes none."""
SCHEME = re.compile(r"https?://")
KNOWN = re.compile(
    r"(?:https?://)?(?:[a-z0-9-]+\.)*(?:gov\.uk|"
    + "|".join(map(re.escape, sorted(settings.KNOWN_SITES)))
    + r")(?:/[\w/?#&=.%~+-]*)?[.,;:!?)’”\"']*"
)
"""A plain link to a council, the government or a site on which no stranger can put a page."""


class Look(NamedTuple):
    """What a look at a letter showed."""

    why: HeldFor | Literal[""]
    """Why a person reads it first; "" for one that goes at once."""
    hashed: str
    """A keyed hash of its links, or of its writer's own words; "" for few of them."""


def look_at(letter: LetterRow, network: str, ours: Iterable[str]) -> Look:
    """Look at a letter that was just confirmed, in the transaction that confirms it.

    ``ours`` are the paragraphs of ours that it could have. It is counted against the limits
    whatever the reason: each question is asked before the first answer is used.
    """
    text = as_read(letter.text)
    around = [as_read(each) for each in (letter.name, letter.subject, letter.postal_address)]
    hashed = hash_of_own([text, *around], ours)
    is_one_of_many = too_many(letter.email, network)
    # Not its own hash, if it was asked again.
    is_same = hashed not in ("", letter.own_words_hash) and went_elsewhere(letter, hashed)

    # Neither a name, a subject nor an address has wording of ours.
    links_around = any(unknown_hosts(each) for each in around)
    if links_around or (has_hardly_ours(letter.text, ours) and unknown_hosts(text)):
        return Look(HeldFor.LINK, hashed)
    if is_same:
        return Look(HeldFor.SAME, hashed)
    if is_one_of_many:
        return Look(HeldFor.MANY, hashed)
    return Look("", hashed)


def hash_of_own(texts: list[str], ours: Iterable[str]) -> str:
    """Return a hash of the links in texts, or of their own words if they have no link."""
    links: set[str] = set()
    for text in texts:
        links |= unknown_hosts(text)
    if links:
        return hash_of(sorted(links))

    names = words_in_names(record_on())
    own: list[str] = []
    for text in texts:
        for paragraph in paragraphs_of(own_words(text, ours)):
            words = list(but_names(paragraph, names))
            if len(words) >= MORE_THAN_A_FEW:
                own += words
    if len(" ".join(own)) < OWN_ENOUGH:
        return ""
    return hash_of(own)


def as_read(text: str) -> str:
    """Return a text with one form for what looks the same, and without what nobody sees."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def has_hardly_ours(text: str, ours: Iterable[str]) -> bool:
    """Whether a text has hardly any of our wording."""
    number = len(words_of(text))
    of_ours = number - len(words_of(own_words(text, ours)))
    return of_ours < max(HARDLY_OURS, number // 10)


def unknown_hosts(text: str) -> set[str]:
    """Return the sites to which a text links that are not ours, a council's, or well known."""
    return {
        SCHEME.sub("", link.lower()).split("/")[0].rstrip(".,;:!?)’”\"'")
        for link in LINK.findall(text)
        if not KNOWN.fullmatch(link.lower()) and not f"{link}/".startswith(f"{settings.SITE_URL}/")
    }


@cached_with_record
def words_in_names(record: Record) -> frozenset[str]:
    """Return the words in the names of councils, by which letters to several differ."""
    names = [name for row in record.by_id.values() for name in (row.name, row.short_name)]
    return frozenset(word for name in names for word in words_of(name))


def too_many(email: str, network: str) -> bool:
    """Count a letter of today; return whether too many came from its writer's domain or network.

    With one of the large providers anybody can have an address, so those are not counted.
    """
    domain = mailbox(email).rpartition("@")[2]
    asked = "" if domain in settings.PUBLIC_MAIL else domain
    return rate_limits.consume("unread", domain=asked, network=network).refused


def hash_of(words: list[str]) -> str:
    """Return a keyed hash of words, by which letters are compared; it goes with the text."""
    return salted_hmac("letters.held", " ".join(words), algorithm="sha256").hexdigest()[:40]


def went_elsewhere(letter: LetterRow, hashed: str) -> bool:
    """Return whether a letter with the same words was confirmed for another council.

    The limit knows for a month that the words went somewhere, although that letter has been deleted
    since; of several at the same instant each waits there for the one before it.
    """
    is_first = not rate_limits.consume("words", words=hashed).refused
    same = type(letter)._default_manager.filter(own_words_hash=hashed, confirmed_at__isnull=False)
    here = same.filter(council=letter.council_id).exclude(pk=letter.pk)
    return same.exclude(council=letter.council_id).exists() or not (is_first or here.exists())
