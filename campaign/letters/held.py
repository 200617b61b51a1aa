"""Which confirmed letters a person reads before they go: those with which a stranger could use us.

A letter goes out from our address to a director of our choosing, so nobody may send many of them a
text of their own unread. There are three cases (``HeldFor``); the pages *How we count* and
*Privacy* name them, and a fourth would need a line there.
"""

import re
import unicodedata
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import salted_hmac

from campaign import rate_limits
from campaign.letters import models as letters
from campaign.letters.composition.originality import own_and_ours, words_of
from campaign.staff import emails
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
MANY_FOR_ONE = 30
"""Letters to one council that wait to be read, above which staff are told by email."""
SHARED = re.compile(r"(?:ac|co|gov|ltd|me|mod|net|nhs|org|plc|police|sch)\.uk")
"""What stands after a domain that somebody buys, with a name before it, where it has two parts. Of
another country all that share such an ending are counted as one."""


def look_at(letter: "Letter", network: str) -> "tuple[letters.HeldFor | Literal[''], str]":
    """Return why a person reads a letter that was just confirmed, and the hash of its own words.

    The reason is "" for one that goes at once; it is counted against the day's limits in any case.
    Call it in the transaction that confirms the letter.
    """
    is_one_of_many = too_many(letter.email, network)
    names = words_in_names(record_on())
    text, name, *others = map(
        as_read, (letter.text, letter.name, letter.subject, letter.postal_address)
    )
    own, ours = own_and_ours(text, names)
    is_own = ours < HARDLY_OURS or len(own) >= OWN_PARTS * ours
    own += [word for part in (name, *others) for word in own_and_ours(part, names)[0]]
    links = links_elsewhere(text)
    own_hash = hash_of(own) if len(" ".join(own)) >= OWN_ENOUGH else ""
    # Neither a subject nor an address has wording of ours; the form takes no link for a name.
    if any(map(links_elsewhere, others)) or (links and is_own):
        return letters.HeldFor.LINK, own_hash
    unknown = set(links) - settings.KNOWN_SITES
    hashes = {own_hash, *(hash_of([link]) for link in unknown)} - {""}
    went = [went_elsewhere(letter, each) for each in sorted(hashes)]  # each is counted
    if any(went):
        return letters.HeldFor.SAME, own_hash
    return (letters.HeldFor.MANY if is_one_of_many else ""), own_hash


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
    asked = "" if domain in settings.PUBLIC_MAIL else bought(domain)
    return rate_limits.consume("unread", domain=asked, network=network).refused


def bought(domain: str) -> str:
    """Return the part of a domain that somebody buys: whoever has it has every name before it."""
    parts = domain.split(".")
    return ".".join(parts[-3 if SHARED.fullmatch(".".join(parts[-2:])) else -2 :])


def hash_of(words: list[str]) -> str:
    """Return a keyed hash of words, by which letters are compared; it goes with the text."""
    return salted_hmac("letters.held", " ".join(words), algorithm="sha256").hexdigest()[:40]


def went_elsewhere(letter: "Letter", hashed: str) -> bool:
    """Return whether a letter with the same words, or link, was confirmed for another council.

    The limits know for a month to which council something went first, although the letter has been
    deleted since; of several at the same instant each waits there for the one before it.
    """
    first_to = f"{hashed} {letter.council_id}"
    if not rate_limits.consume("words", words=hashed).refused:
        rate_limits.consume("words to", words=first_to)
    same = type(letter).objects.filter(own_words_hash=hashed, confirmed_at__isnull=False)
    return (
        not rate_limits.was_counted("words to", words=first_to)
        or same.exclude(council=letter.council_id).exists()
    )


# Links

BEGINS = re.compile(r"(?<![a-z0-9+.-])(?=[a-z][a-z0-9+.-]*:/)|(?<![/\w.-])(?=www\.)", re.IGNORECASE)
LINK = re.compile(
    r"[a-z][a-z0-9+.-]*:/+\S+|www\.\S+"
    r"|(?<![\w.@-])(?:[\w-]+\.)+(?:com|net|org|co|uk|eu|io|info|biz|me|app|dev|site|online|xyz|top"
    r"|link|click|club|live|page|shop|store|tech|work|zip|mov|tv|cc|us|ly|gl|to|ru|cn|de|fr|ie|in"
    r"|pw|ai|is|gd|au|ca|ch|cz|dk|es|fi|gg|je|jp|nl|nz|nu|pl|pt|ro|se|su|tk|ml|ga|cf|gq|vc|ws|sh|bz"
    r"|cloud|website|space|support|help|email|services|solutions|systems|digital|network|security"
    r"|agency|chat|icu|cyou|sbs|vip|mobi|buzz)\b\S*"
    r"|(?<![\w.@-])(?:[\w-]+\.)+[a-z]{2,}/\S+|(?<![\w.@-])\d{1,3}(?:\.\d{1,3}){3}\S*",
    re.IGNORECASE,
)
"""What a mail program makes a link of: with a scheme, with www, or a domain by itself."""
HOST = re.compile(r"([\w.-]+)(?::\d+)?")


def as_read(text: str) -> str:
    """Return a text with one form for what looks the same, and without what nobody sees."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).replace("。", ".")


def links_elsewhere(text: str) -> list[str]:
    """Return the domain behind each link that is neither ours nor a ``.gov.uk``, in order."""
    ours = urlsplit(settings.SITE_URL).hostname
    hosts = {host_of(link) for link in LINK.findall(BEGINS.sub(" ", text))}
    return sorted(
        {bought(host) for host in hosts if host != ours and not f".{host}".endswith(".gov.uk")}
    )


def host_of(link: str) -> str:
    """Return the host that a link is to; "" where programs may read it differently."""
    authority = re.split(r"[/?#]", re.sub("^[^/?#]*:/+", "", link.replace("\\", "/")))[0]
    host = HOST.fullmatch(authority.rstrip(".,;:!?'\"’”)]>"))
    return host[1].lower() if host else ""


def tell_staff_of_many(council: Council) -> None:
    """Tell staff when more letters to one council wait than they would come upon by themselves."""
    number = letters.Letter.objects.filter(state=letters.State.HELD, council=council).count()
    if number > MANY_FOR_ONE:
        emails.tell_of_many_held(council, number)
