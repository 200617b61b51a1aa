"""Answer a line of words: the first of these that finds something is the answer.

1. the exact name of a council, of any kind and time, of a place, a county, region or nation:
   ``exact`` in ``exact_names.py``
2. a police force, mayor or combined authority: ``authority`` below
3. the parts of the line, a name with an area, without what stands around it: ``read_parts`` in
   ``parts.py``, then ``in_parts`` in ``in_parts.py``; unless it is a name in two words, "east
   bourne": ``written_as_two_words`` below
4. a nickname, or initials: ``nickname_or_initials`` below
5. several places, one after another: ``several_places`` below
6. a sentence that is no place: ``sentence`` below, with ``sentences.py``
7. similar names, and names within the line, all but a county as suggestions:
   ``spelt_like_or_within`` in ``misspelt.py``

Two answers of step 3 wait until 4 and 5 were asked: that a place is not in the area typed with it
(``wrong_county``), as "Leeds / Bradford" is two places and not a Leeds in Bradford; and a place
with "and" before its area, "Derby and Derbyshire".

Words for kinds of council alone ("borough council") are asked of step 6 at once, but for "borough"
itself: that is a place's name.

Only an exact name leads straight on: a council's, with or without the words for its kind, or that
of a place or county that one council has.
"""

import re

from councils.names import without_kind
from councils.record import Record
from councils.search.answers import Answer, among_several
from councils.search.around_names import BEFORE, all_dropped
from councils.search.candidates import Candidate, itself, of_county, one_for_each_council
from councils.search.cases import CASES
from councils.search.exact_names import exact
from councils.search.in_parts import in_parts
from councils.search.known_names import County, authority_called, meant_by_nickname, spelled
from councils.search.line_parts import Parts
from councils.search.misspelt import MOST_SUGGESTIONS, names_in_line, spelt_like_or_within
from councils.search.name_index import KIND_WORDS, NameIndex, name_index
from councils.search.parts import read_parts
from councils.search.sentences import sentence_case
from councils.search.similar import SPELT_SO

SEVERAL = re.compile(r"[/&+]|\b(?:and|or)\b", re.IGNORECASE)
"""What stands between two places of which one is meant: "Leeds or Bradford"."""
DIRECTIONS_IN_FULL = ("north", "south", "east", "west")
"""With what a phone begins many a name that it writes as two words."""
MOST_INITIALS = 5
"""The most letters that may be a council's initials."""
MOST_ALIKE = 8
"""The most councils with the same initials that are offered."""


def match_name(typed: str, record: Record) -> Answer:
    """Return the councils that a line of words may mean on the record's day."""
    asked = spelled(typed)
    index = name_index(record)
    if not asked:
        return Answer("not_found")
    whole_line = exact(asked, index) or authority(asked, record)
    if whole_line:
        return whole_line
    if KIND_WORDS.issuperset(asked.removeprefix("the ").split()):
        return sentence(asked, index) or Answer("not_found")
    parts = read_parts(typed, index.knows)
    in_place = in_parts(parts, index)
    if in_place is None or parts.is_near:
        run_together = written_as_two_words(asked, in_place, index)
        if run_together:
            return run_together
    if in_place and in_place.case != "wrong_county" and not is_joined(parts):
        return in_place
    return (
        nickname_or_initials(asked, parts.name, index)
        or several_places(typed, index)
        or in_place
        or sentence(asked, index)
        or spelt_like_or_within(asked, parts, index)
        or Answer("not_found")
    )


# -- 2. A police force, mayor or combined authority ------------------------------------------------


def authority(asked: str, record: Record) -> Answer | None:
    """Return the councils in the area of an authority with a name, or None."""
    named = authority_called(asked)
    if named is None:
        return None
    county = County(named.name, named.codes)
    return Answer(named.kind, of_county(county, record), subject=named.name)


# -- 3. The parts of the line ---------------------------------------------------------------------


def written_as_two_words(asked: str, in_place: Answer | None, index: NameIndex) -> Answer | None:
    """Return the place of a name that a phone parts, "east bourne", or None.

    It stands beside ``in_place``, as both may be meant: "west bury" is Westbury, or near Bury.
    """
    first, _, rest = all_dropped(Parts(asked), BEFORE).name.partition(" ")
    is_parted = first in DIRECTIONS_IN_FULL or rest.startswith("borough")  # "lough borough"
    if not is_parted:
        return None
    found = in_parts(read_parts(first + rest, index.knows), index)
    if found is None or not found.choices:
        return None
    # It offers the councils of the area, too, which are not spelt so: "north gate canterbury".
    if found.case == "wrong_county":
        return in_place or found
    choices = [one._replace(reason=SPELT_SO) for one in found.choices[:MOST_SUGGESTIONS]]
    if in_place:
        choices += in_place.choices
    return Answer("similar_names", one_for_each_council(choices))


# -- 4. Nicknames and initials --------------------------------------------------------------------


def nickname_or_initials(asked: str, place: str, index: NameIndex) -> Answer | None:
    """Return the council that a nickname or initials mean, as a suggestion, or None.

    Of the nickname of a county it is the choice of its councils.

    ``place`` is the line without what stands around the name: "I live in brum".
    """
    for name in (asked, without_kind(asked), place):
        meant = meant_by_nickname(name)
        if not meant:
            continue
        answer = exact(meant, index)
        if answer is None or answer.case == "county":  # some of its councils would be no answer
            return answer
        choices = [one._replace(reason=f"Also called {name}.") for one in answer.choices]
        return Answer("similar_names", choices[:MOST_SUGGESTIONS])
    return initials(asked, index)


def initials(asked: str, index: NameIndex) -> Answer | None:
    """Return the councils whose names have these initials, as suggestions: "KCC"."""
    if " " in asked or len(asked) > MOST_INITIALS:
        return None
    same = []
    for council in index.record.councils:
        words = spelled(council.name).replace(" of ", " ").replace(" and ", " ").split()
        letters = "".join(word[0] for word in words)
        if letters == asked:
            same.append(itself(council)._replace(reason="Its initials."))
    if not same or len(same) > MOST_ALIKE:
        return None
    return Answer("similar_names", same)


# -- 5. Several places ----------------------------------------------------------------------------


def is_joined(parts: Parts) -> bool:
    """Whether "and" stands between a place and its areas, which are two then."""
    if parts.name.endswith(" and"):
        return True
    return any(area.startswith("and ") for area in parts.areas)


def several_places(typed: str, index: NameIndex) -> Answer | None:
    """Return the councils of "Leeds and Bradford", or None if a part of the line is no place."""
    # Half a postcode may have stood between two of them: "Leeds or LS1 or York".
    pieces = [piece for piece in SEVERAL.split(typed) if spelled(piece)]
    if len(pieces) < 2:
        return None
    choices: list[Candidate] = []
    nations: list[str] = []
    for piece in pieces:
        parts = read_parts(piece, index.knows)
        answer = in_parts(parts, index)
        if answer is None or parts.is_near or not CASES[answer.case].is_place:
            return None
        choices += answer.choices
        nations += answer.all_nations
    return among_several(choices, nations)


# -- 6. A sentence --------------------------------------------------------------------------------


def sentence(asked: str, index: NameIndex) -> Answer | None:
    """Return the answer to a sentence that is no place, with what is named in it, or None."""
    case = sentence_case(asked)
    if not case:
        return None
    named = names_in_line(asked, index)
    if not named or not CASES[case].may_name:
        return Answer(case)
    if case == "school_or_road":
        return Answer("address", named)
    return Answer("within", named)
