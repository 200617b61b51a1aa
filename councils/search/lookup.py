"""Answer what a visitor typed in the search box: with a council, a choice, or the reason why not.

Nothing that is typed is stored.
"""

import re
from collections.abc import Iterator

from django.http import QueryDict

from councils.models import CouncilName
from councils.postcodes import parsing
from councils.postcodes.index import postcodes
from councils.record import Record
from councils.safeguarding import call_for_help
from councils.search.answers import Answer, AnswerKind, Candidate
from councils.search.by_postcode import border, by_postcode, itself, typo_suggestions
from councils.search.known_names import counties
from councils.search.matcher import match_county, match_name, of_councils, of_places
from councils.search.places.gazetteer import gazetteer

MAX_LENGTH = 200
"""The most characters that are read: longer text is neither a postcode nor a name."""
MAX_CHOICES = 20
"""The most choices that an address may ask for. No name has more than eight."""

BARE_POSTCODE = re.compile(r"\s*[A-Za-z]{1,2}[0-9][A-Za-z0-9]?\s?[0-9][A-Za-z]{2}\s*")
"""A postcode and nothing else, as most people type it. The guard need not read it."""


def resolve(typed: str, record: Record, go_on: bool = False) -> Answer:
    """Return the answer to what was typed, on the record's day.

    With ``go_on`` the guard is skipped: the visitor has seen the helplines and chosen to search.
    """
    typed = typed.replace("\x00", " ").strip()
    if not typed:
        return Answer("empty")
    has_words = not go_on and not BARE_POSTCODE.fullmatch(typed)
    if has_words and call_for_help.sounds_like_a_call_for_help(typed):
        return Answer("helplines")
    answer = Answer("too_long") if len(typed) > MAX_LENGTH else look_up(typed, record)
    if answer.kind == AnswerKind.NOT_FOUND:
        answer.show_helplines = call_for_help.may_be_about_the_writer(typed)
    return answer


def look_up(typed: str, record: Record) -> Answer:
    """Return the answer to a postcode or a name."""
    parsed = parsing.parse(typed)
    match parsed.kind:
        case parsing.Kind.FULL if parsed.postcode:
            return by_postcode(parsed.postcode, typed, record)
        case parsing.Kind.PARTIAL:
            exists = postcodes().has_outcode(parsed.outward)
            return Answer("partial" if exists else "not_found")
        case parsing.Kind.NOT_A_POSTCODE:
            answer = match_name(typed, record)
            if answer.kind in (AnswerKind.SIMILAR, AnswerKind.NOT_FOUND):
                return typo_suggestions(typed) or answer
            return answer
        case parsing.Kind.EMPTY:
            return Answer("not_found")
    return Answer(parsed.kind, place=parsed.place)


def is_postcode(typed: str) -> bool:
    """Return whether a text is a postcode, whole or in part, or one with a likely typo."""
    kind = parsing.parse(typed[:MAX_LENGTH]).kind
    is_name = kind in (parsing.Kind.NOT_A_POSTCODE, parsing.Kind.EMPTY)
    return not is_name or typo_suggestions(typed) is not None


# -- A choice at an address of its own ------------------------------------------------------------


def offer(query: QueryDict, record: Record) -> Answer:
    """Return the choice in a query made by ``Answer.url``, or the empty search box.

    Unknown slugs are ignored.
    """
    if county := counties().get(query.get("county", "").replace("-", " ")):
        return match_county(county, record)
    if near := list(_councils(query.get("border", ""), record)):
        return border(near)
    if doubtful := list(_councils(query.get("doubtful", ""), record)):
        return Answer("doubtful", doubtful)
    if probable := list(_councils(query.get("probable", ""), record)):
        return Answer("maybe_ended", probable[:1])
    between = [
        *_councils(query.get("between", ""), record),
        *_places(query.get("places", ""), record),
    ]
    return Answer("choices" if between else "search", between[:MAX_CHOICES])


def _councils(slugs: str, record: Record) -> Iterator[Candidate]:
    listed = dict.fromkeys(slugs.split(","))
    unknown = [slug for slug in listed if slug and slug not in record.by_slug]
    current = CouncilName.objects.current_slugs(unknown[:MAX_CHOICES]) if unknown else {}
    named = dict.fromkeys(current.get(slug, slug) for slug in listed)
    for council in filter(None, map(record.by_slug.get, named)):
        if council.nation == "England":
            yield from of_councils([council], record)
        else:
            yield itself(council)


def _places(slugs: str, record: Record) -> Iterator[Candidate]:
    found = (gazetteer().by_slug(slug) for slug in dict.fromkeys(slugs.split(",")))
    return of_places(filter(None, found), record)
