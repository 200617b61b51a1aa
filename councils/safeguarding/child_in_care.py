"""Whether a text says who a child in care is.

For a note that asks whether the name is needed: councils publish letters, and who is in care, and
where, is not for others to know. The note never blocks, so it may be wrong in both directions. It
leaves alone the writer's own name, adults, councils, and children who are not in care.
"""

import csv
import re
from functools import cache
from pathlib import Path

LONGEST = 8_000
"""Characters that are read: more than any form of ours takes."""
HERE = Path(__file__).parent

# A name is a word with a capital, but none of [no names] in child_in_care.txt, and no council's.
NAME = r"(?P<name>[A-Z][a-zà-ÿ]+(?:[-’'][A-Z][a-zà-ÿ]+)?)"

CHILD = (
    r"(?:child|children|boy|girl|lad|lass|kid|baby|toddler|teenager|teen|youngster|young (?:person"
    r"|man|woman)|son|daughter|brother|sister|sibling|twin|grandson|granddaughter|grandchild|nephew"
    r"|niece|cousin|stepson|stepdaughter|pupil|in my care|one|lodgings)(?:s|ren)?"
)
FOSTERED = r"(?:foster|fostered|looked[- ]after|adopted)"
CARE = (
    r"(?:in(?:to)? (?:foster |residential |local authority |my |our |your |their )?care|from care"
    r"|care orders?|placements?|placed (?:with|in|at|by)|taken into"
    r"|children[’']?s homes?|residential (?:home|unit|school)|secure unit|supported lodgings"
    r"|foster\w*|looked[- ]after|looked after by|special guardian\w*|kinship|was adopted|came into"
    r"|(?:the|that|this) (?:home|unit)|a home run|got adopted|(?:her|his|their) social worker"
    r"|(?:services|council|you) placed)"
)
"""Words of care: with a child's name in one sentence, they say that this child is in care."""
WORKERS = (
    r"(?:social worker|foster (?:carer|mum|dad|parent|home|placement)|carers?"
    r"|care (?:plan|home|order)|key ?worker|placement|children[’']?s home"
    r"|special guardian|guardian|IRO)"
)
MOVES = (
    r"(?:is|was|has|had|lives|lived|stays|stayed|came|comes|goes|went|ran|runs|moved|got|keeps|kept"
    r"|cries|cried|needs|wants)"
)
AGED = r"(?:,? ?\(?(?:aged )?\d{1,2}(?: years old)?\)?,?)"
INITIALS = r"(?:\b[A-Z]\.[A-Z]\b\.?|\b[B-HJ-Z]\b\.?)"
STREET = (
    r"(?:\d{1,4} )?(?:[A-Z][\w’']+ ){1,3}(?:Street|St|Road|Rd|Lane|Avenue|Ave|Close|Drive|Way"
    r"|Crescent|Terrace|Gardens|Grove|Court|Row)\b"
)
HOME = r"(?:children[’']?s home|care home|foster home|home|unit|placement)"

WITH_CARE = [
    rf"\b{CHILD},? (?:(?:is |was )?(?:called|named),? )?{NAME}",  # a boy called Tom
    rf"\b{NAME}(?:,? (?:who )?|{AGED} (?:who )?){MOVES}\b",  # Amy, who is; Leo (14) was
    rf"\b(?:help|find|see|visit|move|hear|meet|miss|tell|ask|about|for|listen to) {NAME}{AGED}?"
    r",? (?:he|she|they)\b",  # please help Amy, she is
]
"""Say who a child is; with CARE in the same sentence, who a child in care is."""
ALONE = [
    rf"\b{FOSTERED}[- ]{CHILD},? (?:(?:is |was )?(?:called|named) )?{NAME}",  # my foster son Jack
    rf"\b{NAME}[’']s (?:\w+ )?{WORKERS}\b",  # Jack's placement, Amy's social worker
    rf"\bfoster(?:s|ing|ed)? {NAME}",  # I foster Ellie
    rf"\b(?:We|we|I|They) (?:look|looked|are looking) after {NAME} ",
    rf"\b{NAME}{AGED}? (?:was|were) placed\b",
]
"""Say by themselves who a child in care is."""
INITIALS_WITH_CARE = [
    rf"{INITIALS}(?:{AGED})? ?,? ?(?:who )?{MOVES}\b",  # K.B. (14) is placed
    rf"\b{CHILD},? {INITIALS}",
]
ADDRESSES = [
    rf"\b{HOME} (?:at|in|on) {STREET}",  # the children's home at 12 High Street
    rf"\b(?i:foster) {CHILD}\b.*\b(?:at|in|on) {STREET}",
    rf"\b{CHILD}\b.*\b{HOME}\b.*\b(?:at|in|on) {STREET}",
    r"\b(?:girl|boy|lad|child|one) (?:at|in|from) (?:[A-Z]\w+ ){1,3}children[’']s home\b",
    rf"\b{HOME}\b.*\b(?:at|in|on) \d{{1,4}} {STREET}.*\b{CHILD}\b",
]
CARER_WRITES = re.compile(
    r"\b(?:I am|I[’']m|We are|we are|as) (?:a |an )?(?:foster|kinship)|\bI foster\b|\bwe foster\b"
    r"|\b(?:I|We|we) (?:work|live) in a children[’']s home|\bI am a social worker"
)
"""The writer looks after children in care: a first name is then likely to be one of theirs."""
AN_ADULT = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Cllr|Councillor|Sir|Lady|Lord|Rev|MP|wife|husband|partner"
    r"|colleague|(?:worker|carer|manager|neighbour)(?: is called)?),? (?:[A-Z]\w+ )?$"
)
THE_WRITER = re.compile(
    r"\b(?:[Mm]y name(?: is|[’']s)|(?:I am|I[’']m)(?: called| named)?|calls? me) (?:[A-Z]\w+ )?$"
)
OTHERS_IN_CARE = re.compile(
    r"\b(?:about|for|with|of|to|near|like|than|other) (?:(?:a|the|some|other|many|two|all) )?"
    r"(?:child|children|kids?|young people|boys?|girls?|lads?|friends?|pupils?) "
    r"(?:who (?:lives?|is|are|grows? up|stays?) )?"
    r"(?:in (?:foster |residential )?care|in (?:a )?(?:children[’']s|foster) homes?"
    r"|with (?:a )?foster (?:carers?|famil(?:y|ies)|parents?))\b"
    r"(?!,? (?:is )?(?:called|named|[A-Z]))"
)
"""Others without a name, with or about whom somebody with a name does something."""
NO_INITIAL = re.compile(r"\b(?:Plan|Vitamin|Class|Part|Option|Group|Room|Block|Appendix) $")


def names_a_child_in_care(text: str) -> bool:
    """Whether a text seems to say who a child in care is, by name, initials or address."""
    text = text[:LONGEST]
    sentences = re.split(r"(?<=[a-zà-ÿ0-9)][.!?]) |[\n\r]+", text)
    carer = CARER_WRITES.search(text) is not None
    return any(names_one(sentence, carer) for sentence in sentences)


def names_one(sentence: str, a_carer_writes: bool) -> bool:
    """Whether one sentence says who a child in care is."""
    sentence = with_capitals(sentence)
    of_whom = OTHERS_IN_CARE.sub("others", sentence)
    about_care = re.search(rf"\b{CARE}\b", of_whom) is not None
    if found(ALONE, sentence) or any(re.search(way, sentence) for way in ADDRESSES):
        return True
    if about_care and (found(WITH_CARE, sentence) or has_first_name(sentence)):
        return True
    if about_care and any(
        not NO_INITIAL.search(sentence[: match.start()])
        for way in INITIALS_WITH_CARE
        for match in re.finditer(way, sentence)
    ):
        return True
    return a_carer_writes and any(
        match["name"] in first_names() and not is_grown_up(sentence[: match.start()])
        for match in re.finditer(rf"\b{NAME} {MOVES}\b", sentence)
    )


def has_first_name(sentence: str) -> bool:
    """Whether a first name stands alone in a sentence: neither a full name nor a place's."""
    return any(
        match["name"] in first_names()
        and not is_grown_up(sentence[: match.start()])
        and not re.match(r"(?:[’']s)? (?:[A-Z]|works|teaches|fosters)", sentence[match.end() :])
        and not re.search(r"\b(?:in|from|near|at|St|[A-Z]\w+) $", sentence[: match.start()])
        for match in re.finditer(rf"\b{NAME}\b", sentence)
    )


def is_grown_up(before: str) -> bool:
    """Whether what stands before a name says that it is an adult's, or the writer's own."""
    return bool(AN_ADULT.search(before) or THE_WRITER.search(before))


def found(ways: list[str], sentence: str) -> bool:
    """Whether one of some ways finds a name that may be a child's."""
    return any(
        may_be_a_name(match["name"])
        and not re.match(r" (?:works|teaches|is an? (?:charity|group|scheme|service))", rest(match))
        and not AN_ADULT.search(sentence[: match.start("name")])
        and (ways is ALONE or not THE_WRITER.search(sentence[: match.start("name")]))
        for way in ways
        for match in re.finditer(way, sentence)
    )


def rest(match: re.Match[str]) -> str:
    """Return what stands behind the name that was found."""
    return match.string[match.end("name") :]


def may_be_a_name(word: str) -> bool:
    return word not in no_names() and (word in first_names() or word not in words_of_councils())


def with_capitals(sentence: str) -> str:
    """Give first names that were typed small their capital, where a name is to be expected."""
    return re.sub(
        rf"\b((?:{FOSTERED} )?{CHILD},? (?:(?:is |was )?(?:called|named) )?)([a-z]+)\b",
        lambda match: match[1] + (c if (c := match[2].capitalize()) in first_names() else match[2]),
        sentence,
    )


@cache
def first_names() -> frozenset[str]:
    return words_under("first names")


@cache
def no_names() -> frozenset[str]:
    return words_under("no names")


def words_under(section: str) -> frozenset[str]:
    """Return the words of one [section] of child_in_care.txt, without its notes."""
    text = (HERE / "child_in_care.txt").read_text("utf-8").partition(f"[{section}]")[2]
    lines = text.partition("\n[")[0].splitlines()
    return frozenset(" ".join(line for line in lines if not line.startswith("#")).split())


@cache
def words_of_councils() -> frozenset[str]:
    """Return the words with a capital in names of councils: Kent, Sheffield, Devon."""
    with (HERE.parent / "register" / "councils.csv").open(encoding="utf-8", newline="") as rows:
        names = " ".join(f"{row['name']} {row['short_name']}" for row in csv.DictReader(rows))
    return frozenset(re.findall(r"\b[A-Z][a-zà-ÿ]+", names))
