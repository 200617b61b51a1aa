"""Answer what a visitor typed in the search box: with a council, a choice, or why not.

Nothing that is typed is stored.
"""

import re

from councils.postcodes import parsing
from councils.postcodes.index import postcodes
from councils.record import Record
from councils.safeguarding import call_for_help
from councils.search.answers import Answer, among_several
from councils.search.around_names import every_phrase
from councils.search.candidates import Candidate
from councils.search.cases import CASES
from councils.search.known_names import spelled
from councils.search.matcher import SEVERAL, match_name
from councils.search.plain_lines import is_plain
from councils.search.postcode_answers import (
    KNOWN_BY_LETTERS,
    by_half,
    by_half_and_words,
    by_half_of_a_mistyped,
    by_halves,
    by_postcode,
    likely_postcodes,
)

MAX_LENGTH = 200
"""The most characters that are read: longer text is neither a postcode nor a name."""

MOTORWAY = re.compile(
    r"\b(?:the|off|junction \d{1,2}(?: of)?) (M\d{1,2})\b(?! (?:area|bit|part|post ?code)\b)",
    re.IGNORECASE,
)
"""A road that reads like half a postcode: "off M5". "The M5 area" is that of a postcode."""

HAS_DIGIT = re.compile(r"\d")
"""Every postcode, and half of one, has a digit: of any script."""

JOINING = re.compile(r"^(?:and|or|/|&)(?!\w)|(?<!\w)(?:and|or|/|&)$", re.IGNORECASE)
"""What is left beside a place when half a postcode is taken out of "Leeds or BT1"."""


def resolve(typed: str, record: Record, go_on: bool = False) -> Answer:
    """Return the answer to what was typed, on the record's day.

    The guard hears the whole line, before any word of it is dropped. With ``go_on`` it is skipped:
    the visitor has seen the helplines and chosen to search.
    """
    typed = typed.replace("\x00", " ").strip()
    if not typed:
        return Answer("empty")
    is_heard = not go_on and not is_plain(typed, record)
    if is_heard and call_for_help.sounds_like_a_call_in_the_box(typed):
        return Answer("helplines")
    if len(typed) > MAX_LENGTH:
        answer = Answer("too_long")
    else:
        answer = look_up(typed, record)
    if CASES[answer.case].may_be_a_call:
        answer.show_helplines = call_for_help.may_be_about_the_writer(typed)
    return answer


def look_up(typed: str, record: Record) -> Answer:
    """Return the answer to a postcode, to half of one, or to a name."""
    parsed = parsing.parse(typed)
    if parsed.kind in KNOWN_BY_LETTERS:
        return Answer(KNOWN_BY_LETTERS[parsed.kind], subject=parsed.place)
    if parsed.postcode:
        here = by_postcode(parsed.postcode, typed, record)
        here.tidy = str(parsed.postcode)
        return here_or_elsewhere(here, typed, record) or here
    if parsed.outward and postcodes().districts_in_outcode(parsed.outward):
        return by_half(parsed.outward, typed.upper(), record)
    return by_words(typed, record)


def here_or_elsewhere(here: Answer, typed: str, record: Record) -> Answer | None:
    """Return the choice between a postcode and another council's place: "York or LS1 4DY".

    ``here`` is the answer to the postcode. None where a part of the line is no place, as in "Rose
    and Crown, LS1 4DY", or all are in the same council: "Brighton and Hove BN1 1AE".
    """
    pieces = SEVERAL.split(typed)
    if len(pieces) < 2 or not here.choices:
        return None
    ids = {choice.council.id for choice in here.choices}
    others: list[Candidate] = []
    nations: list[str] = []
    for piece in pieces:
        if parsing.within(piece) or not spelled(piece):
            continue
        answer = look_up(piece, record)
        is_half_a_postcode = answer.case == "partial"
        if not is_half_a_postcode and not CASES[answer.case].is_place:
            return None
        nations += answer.all_nations
        if not ids.issuperset(choice.council.id for choice in answer.choices):
            others += answer.choices
    if not others and not nations:
        return None
    return among_several([*here.choices, *others], nations)


def by_words(typed: str, record: Record) -> Answer:
    """Return the answer to a line that is not one postcode, though it may have some in it."""
    if HAS_DIGIT.search(typed):
        by_postcodes = by_postcodes_within(typed, record)
        if by_postcodes:
            return by_postcodes
    answer = match_name(typed, record)
    if CASES[answer.case].may_be_a_postcode:
        suggested = likely_postcodes(typed)
        if suggested:
            return suggested
    if answer.case == "not_found":
        return by_half_of_a_mistyped(typed, record) or answer
    return answer


def by_postcodes_within(typed: str, record: Record) -> Answer | None:
    """Return the answer to two postcodes in a line, or to half of one beside words, or None."""
    whole = parsing.within(typed)
    if len(whole) > 1:
        return Answer("two_postcodes", postcodes_to_choose=list(map(str, whole)))
    line = parsing.halves_within(typed)
    roads = [road.upper() for road in MOTORWAY.findall(typed)]
    halves = []
    for outward in line.halves:
        if outward in roads:
            continue
        is_in_use = postcodes().districts_in_outcode(outward)
        if is_in_use or parsing.is_northern_irish(outward):
            halves.append(outward)
    if not halves:
        return None
    words = JOINING.sub("", line.words)
    if spelled(words) in every_phrase():  # "around BS3": of no words the answer is "not_found"
        words = ""
    named = match_name(words, record)
    if len(halves) > 1:
        return by_halves(halves, named, record)
    return by_half_and_words(halves[0], named, typed, record)


def has_postcode(typed: str) -> bool:
    """Whether a text is or has a postcode, or several, whole, in part, or with a likely typo.

    Also of "12 High St, Dover CT16 1AA", of "Leeds LS1" and of "LS1 4DY and LS1 5AA". The list of
    councils asks it, to leave what may be a home out of its address.
    """
    typed = typed[:MAX_LENGTH]
    kind = parsing.parse(typed).kind
    is_one = kind not in (parsing.Kind.NOT_A_POSTCODE, parsing.Kind.EMPTY)
    if is_one or parsing.within(typed) or parsing.halves_within(typed).halves:
        return True
    return likely_postcodes(typed) is not None
