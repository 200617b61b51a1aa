"""Names under a letter that are no person's: an office, a council, a web address, a sentence.

Whoever signs as one speaks for somebody else, from our address. Titles (Dr, Cllr, Rev, Lord) and
every surname pass: "Ann Kent" and "Jo Constable" are people.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from campaign.letters.composition.originality import words_of
from campaign.letters.links import as_read, has_link
from campaign.letters.lookalikes import as_it_looks
from councils.record import Record, cached_with_record, record_on

OFFICES = (
    "accounts payable", "assistant director", "asst director", "barnardo's", "bbc news",
    "borough council", "cabinet member", "cabinet minister", "cabinet office", "ceo", "ch exec",
    "chair of", "chairman of", "chf exec", "chief constable", "chief exec", "chief executive",
    "chief inspector", "chief officer", "chief superintendent", "childline",
    "children's commissioner", "children's services", "children's society", "childrens services",
    "city council", "commissioner for", "commissioner of", "corporate director", "council leader",
    "council tax", "county council", "county court", "crime agency", "crown court",
    "crown prosecution", "customer service", "customer services", "cyfarwyddwr", "cyngor",
    "daily mail", "daily mirror", "dcs", "department for", "department of", "deputy director",
    "detective constable", "detective inspector", "detective sergeant", "dir children's",
    "dir of", "director children", "director for", "director of", "directorate of",
    "district council", "dvla", "dwp", "environment agency", "executive director", "finance dept",
    "fraud team", "group leader", "head of", "head teacher", "heddlu", "help desk", "high court",
    "hm government", "hm revenue", "hmrc", "home office", "home sec", "home secretary",
    "human resources", "information commissioner", "interim director", "it department", "it dept",
    "it helpdesk", "it support", "itv news", "journalist", "lawyer for", "lead member", "leader of",
    "llp", "local government association", "lord mayor", "ltd", "mailer daemon",
    "managing director", "mayor of", "member of parliament", "metropolitan council",
    "microsoft support", "minister for", "minister of", "monitoring officer", "mp for", "news desk",
    "newsdesk", "newspaper", "nhs", "no reply", "nspcc", "office of", "ofsted", "ombudsman",
    "on behalf of", "parish council", "payroll department", "payroll team", "permanent secretary",
    "plc", "police", "prif weinidog", "prif weithredwr", "prime minister", "returning officer",
    "royal mail", "runaways safe", "s 151", "safeguarding board", "safeguarding lead",
    "scotland yard", "secretary of state", "section 151", "security team", "sky news",
    "social services", "social worker", "solicitors", "strategic director", "technical support",
    "the guardian", "the leader", "the times", "town clerk", "town council", "trading standards",
    "tv licensing",
)  # fmt: skip
"""Offices and bodies as they are written out. A single word that is a surname too is none."""
OFFICES_IN_AN_ADDRESS = (
    "chief exec", "chief executive", "chief executive's", "chief constable", "director of",
    "managing director", "leader of", "cabinet member", "secretary of state", "home secretary",
    "monitoring officer", "on behalf of",
)  # fmt: skip
"""Offices that stand in no address but to sign as one: it follows the name."""
LONG_ENOUGH = 10
"""Characters that an office needs to be found without the spaces between its words too."""
BESIDE_A_COUNCIL = {
    "authority", "borough", "cc", "chief", "clerk", "council", "department", "director",
    "executive", "finance", "helpdesk", "leader", "legal", "mayor", "member", "officer", "payroll",
    "safeguarding", "services", "team",
}  # fmt: skip
"""Words beside the name of a council that make it an office there."""
ALONE = BESIDE_A_COUNCIL | {
    "admin", "administrator", "chairman", "dept", "deputy", "interim", "postmaster", "solicitor",
    "the", "webmaster",
}  # fmt: skip
"""Words of which a name that has no other is an office: "The Director", "Deputy Mayor"."""
WORDS_JOINED = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
"""Where a word begins without a space, as in "KentCouncil" and "NHSEngland"."""
APART = re.compile(r"(?<!\w)(?:\w[\W_]{1,3}){2,}\w(?!\w)")
"""A word whose characters stand apart, by any marks, such as "P O L I C E" and "N.H.S."."""
MOST_INITIALS = 4
"""Characters that stand apart and may be initials: of more, as in "C O U N C I L", it is a word."""
MEMBER_OF_PARLIAMENT = re.compile(r"\w+\W+\w.*[\s,]M\.?P\.?", re.IGNORECASE)
"""“MP” behind a whole name: before one these are initials."""
SAYS_SOMETHING = re.compile(r"[£$€!?]|\b(?:is|was) an?\b", re.IGNORECASE)
"""What stands in a sentence, and in no name."""
IN_NO_NAME = {
    "because", "corrupt", "if", "liar", "liars", "must", "paedophile", "please", "they",
    "unless", "we'll", "you'll", "you're", "your",
}  # fmt: skip
"""Words of a sentence that nobody is called."""
TURNED_ROUND = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""What has a word shown from its end to its beginning."""
OTHER_SCRIPTS = ("CYRILLIC", "GREEK")
"""Scripts with characters that look like Latin ones."""


def is_no_person(name: str) -> bool:
    """Whether a name reads like an office, a body, a web address or a sentence, and no person's."""
    if TURNED_ROUND.search(name) or has_link(name) or is_sentence(name):
        return True
    if any(mixes_scripts(word) for word in words_of(as_read(name))):
        return True
    # A 1 is read as an i, and here as an l too, which it looks like as well.
    with_small_l = name.replace("1", "l")
    return names_an_office(name) or names_an_office(with_small_l)


def is_sentence(name: str) -> bool:
    """Whether a name says something: it stands before the letter, and in the council's inbox."""
    if SAYS_SOMETHING.search(as_read(name)):
        return True
    return not IN_NO_NAME.isdisjoint(words_of(as_it_looks(as_read(name))))


def squeezed_offices() -> set[str]:
    """Return the offices that are found without spaces: in a short one, names of people hide."""
    found = set()
    for office in OFFICES:
        squeezed = office.replace(" ", "")
        if len(squeezed) >= LONG_ENOUGH:
            found.add(squeezed)
    return found


SQUEEZED = squeezed_offices()


def names_an_office(name: str) -> bool:
    """Whether a name has an office or a body in it, however that is spelt."""
    shown = as_it_looks(as_read(name))
    if MEMBER_OF_PARLIAMENT.fullmatch(shown.strip()):
        return True
    put_together = [re.sub(r"[\W_]", "", match) for match in APART.findall(shown)]
    if any(len(word) > MOST_INITIALS for word in put_together):
        return True
    words = words_of(" ".join([WORDS_JOINED.sub(" ", shown), *put_together]))
    if has_phrase(words, OFFICES) or has_office_without_spaces(words):
        return True
    if words and ALONE.issuperset(words):
        return True
    return has_police(words) or is_office_of_a_council(words)


def has_phrase(words: Iterable[str], phrases: Iterable[str]) -> bool:
    """Whether any of some phrases stands among these words."""
    # With a space at each end as well, so that only whole words are found.
    spaced = f" {' '.join(words)} "
    return any(f" {phrase} " in spaced for phrase in phrases)


def has_office_without_spaces(words: Iterable[str]) -> bool:
    squeezed = "".join(words)
    return any(office in squeezed for office in SQUEEZED)


def has_police(words: Iterable[str]) -> bool:
    """Whether "police" is within a word, as in "kentpolice", or is two, as in "Po lice".

    Two names side by side may have it, as "Napoli Cerri" has.
    """
    if any("police" in word for word in words):
        return True
    return any(first + second == "police" for first, second in pairwise(words))


def is_office_of_a_council(words: Iterable[str]) -> bool:
    """Whether words name a council, and an office there: "Kent's Director" names Kent."""
    if BESIDE_A_COUNCIL.isdisjoint(words):
        return False
    places = [word.removesuffix("'s") for word in words]
    return has_phrase(places, councils_in_words(record_on()))


def has_office(address: str) -> bool:
    """Whether an address is no place, but says as whom somebody writes."""
    words = words_of(as_it_looks(as_read(address)))
    return has_phrase(words, OFFICES_IN_AN_ADDRESS)


@cached_with_record
def councils_in_words(record: Record) -> frozenset[str]:
    """Return the short names of all councils, in the form in which words are compared."""
    return frozenset(" ".join(words_of(row.short_name)) for row in record.by_id.values())


def mixes_scripts(word: str) -> bool:
    """Whether a word has Latin characters, and others that only look like them."""
    scripts = {unicodedata.name(each, "").partition(" ")[0] for each in word}
    return "LATIN" in scripts and not scripts.isdisjoint(OTHER_SCRIPTS)
