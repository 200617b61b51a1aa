"""What kind of document evidence is, where its link or its name shows it.

The preview reads it back, and a person can choose another.
"""

import re
from urllib.parse import urlsplit

from campaign.sign_up.council_mail import GOVERNMENT, domain_of_council
from councils.models import Council, SourceKind

MEETINGS = re.compile(r"democra|moderngov|committee|minutes|agenda|cabinet|decision|/mg|/ie[A-Z]")
"""What stands in the address of a council's meetings. Many use ModernGov, with pages such as
``mgAi.aspx`` and ``ieListDocuments.aspx``."""
MEETING_HOSTS = (GOVERNMENT, ".moderngov.co.uk", ".cmis.uk.com")
NEWS = re.compile(
    r"(?:^|\.)(?:bbc\.(?:co\.uk|com)|theguardian\.com|itv\.com|independent\.co\.uk"
    r"|telegraph\.co\.uk|localgov\.co\.uk)$|news"
)
NAMES = (
    (re.compile(r"(?:draft )?(?:minutes|agenda|decision)\b"), SourceKind.MINUTES),
    (re.compile(r"the council[’']s (?:own )?(?:website|page|letter)\b"), SourceKind.COUNCIL),
    (re.compile(r"(?:an? )?(?:letter|email|message) from the council\b"), SourceKind.COUNCIL),
)


def kind_of_document(link: str, name: str, council: Council) -> str:
    """Return the kind that a link to a document of a council shows, or its name; "" for neither."""
    return kind_of_link(link, council) or kind_of_name(name)


def kind_of_link(link: str, council: Council) -> str:
    parts = urlsplit(link)
    host = (parts.hostname or "").lower()
    if host.endswith(MEETING_HOSTS) and MEETINGS.search(host + parts.path):
        return SourceKind.MINUTES
    own = domain_of_council(council.website)
    if own and f".{host}".endswith(f".{own}"):
        return SourceKind.COUNCIL
    is_news = not host.endswith(GOVERNMENT) and NEWS.search(host)
    return SourceKind.NEWS if is_news else ""


def kind_of_name(name: str) -> str:
    kinds = (kind for pattern, kind in NAMES if pattern.match(name.strip().lower()))
    return next(kinds, "")
