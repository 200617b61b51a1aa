"""The answers of the search box: a council, a choice, or the reason why there is none."""

from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import slugify

from councils.record import CouncilOnDay
from councils.search.elsewhere import NextStep, next_steps
from councils.search.match import Candidate
from councils.search.places.gazetteer import Place


class AnswerKind(StrEnum):
    """A redirect to a council, or the name of a page in templates/councils/answers/."""

    COUNCIL = "council"
    SEARCH = "search"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    HELPLINES = "helplines"
    NOT_FOUND = "not_found"
    CHOICES = "choices"
    COUNTY = "county"
    SIMILAR_NAMES = "similar_names"
    DID_YOU_MEAN = "did_you_mean"
    NO_POSTCODES = "no_postcodes"
    UNKNOWN_POSTCODE = "unknown_postcode"
    PARTIAL = "partial"
    MAYBE_ENDED = "maybe_ended"
    ENDED = "ended"
    DOUBTFUL = "doubtful"
    NEAR_BORDER = "near_border"
    NATION_BORDER = "nation_border"
    BFPO = "bfpo"
    GIRO = "giro"
    OVERSEAS = "overseas"
    CHANNEL_ISLANDS = "channel_islands"
    ISLE_OF_MAN = "isle_of_man"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"


HEADINGS = {
    AnswerKind.SEARCH: "Find your council",
    AnswerKind.EMPTY: "Type a postcode, a town or a council",
    AnswerKind.TOO_LONG: "That is too long for this box",
    AnswerKind.HELPLINES: "Is this about you, now?",
    AnswerKind.NOT_FOUND: "We could not find that",
    AnswerKind.CHOICES: "Which one do you mean?",
    AnswerKind.COUNTY: "{place} has more than one council",
    AnswerKind.SIMILAR_NAMES: "We have no council or place called “{typed}”",
    AnswerKind.DID_YOU_MEAN: "Did you mean…?",
    AnswerKind.NO_POSTCODES: "Our list of postcodes is not loaded",
    AnswerKind.UNKNOWN_POSTCODE: "We do not have this postcode",
    AnswerKind.PARTIAL: "That is the first half of a postcode",
    AnswerKind.MAYBE_ENDED: "This postcode may not be in use now",
    AnswerKind.ENDED: "This postcode ended",
    AnswerKind.DOUBTFUL: "We cannot be sure about this postcode",
    AnswerKind.NEAR_BORDER: "Which of these is your council?",
    AnswerKind.NATION_BORDER: "Is your home in {nations}?",
    AnswerKind.BFPO: "This is a Forces address (BFPO)",
    AnswerKind.GIRO: "This postcode was a bank’s",
    AnswerKind.OVERSEAS: "This postcode is outside the UK",
    AnswerKind.CHANNEL_ISLANDS: "This place is in the Channel Islands",
    AnswerKind.ISLE_OF_MAN: "This place is on the Isle of Man",
    AnswerKind.WALES: "This place is in Wales",
    AnswerKind.SCOTLAND: "This place is in Scotland",
    AnswerKind.NORTHERN_IRELAND: "This place is in Northern Ireland",
}

ERRORS = {
    *(AnswerKind.EMPTY, AnswerKind.TOO_LONG, AnswerKind.NOT_FOUND, AnswerKind.PARTIAL),
    AnswerKind.UNKNOWN_POSTCODE,
}
"""The answers after which the visitor has to type something else."""

CHANNEL_ISLANDS = {"jersey": "Jersey", "guernsey": "Guernsey"}
NATIONS = {
    "Wales": AnswerKind.WALES,
    "Scotland": AnswerKind.SCOTLAND,
    "Northern Ireland": AnswerKind.NORTHERN_IRELAND,
}
"""The answers for councils outside England."""


@dataclass(slots=True)
class Answer:
    """An answer of the search box."""

    kind: AnswerKind
    council: CouncilOnDay | None = None
    district: CouncilOnDay | None = None
    """The district that was found, if another council runs children's services there."""
    called: str = ""
    """The former name by which the district or council was found."""
    town: Place | None = None
    """The place that was found, most or all of which is in the council's area."""
    choices: list[Candidate] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    """Postcodes that exist and look like the one typed."""
    place: str = ""
    """The territory of a postcode overseas, an island, or a historic county."""
    ended: str = ""
    """The month in which a postcode ended, in words, if it is known."""
    named: str = ""
    """The name of the place outside England, as pages write it."""
    edition: str = ""
    """The edition of the postcodes that were searched."""
    out_of: int = 0
    """The number of choices before the list was cut."""
    show_helplines: bool = False
    """Whether nothing was found and the words may be those of somebody looking for help."""

    @property
    def council_url(self) -> str:
        """The path of the council's page, with the district or place that explains it."""
        if self.council is None:
            return ""
        return Candidate(self.council, "", self.district, self.town, called=self.called).url

    @property
    def url(self) -> str:
        """The answer's own address; empty for a page that quotes what was typed.

        It contains what is offered, never what was typed, and lets the Back button return to it.
        """
        match self.kind:
            case AnswerKind.COUNCIL:
                return self.council_url
            case AnswerKind.COUNTY:
                return search_url(county=[slugify(self.place)])
            case AnswerKind.NEAR_BORDER | AnswerKind.NATION_BORDER:
                return search_url(border=[choice.council.slug for choice in self.choices])
            case AnswerKind.DOUBTFUL:
                return search_url(doubtful=[choice.council.slug for choice in self.choices])
            case AnswerKind.MAYBE_ENDED:
                return search_url(probable=named_slugs(self.choices))
            case AnswerKind.CHOICES:
                return search_url(
                    between=named_slugs(self.choices),
                    places=[choice.place.slug for choice in self.choices if choice.place],
                )
        return ""

    def heading(self, typed: str) -> str:
        """Return the heading of the answer's page."""
        if self.ended:
            return f"This postcode ended in {self.ended}"
        if self.kind == AnswerKind.CHANNEL_ISLANDS and self.place:
            return f"This place is in {self.place}"
        nations = " or in ".join(self.nations)
        return HEADINGS[self.kind].format(typed=typed, place=self.place, nations=nations)

    @property
    def is_error(self) -> bool:
        return self.kind in ERRORS

    @property
    def is_cut(self) -> bool:
        return self.out_of > len(self.choices)

    @property
    def nations(self) -> list[str]:
        """The parts of the United Kingdom that the choices are in, England first."""
        return sorted({choice.council.nation for choice in self.choices})

    @property
    def next_steps(self) -> list[NextStep]:
        """Links for a place to which the charter does not apply."""
        return next_steps(self.kind, self.place, self.district)


def named_slugs(choices: list[Candidate]) -> list[str]:
    return [choice.named.slug for choice in choices if choice.named]


def search_url(**slugs: list[str]) -> str:
    """Return the address of a choice, with lists of slugs as query parameters."""
    query = {name: ",".join(dict.fromkeys(values)) for name, values in slugs.items() if values}
    return f"{reverse('councils:find')}?{urlencode(query, safe=',')}"
