"""Answer what a visitor typed in the search box: with a council, a choice, or the reason why not.

Nothing that is typed is stored.
"""

import re
from collections.abc import Iterator

from django.http import QueryDict

from councils.models import FormerSlug
from councils.postcodes import parsing
from councils.record import Record
from councils.safeguarding import call_for_help
from councils.search.by_postcode import border, by_postcode, partial_postcode, typo_suggestions
from councils.search.known_names import counties
from councils.search.match import Candidate, Match, MatchKind
from councils.search.matcher import match_county, match_name, of_councils, of_places
from councils.search.places.gazetteer import gazetteer
from councils.search.search_answer import CHANNEL_ISLANDS, Answer, AnswerKind

MAX_LENGTH = 200
"""The most characters that are read: longer text is neither a postcode nor a name."""
MAX_CHOICES = 20
"""The most choices on one page. No name of a council or place has more than eight."""

BARE_POSTCODE = re.compile(r"\s*[A-Za-z]{1,2}[0-9][A-Za-z0-9]?\s?[0-9][A-Za-z]{2}\s*")
"""A postcode and nothing else, as most people type it. The guard need not read it."""


def resolve(typed: str, record: Record, go_on: bool = False) -> Answer:
    """Return the answer to what was typed, on the record's day.

    With ``go_on`` the guard is skipped: the visitor has seen the helplines and chosen to search.
    """
    typed = typed.replace("\x00", " ").strip()
    if not typed:
        return Answer(AnswerKind.EMPTY)
    has_words = not go_on and not BARE_POSTCODE.fullmatch(typed)
    if has_words and call_for_help.sounds_like_a_call_for_help(typed):
        return Answer(AnswerKind.HELPLINES)
    answer = look_up(typed, record)
    if answer.kind in (AnswerKind.NOT_FOUND, AnswerKind.TOO_LONG):
        answer.show_helplines = call_for_help.may_be_about_the_writer(typed)
    return answer


def look_up(typed: str, record: Record) -> Answer:
    """Return the answer to a postcode or a name."""
    if len(typed) > MAX_LENGTH:
        return Answer(AnswerKind.TOO_LONG)
    parsed = parsing.parse(typed)
    match parsed.kind:
        case parsing.Kind.FULL if parsed.postcode:
            return by_postcode(parsed.postcode, typed, record)
        case parsing.Kind.NOT_A_POSTCODE:
            return by_name_or_typo(typed, record)
        case parsing.Kind.PARTIAL:
            return partial_postcode(parsed.outward)
        case parsing.Kind.EMPTY:
            return Answer(AnswerKind.NOT_FOUND)
    return Answer(AnswerKind(parsed.kind), place=parsed.place)


def is_postcode(typed: str) -> bool:
    """Return whether a text is a postcode, whole or in part, or one with a likely typo."""
    kind = parsing.parse(typed[:MAX_LENGTH]).kind
    if kind in (parsing.Kind.NOT_A_POSTCODE, parsing.Kind.EMPTY):
        return typo_suggestions(typed) is not None
    return True


def by_name(typed: str, record: Record) -> Answer | None:
    """Return the answer to a name of a council or a place, or None if nothing matches."""
    match = match_name(typed, record)
    match match.kind:
        case MatchKind.EXACT:
            return to_council(match.candidates[0])
        case MatchKind.SEVERAL:
            return Answer(AnswerKind.CHOICES, choices=match.candidates)
        case MatchKind.COUNTY:
            return Answer(AnswerKind.COUNTY, choices=match.candidates, place=match.county)
        case MatchKind.ELSEWHERE:
            return elsewhere(match)
        case MatchKind.NEAR:
            return Answer(AnswerKind.SIMILAR_NAMES, choices=match.candidates)
    return None


def to_council(candidate: Candidate) -> Answer:
    """Return the redirect to a council, with the district or place that explains it."""
    named = candidate.named if candidate.named is not candidate.council else None
    return Answer(
        AnswerKind.COUNCIL, candidate.council, named, candidate.called, town=candidate.place
    )


def elsewhere(match: Match) -> Answer:
    """Return the answer for a nation or island to which the charter does not apply."""
    if match.nation in CHANNEL_ISLANDS:
        place = CHANNEL_ISLANDS[match.nation]
        return Answer(AnswerKind.CHANNEL_ISLANDS, place=place, named=match.name)
    council = match.candidates[0].council if match.candidates else None
    return Answer(AnswerKind(match.nation), district=council, named=match.name)


def by_name_or_typo(typed: str, record: Record) -> Answer:
    """Return the answer to an exact name, else to a mistyped postcode, else to a similar name."""
    answer = by_name(typed, record)
    if answer is None or answer.kind == AnswerKind.SIMILAR_NAMES:
        return typo_suggestions(typed) or answer or Answer(AnswerKind.NOT_FOUND)
    return answer


# -- A choice at an address of its own ------------------------------------------------------------


def offer(query: QueryDict, record: Record) -> Answer:
    """Return the choice in a query made by ``Answer.url``, or the empty search box.

    Unknown slugs are ignored.
    """
    if county := counties().get(query.get("county", "").replace("-", " ")):
        match = match_county(county, record)
        return Answer(AnswerKind.COUNTY, choices=match.candidates, place=match.county)
    if near := list(_councils(query.get("border", ""), record)):
        return border(near)
    if doubtful := list(_councils(query.get("doubtful", ""), record)):
        return Answer(AnswerKind.DOUBTFUL, choices=doubtful)
    if probable := list(_councils(query.get("probable", ""), record)):
        return Answer(AnswerKind.MAYBE_ENDED, choices=probable[:1])
    choices = [
        *_councils(query.get("between", ""), record),
        *_places(query.get("places", ""), record),
    ]
    if not choices:
        return Answer(AnswerKind.SEARCH)
    return Answer(AnswerKind.CHOICES, choices=choices[:MAX_CHOICES], out_of=len(choices))


def _councils(slugs: str, record: Record) -> Iterator[Candidate]:
    slug_list = slugs.split(",")
    unknown = [slug for slug in slug_list if slug and slug not in record.by_slug]
    current = FormerSlug.objects.current_slugs(unknown[:MAX_CHOICES]) if unknown else {}
    for slug in dict.fromkeys(current.get(slug, slug) for slug in slug_list):
        council = record.by_slug.get(slug)
        if council is not None and council.nation == "England":
            yield from of_councils([council], record)
        elif council is not None:
            yield Candidate(council, council.name, named=council)


def _places(slugs: str, record: Record) -> Iterator[Candidate]:
    for slug in dict.fromkeys(slugs.split(",")):
        if (place := gazetteer().by_slug(slug)) is not None:
            yield from of_places([place], record)
