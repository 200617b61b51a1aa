"""How people name a child whose age they do not say: "one of my pupils, Jack", "our son, Jack".

Each pattern has a group ``name``. A word for a child, or what happens to children alone, stands
beside the name: a name alone is anybody's.
"""

import re
from functools import cache
from pathlib import Path

FIRST_NAMES = Path(__file__).with_name("first_names.txt")
SMALL_OR_LARGE = re.compile(r"\b[A-Za-z]{2,}\b")

NAME = r"[A-ZÀ-ÖØ-ÞĆČĐŁŚŞŠŻŽ][a-zß-öø-ÿăąćčđęěğıłńňőřśşšșťțůűźżž]+(?:[-’'][A-Z]?[a-zß-öø-ÿ]+)?"
"""A word with a capital: "Jamie", "Anne-Marie", "Łukasz"."""
ONE = (
    r"(?:(?:grand|step|foster |god|school|adopted )?(?:child|boy|girl|son|daughter|kid)"
    r"|pupil|nephew|niece|lad|lass|toddler|teenager|teen|youngster|tutee|little (?:brother|sister)"
    r"|(?:eld|old|young)est|schoolfriend|classmate|young (?:man|woman|person|lad|one))"
)
"""A word for one child. A student may be the writer, and a brother grown up: see ``SAID_WHOSE``."""
MANY = (
    r"(?:(?:grand|step|foster |god|adopted )?(?:children|boys|girls|sons|daughters|kids)"
    r"|pupils|nephews|nieces|lads|lasses|toddlers|teenagers|teens|youngsters|twins|classmates)"
)
SAID_WHOSE = (
    r"(?:(?:[Mm]y|[Oo]ur|her|his|their) (?:younger |little |baby )(?:brother|sister|cousin)"
    r"|(?:[Mm]y|[Oo]ur|her|his|their|of the) (?:students?|tutees?))"
)
CHILD = rf"(?:{ONE}|{MANY}|{SAID_WHOSE})"
WHOSE = r"(?:(?:one|two|some) of )?(?:my|our|her|his|their|a|the|this|that)"
A_CHILD = rf"(?:{WHOSE} (?:[a-z]+ ){{0,2}}?(?:{ONE}|{MANY})|{SAID_WHOSE})"
OF_WHOM = r"(?: (?:of (?:mine|ours|hers|his|theirs)|(?:in|from|at) (?:my|our) \w+))?"
NAMED = r"(?:called|named|by the name of|whose name (?:is|was))"

NAME_AFTER_A_CHILD = re.compile(rf"\b{CHILD}{OF_WHOM}(?:, | \(| [-–—] |: | )(?P<name>{NAME})\b")
"""“One of my pupils, Jack”, “our daughter Anna”, “my nephew (Jack)”."""
CHILD_CALLED = re.compile(
    rf"\b(?i:{CHILD}|student|baby)(?:,? [\w’'-]+){{0,6}}?,? (?:who (?:is|was) |is |was )?"
    rf"{NAMED} (?P<name>{NAME})\b"
)
"""“A pupil of mine called Jack”, “a girl from our road who was named Amy”."""
CHILD_CALLED_IN_SMALL_LETTERS = re.compile(
    rf"\b(?i:{CHILD}|student)(?:{OF_WHOM}| in (?:my|our) (?:class|school|care)),? (?:called|named)"
    r" (?!(?:an?|the|me|us|for|to|out|in|on|by|at|it|my|our|his|her|their|him|them|after|as|again"
    r"|back|home|names?|and|or|so|off|up|over|from|this|that|because|when|about|with|if|not"
    r"|police|childline|every|some|one|no|who|what|into|before|yesterday|today|only|just)\b)"
    r"(?P<name>[a-zß-öø-ÿ]{2,})\b"
)
"""“A boy called jack”, as many type on a phone; not “a boy called the police”."""
A_CHILD_AFTER_A_NAME = re.compile(
    rf"\b(?P<name>{NAME})(?: [A-Z][a-z]*\.?)?(?: \(\w+\))?"
    rf"(?:(?:,| [-–—]) {A_CHILD}{OF_WHOM}(?=[,;.)]|$| [-–—]| who\b| in (?:my|our)\b)"
    rf"|,? (?:who )?(?:is|was) {A_CHILD}\b(?!-| (?:care|welfare|protection))"
    rf"| \({A_CHILD}{OF_WHOM}\b)"
)
"""“Jack, one of my pupils,”, “Amy is my niece”; not “Dear Anna, my son”, which begins a letter."""
WHAT_CHILDREN_DO = re.compile(
    rf"\b(?P<name>{NAME})(?: [A-Z][\w’'-]*\.?)?(?: (?:from|in|at) (?:my|our) \w+)?,? "
    r"(?:1?\d,? )?(?:who )?"
    r"(?:(?:has|had|once|first|often|again) )?"
    r"(?:ran away|ran off|run away from|keeps running away|went missing|gone missing|absconded"
    r"|(?:is|was|has been|had been) (?:reported missing|missing from (?:home|care)"
    r"|in (?:foster )?care"
    r"|(?:taken|placed|put) in(?:to)? (?:foster )?care))\b"
)
"""“Jack ran away twice.”"""
WHOSE_CARER = re.compile(
    rf"\b(?P<name>{NAME})[’']s (?:(?:step|grand|foster |birth )?(?:mother|mum|mam|father|dad)"
    r"|(?:foster |birth )?parents|nan|gran|foster carers?|social worker|key ?worker|form tutor"
    r"|class teacher|children[’']s home)\b"
)
"""“Kayleigh’s mother”, “Jack’s social worker”."""
LOOKED_AFTER = re.compile(
    r"\b(?:foster|fostered|fostering|adopted|look after|looked after|looking after)"
    rf" (?P<name>{NAME})\b"
)
YOUNG = re.compile(rf"\b(?:[Ll]ittle|young|baby|wee) (?!\w+s\b)(?P<name>{NAME})\b")
"""“Little Jack”; words in -s are mostly of many: “young Londoners”."""
THEIR_NAME = re.compile(
    rf"\b(?:[Hh]is|[Hh]er|{ONE}[’']s) (?:first )?name (?:is|was|[’']s) (?P<name>{NAME})\b(?! [A-Z])"
)
"""With a surname it is mostly an officer’s."""
GROWN_UP = re.compile(
    r"(?:,| \(|,? who(?:[’']s| is| was))? ?(?:now |aged )?\(?(?:1[89]|[2-9]\d)\b"
    r"|,? (?:who )?(?:is|was) (?:now )?(?:an? )?(?:grown|adult|nurse|teacher|social worker|doctor"
    r"|councillor|police officer|foster carer|youth worker|mother|father|mum|dad)\b"
)
"""Follows the name of somebody’s child who is one no longer: “my daughter Anna, who is 34”."""

PATTERNS = (
    NAME_AFTER_A_CHILD,
    CHILD_CALLED,
    CHILD_CALLED_IN_SMALL_LETTERS,
    A_CHILD_AFTER_A_NAME,
    WHAT_CHILDREN_DO,
    WHOSE_CARER,
    LOOKED_AFTER,
    YOUNG,
    THEIR_NAME,
)

SMALL_SURNAME = re.compile(
    rf"\b(?P<name>{NAME}) (?!(?:and|who|has|had|once|first|often|again|also|just|never|then|always"
    r"|nearly|only|really|did|got|that|when|have|but|is|was|came|says?|said|in|from)\b)"
    r"(?P<surname>[a-z][a-z’'-]{2,})(?= (?:ran|went|has|had|keeps|is|was)\b|,|,? \(?\d)"
)
"""A surname in small letters after a first name: no other word goes before "ran" or an age."""


def with_capitals(text: str) -> str:
    """Return a text, of the same length, whose first names begin with a capital.

    On a telephone people type "my freind chloe ran away", or all of it in capitals.
    """
    if text.isupper() and text.isascii():
        text = text.lower()
    text = SMALL_OR_LARGE.sub(capital_of_a_name, text)
    return SMALL_SURNAME.sub(capital_of_a_surname, text)


def capital_of_a_name(word: re.Match[str]) -> str:
    if word[0].lower() in first_names():
        return word[0].capitalize()
    return word[0]


def capital_of_a_surname(words: re.Match[str]) -> str:
    if words["name"].lower() in first_names():
        return f"{words['name']} {words['surname'].capitalize()}"
    return words[0]


@cache
def first_names() -> frozenset[str]:
    """Return some 800 first names in small letters."""
    lines = FIRST_NAMES.read_text("utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())
