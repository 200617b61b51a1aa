"""How people write lists: what they call a column and a choice, and how they write a day."""

import re
from collections.abc import Iterable

from django.db.models import TextChoices
from openpyxl.utils.datetime import from_excel

from councils import names
from councils.dates import format_date, read_date
from councils.models import Channel, ListKind, Role, SourceKind

COUNCIL = (
    "council, local authority, authority, la, council name, name of council, local authority name,"
    " name of local authority, authority name, name of authority, la name, councils,"
    " local authorities, authorities, name, council code, code, ons code, gss code, gss"
)
TITLES = {
    ListKind.SIGNATURES: {
        "council": COUNCIL,
        "date": "date signed, signed date, signed on, when signed, day signed, date of signature,"
        " date of signing, signature date, signing date, date charter signed, date, dates, when,"
        " signed, month and year, year, year signed, signed in, year of signature, month, day",
        "source_url": "link, url, links, evidence url, source url, address, web page, web link,"
        " website, web address, hyperlink, page, link to evidence, link to document",
        "source": "document, evidence, source, name of the document, document name, title,"
        " name of document, shown by, what shows it, proof, source document, documents, sources,"
        " source of evidence, evidence document, supporting document",
        "source_kind": "kind of document, source kind, kind, evidence kind, kind of evidence, type,"
        " type of evidence, type of document, document type, doc type, source type, types",
        "quote": "words, quote, quotation, the words that say it, text, wording, exact words,"
        " extract, what it says, what the document says, what the minutes say, the words, minute,"
        " resolution",
        "signed_by": "who signed, who, signed by, signatory, person, name of signatory",
        "signed_role": "role, signed role, position, job title, post, role of signatory",
        "checked": "checked on, date checked, checked",
    },
    ListKind.CONTACTS: {
        "council": COUNCIL,
        "role": "role, job title, position, post, job, who",
        "channel": "way, channel, how",
        "where": "email, e mail, email address, e mail address, mailbox, address, where, web form,"
        " contact form, form, link, postal address",
        "source": "found at, source, evidence",
        "checked_on": "checked on, date checked, checked, date",
    },
}
"""The fields of the form, and what people call the column of each.

Of two columns of one field the one is read whose title stands first here, so what says it most
plainly does: "Council" before "Code", and "Date signed" before "Year".
"""


def by_word(called: dict[str, str]) -> dict[str, str]:
    """Return the field, or the choice, for each word that people call it."""
    found = {}
    for name, words in called.items():
        for word in words.split(", "):
            found[word] = str(name)
    return found


COLUMNS = {kind: by_word(fields) for kind, fields in TITLES.items()}
"""For each kind of list the field for each title of a column."""
NEEDED = {ListKind.SIGNATURES: {"council", "date"}, ListKind.CONTACTS: {"council", "role"}}
"""The fields without which a list is none."""
DAYS = ("date", "checked", "checked_on")
"""The fields that hold a day; then those that hold an address or a link."""
ADDRESSES = ("where", "email", "url", "source_url")
STRAY_IN_A_DOMAIN = re.compile(r"\s*\.\s*(?=[a-z0-9])")
STRAY_IN_A_LINK = re.compile(r"\s*([./?&=#])\s*(?=\w)")
EXCEL = re.compile(r"[34]\d{4}(?:\.\d+)?")
"""A day as Excel counts them, with its time or not."""
DAY_OR_MONTH = re.compile(r"(?:0?[1-9]|1[0-2])\D(?:0?[1-9]|1[0-2])\D\d+")
"""A day that could be read otherwise: in Britain days come before months."""
DAY_FIRST = re.compile(r"(?:1[3-9]|2\d|3[01])\D(?:0?[1-9]|1[0-2])\D\d+")
MONTH_FIRST = re.compile(r"(?:0?[1-9]|1[0-2])\D(?:1[3-9]|2\d|3[01])\D\d+")
PART_OF_YEAR = re.compile(
    r"(?:in )?(?:early|mid|late|spring|summer|autumn)\W+(?:(?:in|of) )?(\d{4})", re.IGNORECASE
)
TELEPHONE = re.compile(r"(?:tel\w*|phone|mobile)?[\W\d]*(?:(?:ext|x)\w*\W*\d+)?", re.IGNORECASE)
YES_OR_NO = {"yes", "no", "y", "n", "true", "false", "x", "signed", "not signed"}
"""What stands in a column "Signed?", folded."""
OF_STATUS = re.compile(r"sign|status|outcome|result|response|reply|decision|answer", re.IGNORECASE)
"""What the title of a column that says whether a council signed has in it."""
NOT_SIGNED = re.compile(
    r"no|n|false|no (?:reply|response|answer)|(?:has |have |did )?not (?:yet )?(?:signed|sign)"
    r"|unsigned|declined?|declines|refused?|refuses|rejected|withdrawn|withdrew|lapsed|pending"
    r"|awaiting.*|waiting.*|considering.*|undecided|in progress|intends.*|tbc|tba"
)
"""How people write there, folded, that it has not, or no longer."""
ROLE = re.compile(
    r"(?:the |deputy |assistant |interim |corporate |executive |strategic )*"
    r"(?:leader|director|chief executive|chair|mayor|head|cllr|councillor|portfolio holder|dcs"
    r"|(?:cabinet|lead|executive) member)(?: (?:of|for|children).*)?",
    re.IGNORECASE,
)
"""Who signed, where that is a role and no name."""


def by_their_own_words(choices: type[TextChoices]) -> dict[str, str]:
    """Return each choice by its label and by its code, folded."""
    found = {}
    for code, label in choices.choices:
        found[names.folded(str(label))] = code
        found[names.folded(code)] = code
    return found


CHOICES: dict[str, dict[str, str]] = {
    "source_kind": {
        SourceKind.MINUTES: "council minutes, cabinet minutes, decision, agenda",
        SourceKind.COUNCIL: "website, council website, letter, email, web page",
        SourceKind.NEWS: "newspaper, press, article, news story",
        SourceKind.REPORT: "published report",
        SourceKind.DOCUMENT: "signed copy, a signed copy, signed charter, charter",
    },
    "channel": {
        Channel.EMAIL: "e mail",
        Channel.WEB_FORM: "form, website",
        Channel.POST: "letter",
    },
    "role": {
        Role.LEAD_MEMBER: "lead member, cabinet member, cabinet member for childrens services",
        Role.DIRECTOR: "director, dcs",
        Role.LEADER: "leader",
        Role.INFORMATION: "foi, freedom of information",
    },
}
"""The choices of a field, and what else people call each, folded."""
WORDS = {
    "source_kind": by_word(CHOICES["source_kind"]) | by_their_own_words(SourceKind),
    "channel": by_word(CHOICES["channel"]) | by_their_own_words(Channel),
    "role": by_word(CHOICES["role"]) | by_their_own_words(Role),
}
"""For each of these fields the choice for each word, folded."""


def read_cells(cells: dict[str, str]) -> dict[str, str]:
    """Return what is filled in, with each choice and each day as our forms read it."""
    read = {name: read_cell(name, text) for name, text in cells.items() if text}
    is_a_role = ROLE.fullmatch(read.get("signed_by", ""))
    if is_a_role and "signed_role" not in read:
        read["signed_role"] = read.pop("signed_by")
    return read


def read_cell(name: str, text: str) -> str:
    """Return a choice by its code, a day in our words, and an address without a stray space.

    Anything else is as it was typed.
    """
    if name in DAYS:
        return day_read_otherwise(text) or text
    if name in ADDRESSES:
        return without_stray_spaces(text)
    choices = WORDS.get(name, {})
    return choices.get(names.folded(text), text)


def without_stray_spaces(text: str) -> str:
    """Return a web or an email address without spaces beside a mark that joins its parts.

    Nor has a web address what ends the sentence that it stands in.

    Any other space stays, for the form to refuse: it may part two addresses, or words from one.
    """
    if text.startswith(("http://", "https://", "www.")):
        return STRAY_IN_A_LINK.sub(r"\1", text).rstrip(".,;")
    if text.count("@") == 1:
        local_part, _, domain = text.partition("@")
        return f"{local_part.strip()}@{STRAY_IN_A_DOMAIN.sub('.', domain.strip())}"
    return text


def day_read_otherwise(text: str) -> str:
    """Return in our words a day that somebody must see how we read; "" for anything else.

    Such are 4/5/2013, which could mean another day, "early in 2013", which says more than we keep,
    and Excel's number of a day. A plain day is left to the form, which reads it itself.
    """
    if EXCEL.fullmatch(text):
        return format_date(from_excel(float(text)))
    part_of_year = PART_OF_YEAR.fullmatch(text)
    if part_of_year:
        return part_of_year[1]
    if not DAY_OR_MONTH.fullmatch(text):
        return ""
    when = read_date(text)
    if when is None:
        return ""
    return when.words.removeprefix("on ")


def puts_days_first(texts: Iterable[str]) -> bool:
    """Whether one day of a column shows that days come before months, and none the opposite."""
    texts = list(texts)
    if any(MONTH_FIRST.fullmatch(text) for text in texts):
        return False
    return any(DAY_FIRST.fullmatch(text) for text in texts)


def puts_months_first(texts: Iterable[str]) -> bool:
    """Whether one day of a column shows that months come before days, and none the opposite."""
    texts = list(texts)
    if any(DAY_FIRST.fullmatch(text) for text in texts):
        return False
    return any(MONTH_FIRST.fullmatch(text) for text in texts)


def way_of(where: str) -> str:
    """Return the way to reach an address where a list does not say.

    A link is that of a web form, and words with a number in them are what stands on an envelope.
    Anything else, a telephone number too, is taken for an email address, so that the form says what
    is wrong with it.
    """
    if where.startswith(("http", "www.")):
        return Channel.WEB_FORM.value
    has_number = any(character.isdigit() for character in where)
    is_telephone = TELEPHONE.fullmatch(where)
    if "@" not in where and " " in where and has_number and not is_telephone:
        return Channel.POST.value
    return Channel.EMAIL.value
