"""Email addresses: as typed, as SMTP takes them, in every spelling, and whose mailbox they are."""

import re
from contextlib import suppress
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr
from functools import cache

from django.db.models import Q
from django.utils.encoding import punycode
from publicsuffixlist import PublicSuffixList

LONGEST_ADDRESS = 254
"""The most characters an address may have (RFC 5321)."""
NOT_AN_ADDRESS = "That email address doesn’t look right. It should look like name@example.org."
"""What every form says of what it cannot write to."""
NOT_IN_ADDRESS = re.compile(r"[\s<>(),;:\\\"\[\]%!\x00-\x1f\x7f]|=\?")
"""Characters that only a quoted local part could hold, that a program would decode, or that have
old mail servers pass it on elsewhere (``%`` and ``!``)."""
INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Characters without width, which are often copied along with an address."""
SPACES_AND_STOP = "." + "".join(filter(str.isspace, map(chr, range(0x3001))))
"""What may follow an address at the end of a sentence: every kind of space, and full stops."""
BEFORE_ADDRESS = re.compile(r"\A(?:\s|mailto:)+", re.IGNORECASE)
PROTON = ("proton.me", "protonmail.com", "pm.me")
"""The domains of one provider, where everybody has the same name at each."""
NAME_AND_ADDRESS = re.compile(r"[^<>\n]*<\s*([^<>\s]+@[^<>\s]+)\s*>")
"""How a mail program writes an address: ``Anna Smith <anna@example.org>``."""


def cleaned_address(typed: str) -> str:
    """Return a typed address as it was meant, without checking that it is one.

    A display name, ``mailto:``, a full stop at the end and invisible characters are dropped, and
    the domain is folded. What it returns stays the same if it is cleaned again.
    """
    address = trimmed(INVISIBLE.sub("", typed))
    if match := NAME_AND_ADDRESS.fullmatch(address):
        address = trimmed(match[1])
    name, at, domain = address.rpartition("@")
    return f"{name}{at}{folded(domain) if at else domain}"


def trimmed(typed: str) -> str:
    return BEFORE_ADDRESS.sub("", typed.rstrip(SPACES_AND_STOP), count=1)


def folded(domain: str) -> str:
    """Return a domain as mail goes to it, and as people read it: ``ｇmail。com`` is gmail.com.

    Nameprep (RFC 3491) folds full-width and circled letters, ligatures and other full stops.
    """
    if domain.isascii():
        return domain.lower()
    with suppress(UnicodeError):  # what cannot be encoded stays, for a form to refuse
        return domain.encode("idna").decode("idna").lower()
    return domain.lower()


def ascii_address(address: str) -> str:
    """Return an address as SMTP takes it, its domain in punycode.

    Raises ValueError if it is not exactly one address that mail can be sent to.
    """
    local, at, domain = address.strip().rpartition("@")
    if not (at and local and domain) or not local.isascii():
        raise ValueError("This is not an address that mail can be sent to.")
    plain = f"{local}@{punycode(domain)}"
    if NOT_IN_ADDRESS.search(plain) or "@" in local or len(plain) > LONGEST_ADDRESS:
        raise ValueError("This is not an address that mail can be sent to.")
    try:
        Address(addr_spec=plain)  # refuses what a header cannot hold, such as two dots together
    except (MessageError, ValueError, IndexError) as error:
        raise ValueError("This is not an address that mail can be sent to.") from error
    return plain


def spellings(address: str) -> set[str]:
    """Return the forms in which one address may be stored; compare them case-insensitively.

    As typed, with its domain in punycode, and with its domain as people read it.
    """
    local, _, domain = address.strip().rpartition("@")
    forms = {f"{local}@{domain.lower()}"}
    with suppress(ValueError):
        local, _, ascii_domain = ascii_address(address).lower().rpartition("@")
        forms |= {f"{local}@{ascii_domain}", f"{local}@{ascii_domain.encode().decode('idna')}"}
    return forms


def canonical(address: str) -> str:
    """Return the one form under which all spellings of one address are the same."""
    with suppress(ValueError):
        return ascii_address(address).lower()
    return address.strip().lower()


def is_address(field: str, address: str) -> Q:
    """Return the condition that a field holds an address, in any of its spellings."""
    return Q.create(
        [(f"{field}__iexact", spelling) for spelling in sorted(spellings(address))],
        connector=Q.OR,
    )


def mailbox(address: str) -> str:
    """Return the mailbox an address leads to, so that its variants count as one; "" for none.

    The domain is put in punycode first, whatever letters it was typed in. Case and any ``+tag`` are
    dropped, for Gmail the dots before the @, and for Proton dots, hyphens and underscores.
    """
    name, _, domain = canonical(address).rpartition("@")
    name = name.partition("+")[0]
    if domain in ("gmail.com", "googlemail.com"):
        name, domain = name.replace(".", ""), "gmail.com"
    elif domain in PROTON:
        name, domain = re.sub("[._-]", "", name), PROTON[0]
    return f"{name}@{domain}" if name else ""


def domain_of(address: str) -> str:
    """Return the domain of an address, which may have a display name; "localhost" for none."""
    return parseaddr(address)[1].rpartition("@")[2] or "localhost"


# Whose domain it is


@cache
def public_suffixes() -> PublicSuffixList:
    """Return the list of ends under which anybody can register a domain (publicsuffix.org).

    Without those of companies: their customers make any number of names, and pay for none.
    """
    return PublicSuffixList(only_icann=True)


def registrable(domain: str) -> str:
    """Return the part of a domain that somebody registered: "a.evil.co.uk" is evil.co.uk.

    Whoever has it can make as many subdomains as they like. What nobody can register, such as an
    IP address or ``co.uk``, is returned unchanged.
    """
    if domain.rpartition(".")[2].isdigit():
        return domain
    return public_suffixes().privatesuffix(domain) or domain


def has_public_suffix(domain: str) -> bool:
    """Whether a domain ends as those do that people can open; dover in "St.dover" is no end."""
    return bool(public_suffixes().publicsuffix(domain, accept_unknown=False))


# What was probably meant

MISTYPED = {
    "gmail.com": (
        "gamil.com", "gmai.com", "gmail.co", "gmail.co.uk", "gmail.cm", "gmail.con", "gmaill.com",
        "gmal.com", "gmial.com", "gmil.com", "gnail.com", "googlemail.con",
    ),
    "hotmail.com": ("hotmai.com", "hotmail.con", "hotmial.com", "hotmil.com", "hotnail.com"),
    "hotmail.co.uk": ("hotmail.couk", "hotmail.co.ik", "hotmial.co.uk"),
    "icloud.com": ("icloud.con", "iclod.com", "icoud.com"),
    "outlook.com": ("outlok.com", "outlook.con", "outloo.com"),
    "yahoo.com": ("yaho.com", "yahoo.con", "yahooo.com"),
    "yahoo.co.uk": ("yaho.co.uk", "yahoo.couk"),
    "btinternet.com": ("btinternet.con", "btintenet.com"),
}  # fmt: skip
"""How people mistype the domains of large providers. Some of these belong to strangers."""


def likely_meant(address: str) -> str:
    """Return the address that somebody probably meant; "" if they typed it well."""
    name, _, domain = address.rpartition("@")
    for right, wrong in MISTYPED.items():
        if domain.lower() in wrong:
            return f"{name}@{right}"
    return ""
