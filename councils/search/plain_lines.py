"""Say which lines are plainly a postcode or names: the guard need not hear those.

No word of such a line can be a call for help. Everything else is heard whole, before any word of it
is dropped. A slip in a name is forgiven, "im in derbyy": helplines stand above what is suggested.
"""

import re

from rapidfuzz import fuzz

from councils.record import Record
from councils.search.known_names import authority_called, county_called, spelled
from councils.search.line_parts import Knows
from councils.search.name_index import NameIndex, name_index
from councils.search.parts import MOST_WORDS, NO_AREA, sections_of
from councils.search.similar import similar_names

BARE_POSTCODE = re.compile(r"\s*[A-Za-z]{1,2}[0-9][A-Za-z0-9]?\s?[0-9][A-Za-z]{2}\s*")
"""A postcode and nothing else, as most people type it."""

HARMLESS = (
    r"(?:i go to|im at|i m at|i am at) (?:school|college) in",
    r"(?:i am|im|i m) an? (?:teacher|head ?teacher|parent|mum|dad|carer|foster carer|councillor"
    r"|youth worker|social worker|student|grandparent|gran) (?:in|at|from|for)",
    r"(?:i am|im|i m) (?:living|based|working) in",
    r"(?:(?:i am|im|i m|we are|were|i|we) )?(?:(?:live|come|work|teach|foster|based|living) )?"
    r"(?:in|at|from|for)",
    r"(?:(?:i|we) live )?(?:just outside(?: of)?|near|nr|close to|next to)",
    r"(?:we live )?outside(?: of)?",
    r"(?:my )?(?:post ?code|address)(?: is)?",
)
"""What with names alone is no call for help: "I'm from", "near". Chosen apart from
``around_names.csv``, as the guard is skipped here: a row there adds nothing here."""
GREETINGS = frozenset(("hi", "hello", "hey", "hiya", "please", "dear all", "good morning"))
"""What may stand before a comma and say nothing."""
A_SLIP = 83
"""Similarity (0 to 100) of six letters to the same with two of them the other way round."""
SHORTEST_WITH_A_SLIP = 6
"""The fewest letters of a name with a slip: "im in caer" may be "care"."""
BEFORE_NAMES = re.compile(f"^(?:(?:hi|hello|hey|so|um|er) )?(?:{'|'.join(HARMLESS)}) ")


def is_plain(typed: str, record: Record) -> bool:
    """Whether a line is a postcode, or names, which the guard need not hear.

    The name of a council, a county or a force may stand alone; any name after "I live in", or where
    commas part several.
    """
    if BARE_POSTCODE.fullmatch(typed):
        return True
    asked = spelled(typed)
    if BARE_POSTCODE.fullmatch(BEFORE_NAMES.sub("", asked)):  # "I live at pl4-6ds."
        return True
    index = name_index(record)
    if asked in index.full or county_called(asked) or authority_called(asked):
        return True
    return is_introduced_or_parted(typed, index)


def is_introduced_or_parted(typed: str, index: NameIndex) -> bool:
    """Whether a line is names that we know after "I'm in", or with commas between them.

    A place's name alone is for the guard: "Hope" and "Street" are words, too. After "I'm in" the
    first may be several names without a comma, or have a slip.
    """
    sections = sections_of(typed)
    if len(sections) > 1 and sections[0] in GREETINGS:
        sections = sections[1:]
    if not sections:
        return False
    names = BEFORE_NAMES.sub("", sections[0])
    is_introduced = names != sections[0]
    if not is_introduced and len(sections) == 1:  # a name alone
        return False
    if not all(map(index.knows, sections[1:])):
        return False
    if index.knows(names):
        return True
    if not is_introduced:
        return False
    return are_names(names.split(), index.knows) or has_a_slip(names, index.record)


def has_a_slip(name: str, record: Record) -> bool:
    """Whether words are spelt nearly like a name we know, and begin with its first letter."""
    if len(name) < SHORTEST_WITH_A_SLIP:
        return False
    for similar in similar_names(name, record):
        is_slip = fuzz.ratio(name, similar.name) >= A_SLIP  # "hunger" only begins Hungerford
        if is_slip and similar.name[0] == name[0]:
            return True
    return False


def are_names(words: list[str], knows: Knows) -> bool:
    """Whether words are names one after another: "rotherham south yorks uk"."""
    if len(words) > MOST_WORDS:
        return False
    may_begin = {0}  # the places in the line where a name may begin: where names before it end
    for begin in range(len(words)):
        if begin not in may_begin:
            continue
        for end in range(begin + 1, len(words) + 1):
            name = " ".join(words[begin:end])
            if knows(name) or name in NO_AREA:
                may_begin.add(end)
    return len(words) in may_begin
