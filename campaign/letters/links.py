"""What in somebody's words leads elsewhere: web addresses in any case or script, and emails.

What only looks like one is none: "12 High St.dover", "anna.smith". What is looked for stands above
the functions that look for it.
"""

import html
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

from django.conf import settings

from campaign.letters.lookalikes import as_it_looks, in_plain_characters
from councils.email_addresses import INVISIBLE, has_public_suffix, mailbox, registrable
from councils.safeguarding.people_say import words_people_say

# A text as it is read

SPELT = r"(?:\.|d[o0]t|full\ stop|punkt|punto)"
ENDS = (
    "app|biz|click|cloud|co|com|dev|eu|gg|gov|info|io|link|live|london|ly|net|nhs|online|org|ru"
    "|site|tech|tk|top|tv|uk|website|xyz"
)
SPELT_STOP = re.compile(
    rf"""
    (?<=\w)
    (?:
        \s* [\[({{<*/"“] \s* {SPELT} \s* [\])}}>*/"”] \s* (?=\w)         # "evil [dot] com"
        | (?: \s+ | [-_] ) {SPELT} (?: \s* | [-_] ) (?= (?:{ENDS}) \b )  # "evil dot com"
        | \s+ {SPELT} \s+ (?= me \s* (?: / | slash ) )                # "t dot me slash evil"
        # No sentence goes on with "com": "evil,com", "evil(no spaces).com", "evildotcom".
        | (?: \s+ (?: point | period ) \s+ | dot | (?= \W* [^\w\s-] ) \W{{1,4}} )
            (?= (?: com | co \W uk ) \b )
        | (?<= [.,] co ) [^\w\s] (?= uk \b )                             # "evil,co,uk"
        | (?: \s* \. )+ \s+ (?= (?: com | co\.uk ) \b )                 # "evil . com"
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""The full stop of a domain that is taken apart, for a person to put together: "evil [.] com"."""
SHOWN_AS_STOPS = "。·•・۔٠\u0701\u16eb\u2027\u2219\u22c5\u2e31\u2e33\ua4f8\ufbb2\U00010101"
STOPS = dict.fromkeys(map(ord, SHOWN_AS_STOPS), ".")
"""What shows as a full stop, between the parts of a domain."""


def as_read(text: str) -> str:
    """Return a text with one form for what looks the same, and without what nobody sees."""
    decoded = unquote(html.unescape(text))  # "evil&#46;com", "evil%2Ecom"
    in_one_form = unicodedata.normalize("NFKC", decoded)
    seen = INVISIBLE.sub("", in_one_form)
    return SPELT_STOP.sub(".", seen.translate(STOPS))


CHARACTERS_APART = re.compile(r"(?<!\w)(?:\w ){2,}\w(?!\w)")
"""Such as "e v i l . c o m". Only by spaces: its full stop makes it a link."""


def ways_to_read(text: str) -> list[str]:
    """Return three readings of a text, in each of which a link may show.

    As it is read; in plain characters (lookalikes.py); and in these with digits within a word read
    as well ("evil.c0m"), and characters that stand apart put together.
    """
    read = as_read(text)
    plain = in_plain_characters(read)
    together = CHARACTERS_APART.sub(lambda spaced: spaced[0].replace(" ", ""), as_it_looks(read))
    # Once more: a stop may be spelt in what was dressed up or stood apart.
    return [read, SPELT_STOP.sub(".", plain), SPELT_STOP.sub(".", together)]


# What leads somewhere

LOCAL_PART = r"(?<![\w.+%'-])[\w.+%'-]+"
"""What stands before the @ of an email address."""
ADDRESS = rf"{LOCAL_PART}@(?:[\w-]+\.)+[\w-]{{2,}}"
NUMBERED = r"(?<![\w.])\d{1,4}(?:\.\d{1,4}){3}[/:]\w\S*"
"""A site by its number, with where to go there."""
IP_ADDRESS = r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\w)"
"""The same without: "1.2.3.4" may be a paragraph."""
WRITTEN_OUT = r"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*://\S+|https?:\S+|\\\\\S+|www\W{1,3}\w\S*"
"""What its scheme, or www, says to be a web address; with two backslashes, in Windows."""
BARE = r"(?<![\w-])(?<![\w-]\.)(?:[\w-]+\.)+[\w-]{2,}(?:[/:?#@][\w/%]\S*)?"
"""A domain by itself; a full stop without a space after it may look like one."""
LEADS = re.compile(
    rf"(?P<written_out>{WRITTEN_OUT}|{NUMBERED})|(?P<ip_address>{IP_ADDRESS})"
    rf"|(?P<address>{ADDRESS})|(?P<bare>{BARE})",
    re.IGNORECASE,
)
PLAIN_BARE = re.compile(r"([^\W\d_]+)\.([^\W\d_]+)")
"""Two words without digits, with a full stop between them."""
BEGINS_A_SENTENCE = {
    "as", "at", "by", "call", "dad", "do", "here", "how", "in", "it", "kids", "my", "no", "now",
    "one", "so", "today", "you",
}  # fmt: skip
"""Ends of domains that are words as well. Where nothing else shows a link, as in "so scared.my
mum", somebody left out a space after a word that people use."""
AFTER_AN_ABBREVIATION = re.compile(rf"(?:[a-z]\.){{2,}}(?:{'|'.join(sorted(BEGINS_A_SENTENCE))})")
"""Such as "a.m.Today"."""
TITLES = {"cllr", "dr", "lord", "miss", "mr", "mrs", "ms", "prof", "rev", "sir", "st"}
"""What stands before a name, of which some are ends of domains: "Dr.Li", "Mr.Kim"."""
SHOWN_AS_SITES = (".example",)
"""Ends of domains that nobody can register (RFC 2606): examples and tests have them."""


def has_link(text: str) -> bool:
    """Whether a text has a web or an email address at all, known or not."""
    for said in ways_to_read(text):
        for match in LEADS.finditer(said):
            if is_link(match):
                return True
    return False


def is_link(match: re.Match[str]) -> bool:
    """Whether it leads anywhere, and is not only two words without a space between them."""
    if match["ip_address"]:
        return is_ip_address(match["ip_address"])
    if not match["bare"]:
        return True
    bare = match["bare"].lower()
    host = host_of(bare).rstrip(".")
    if not host.endswith(SHOWN_AS_SITES) and not has_public_suffix(host):
        return False
    two_words = PLAIN_BARE.fullmatch(bare)
    if two_words is None:
        return not AFTER_AN_ABBREVIATION.fullmatch(bare)
    before, after = two_words.groups()
    if before in TITLES:
        return False
    lacks_a_space = after in BEGINS_A_SENTENCE and before in words_people_say()
    return not lacks_a_space


def is_ip_address(numbers: str) -> bool:
    """Whether four numbers are an address on the internet, and no paragraph or version.

    A paragraph has numbers of one or two digits; an address has none above 255.
    """
    parts = [int(part) for part in numbers.split(".")]
    return 99 < max(parts) < 256


# What leads where we know nothing of

BEHIND_A_LINK = ".,;:!?)’”\"'"
"""Marks at the end of a link that are its sentence's."""
SITES = "|".join(map(re.escape, sorted(settings.KNOWN_SITES)))
KNOWN_SITE = rf"(?:[a-z0-9-]+\.)*(?:gov\.uk|{SITES})"
KNOWN = re.compile(
    rf"(?:https?://)?{KNOWN_SITE}(?:/[\w/?#&=.%~+-]*)?[.,;:!?)’”\"']*", re.IGNORECASE
)
"""A plain link to a council, the government or a site on which no stranger can put a page."""
KNOWN_ADDRESS = re.compile(rf"{LOCAL_PART}@{KNOWN_SITE}", re.IGNORECASE)


def unknown_links(texts: Iterable[str], own_address: str = "") -> set[str]:
    """Return where texts lead that is not ours, a council's, or well known.

    A web address stands as the domain that somebody registered, an email address as its mailbox;
    ``own_address`` is the writer's, which we have checked.
    """
    found = set()
    for text in texts:
        if is_drawn(text):
            found.add("a drawing")
        for said in ways_to_read(text):
            for match in LEADS.finditer(said):
                if is_link(match) and not is_known(match):
                    found.add(destination(match))
    own = mailbox(own_address)
    # As it stands in each of the three readings.
    return found - {own, in_plain_characters(own), as_it_looks(own)}


def is_known(match: re.Match[str]) -> bool:
    link = match[0].lower()
    if match["address"]:
        return bool(KNOWN_ADDRESS.fullmatch(link))
    return bool(KNOWN.fullmatch(link)) or leads_here(link)


def leads_here(link: str) -> bool:
    """Whether a link leads to this site, with its scheme or without, also where a sentence ends."""
    address = settings.SITE_URL.lower()
    host = address.partition("://")[2]
    # With a slash behind each: a longer domain may begin like ours.
    said = f"{link.rstrip(BEHIND_A_LINK)}/"
    return said.startswith((f"{address}/", f"{host}/"))


# Where it leads

HOST = re.compile(
    r"""
    \A
    (?: [a-z][a-z0-9+.-]* : (?![0-9]) )?  # its scheme; a colon with digits is that of a port
    [/\\]*
    (?: [^/\\?#]* @ )?                    # who signs in there
    ( \[ [^]]* \] | [^/\\?#:,]* )         # the host: an address in brackets (IPv6), or a name
    """,
    re.VERBOSE,
)


def destination(match: re.Match[str]) -> str:
    """Return what two links have in common that lead to the same site or mailbox."""
    link = match[0].lower().rstrip(BEHIND_A_LINK)
    if match["address"]:
        return mailbox(link)
    host = host_of(link).rstrip(BEHIND_A_LINK)
    return registrable(host.removeprefix("www."))


def host_of(link: str) -> str:
    match = HOST.match(link)
    return match[1] if match else ""


# A picture made of characters

DRAWN_LINES = 8
"""Lines of marks alone that make a picture, such as a QR code, which leads where a link would."""
DRAWN_LENGTH = 10
DRAWN_WITH = 3
"""Different characters at most of a line that is drawn with letters, such as "XX  X XX"."""


def is_drawn(text: str) -> bool:
    """Whether a text has a picture made of characters."""
    drawn = 0
    for line in text.splitlines():
        marks = "".join(line.split())
        if len(marks) < DRAWN_LENGTH:
            continue
        has_letters = any(mark.isalnum() for mark in marks)
        if not has_letters or len(set(marks)) <= DRAWN_WITH:
            drawn += 1
    return drawn >= DRAWN_LINES
