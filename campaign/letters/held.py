"""Which confirmed letters a person reads before they go: those with which a stranger could use us.

A letter goes out from our address to a director of our choosing, so nobody may send many of them a
text of their own unread. There are three cases (``HeldFor``); the pages *How we count* and
*Privacy* name them, and a fourth would need a line there.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import salted_hmac

from campaign import rate_limits
from campaign.letters.composition.originality import own_and_ours, words_of
from campaign.letters.models.states import HeldFor, State
from campaign.rate_limits.models import times
from councils.email_addresses import INVISIBLE, mailbox
from councils.models import Council
from councils.record import Record, cached_with_record, record_on

if TYPE_CHECKING:
    from campaign.letters.models import Letter

OWN_ENOUGH = 200
"""Characters of somebody's own words that no two people write alike by chance."""
HARDLY_OURS = 60
"""Words of our wording below which a text is almost wholly its writer's own ..."""
OWN_PARTS = 10
"""... as it is if its writer's own words are this many times as many as ours."""
DAY = dt.timedelta(days=1)
MANY_FOR_ONE = 30
"""Letters to one council that wait to be read, above which staff are told by email."""
SHARED = re.compile(r"(?:ac|co|gov|ltd|me|mod|net|nhs|org|plc|police|sch|com|edu)\.[a-z]{2}")
"""What stands after a domain that somebody buys, with a name before it, where it has two parts."""

on_many_held: list[Callable[[Council, int], None]] = []
"""What is done when many letters to one council wait; ``wiring.py`` fills it."""


def look_at(letter: "Letter", network: str) -> tuple[HeldFor | Literal[""], str]:
    """Return why a person reads a letter that was just confirmed, and the hash of its own words.

    The reason is "" for one that goes at once; it is counted against the day's limits in any case.
    Call it in the transaction that confirms the letter.
    """
    is_one_of_many = too_many(letter.email, network)
    own, ours = own_and_ours(letter.text, words_in_names(record_on()))
    links = [leads_elsewhere(part) for part in (letter.text, letter.subject, letter.postal_address)]
    has_own = len(" ".join(own)) >= OWN_ENOUGH or (own and any(links))
    own_hash = hash_of(own) if has_own else ""
    is_own = ours < HARDLY_OURS or len(own) >= OWN_PARTS * ours
    if any(links[1:]) or (links[0] and is_own):  # a subject or an address has no wording of ours
        return HeldFor.LINK, own_hash
    if own_hash and went_elsewhere(letter, own_hash):
        return HeldFor.SAME, own_hash
    return (HeldFor.MANY if is_one_of_many else ""), own_hash


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
    asked = {"domain": "" if domain in settings.PUBLIC_MAIL else bought(domain), "network": network}
    verdicts = [
        rate_limits.hit(f"letters {by}", who, settings.LETTERS_UNREAD[by] * times(), DAY)
        for by, who in asked.items()
        if who
    ]
    return any(verdict.refused for verdict in verdicts)


def bought(domain: str) -> str:
    """Return the part of a domain that somebody buys: whoever has it has every name before it."""
    parts = domain.split(".")
    return ".".join(parts[-3 if SHARED.fullmatch(".".join(parts[-2:])) else -2 :])


def hash_of(words: list[str]) -> str:
    """Return a keyed hash of words, by which letters are compared; it goes with the text."""
    return salted_hmac("letters.held", " ".join(words), algorithm="sha256").hexdigest()[:40]


def went_elsewhere(letter: "Letter", own_hash: str) -> bool:
    """Return whether a letter with the same own words was confirmed for another council."""
    # Of several at the same instant each waits here for the one before it.
    rate_limits.hit("letters words", own_hash, 1_000_000, DAY)
    same = type(letter).objects.filter(own_words_hash=own_hash, confirmed_at__isnull=False)
    return same.exclude(council=letter.council_id).exists()


# Links

BEGINS = re.compile(r"(?<![a-z0-9+.-])(?=[a-z][a-z0-9+.-]*:/)|(?<![/\w.-])(?=www\.)", re.IGNORECASE)
LINK = re.compile(
    r"[a-z][a-z0-9+.-]*:/+\S+|www\.\S+"
    r"|(?<![\w.@-])(?:[\w-]+\.)+(?:com|net|org|co|uk|eu|io|info|biz|me|app|dev|site|online|xyz|top"
    r"|link|click|club|live|page|shop|store|tech|work|zip|mov|tv|cc|us|ly|gl|to|ru|cn|de|fr|ie|in"
    r"|pw|ai|is|gd)\b\S*"
    r"|(?<![\w.@-])(?:[\w-]+\.)+[a-z]{2,}/\S+|(?<![\w.@-])\d{1,3}(?:\.\d{1,3}){3}\S*",
    re.IGNORECASE,
)
"""What a mail program makes a link of: with a scheme, with www, or a domain by itself."""


def leads_elsewhere(text: str) -> bool:
    """Return whether a text has a link that is neither ours nor a ``.gov.uk``."""
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).replace("。", ".")
    ours = urlsplit(settings.SITE_URL).hostname
    return any(
        (host := host_of(link)) != ours and not f".{host}".endswith(".gov.uk")
        for link in LINK.findall(BEGINS.sub(" ", plain))
    )


def host_of(link: str) -> str:
    """Return the host that a browser would ask, which takes a backslash for a slash; or ""."""
    address = link.replace("\\", "/")
    address = re.sub(":/+", "://", address, count=1) if ":/" in address else f"http://{address}"
    try:
        return (urlsplit(address).hostname or "").rstrip(".,;:!?'\"’”)]>").lower()
    except ValueError:
        return ""


def tell_staff_of_many(council: Council) -> None:
    """Tell staff when more letters to one council wait than they would come upon by themselves."""
    from campaign.letters.models import Letter

    number = Letter.objects.filter(state=State.HELD, council=council).count()
    if number > MANY_FOR_ONE:
        for tell in on_many_held:
            tell(council, number)
