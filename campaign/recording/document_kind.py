"""What kind of document it is, where its link or its name shows it."""

import re
from urllib.parse import urlsplit

from councils.council_mail import GOVERNMENT, domain_of_council
from councils.models import Council, SourceKind

MEETINGS = re.compile(r"democra|moderngov|committee|minutes|agenda|cabinet|decision|/mg|/ie[A-Z]")
"""What stands in the address of a council's meetings. Many use ModernGov, with pages such as
``mgAi.aspx`` and ``ieListDocuments.aspx``."""
MEETING_HOSTS = (GOVERNMENT, ".moderngov.co.uk", ".cmis.uk.com")
NAMED_AS = {
    SourceKind.MINUTES: re.compile(
        r"^(?:draft |full |cabinet |council |committee |executive )*(?:minutes|agenda|decision)\b"
    ),
    SourceKind.COUNCIL: re.compile(
        r"\bcouncil[’']s (?:own )?(?:website|page|letter)\b"
        r"|\b(?:letter|email|message) from (?:the |its )?(?:council|leader|director|lead member)\b"
    ),
    SourceKind.REPORT: re.compile(r"\breport\b|\blist of (?:\w+ )?\d{4}\b"),
    SourceKind.NEWS: re.compile(
        r"\b(?:news|newspaper|press|bbc|itv|gazette|herald|chronicle|echo)\b"
    ),
}
"""How the name of a document shows its kind."""


def is_only_minutes(name: str) -> bool:
    """Whether it says no more than "Minutes" or "Cabinet agenda": whose, it leaves open."""
    return bool(NAMED_AS[SourceKind.MINUTES].fullmatch(name.lower()))


def kind_of_document(link: str, name: str, council: Council | None) -> str:
    """Return the kind that a link to a document of a council shows, or its name; "" for neither.

    The preview reads it back, and a person can choose another.
    """
    parts = urlsplit(link)
    host = (parts.hostname or "").lower()
    name = name.strip().lower()
    says_minutes = MEETINGS.search(host + parts.path) or NAMED_AS[SourceKind.MINUTES].search(name)
    if host.endswith(MEETING_HOSTS) and says_minutes:
        return SourceKind.MINUTES
    own = domain_of_council(council.website) if council else ""
    if own and domain_of_council(link) == own:
        return SourceKind.COUNCIL
    for kind, pattern in NAMED_AS.items():
        if pattern.search(name):
            return kind
    return ""
