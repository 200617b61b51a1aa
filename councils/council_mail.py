"""Whether an address is at the council's own domain, taken from its website in the register.

That shows that somebody at the council wrote. It does not show that the council decided anything.
"""

from urllib.parse import urlsplit

from councils.names import join_names, possessive
from councils.record import Record

GOVERNMENT = ".gov.uk"
NOT_ONE_COUNCIL = frozenset({"service", "campaign", "blog", "www", "local", "nhs", "police"})
"""Names under gov.uk that several bodies share."""


def domain_of_council(website: str) -> str:
    """Return the domain that a council's website and mail share: "kent.gov.uk"; "" for none.

    Only a name directly under gov.uk counts: nobody else can register one.
    """
    try:
        host = (urlsplit(website).hostname or "").lower()
    except ValueError:  # "http://[leeds"
        return ""
    labels = host.removesuffix(GOVERNMENT).split(".") if host.endswith(GOVERNMENT) else []
    name = labels[-1] if labels else ""
    return f"{name}{GOVERNMENT}" if name and name not in NOT_ONE_COUNCIL else ""


def is_council_mail(email: str, website: str) -> bool:
    """Whether an address is at the council's own domain or a subdomain of it.

    Look-alikes, the council's name in front of another domain, letters of other alphabets and free
    email providers do not count.
    """
    own = domain_of_council(website)
    domain = email.rpartition("@")[2].lower()
    return bool(own) and email.isascii() and f".{domain}".endswith(f".{own}")


def others_at(email: str, council_id: int, record: Record) -> list[str]:
    """Return the names of the other councils whose own domain an address is at.

    Empty if it is at its own council's, or at nobody's. Several may share one domain.
    """
    own = record.by_id[council_id]
    if is_council_mail(email, own.website):
        return []
    found = []
    for other in record.all_councils:
        if other.is_current(record.on) and is_council_mail(email, other.website):
            found.append(other.name)
    return found


def question_about(email: str, council_id: int, record: Record) -> str:
    """Ask whether an address at another council's domain is right; "" if there is no doubt."""
    others = others_at(email, council_id, record)
    if not others:
        return ""
    whose = possessive(join_names(others))
    return f"This address is {whose}. Is it right for {record.by_id[council_id].name}?"
