"""The answers of the search box: a council, a choice, or the reason why there is none."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.text import slugify

from councils.record import CouncilOnDay
from councils.search.elsewhere import NextStep, next_steps
from councils.search.match import Candidate
from councils.search.places.gazetteer import Place


class AnswerKind(TextChoices):
    """A redirect to a council, or a page in templates/councils/answers/ and its heading."""

    COUNCIL = "council", ""
    SEARCH = "search", "Find your council"
    EMPTY = "empty", "Type a postcode, a town or a council"
    TOO_LONG = "too_long", "That is too long for this box"
    HELPLINES = "helplines", "Is this about you, now?"
    NOT_FOUND = "not_found", "We could not find that"
    CHOICES = "choices", "Which one do you mean?"
    COUNTY = "county", "{place} has more than one council"
    SIMILAR_NAMES = "similar_names", "We have no council or place called “{typed}”"
    DID_YOU_MEAN = "did_you_mean", "Did you mean…?"
    NO_POSTCODES = "no_postcodes", "Our list of postcodes is not loaded"
    UNKNOWN_POSTCODE = "unknown_postcode", "We do not have this postcode"
    PARTIAL = "partial", "That is the first half of a postcode"
    MAYBE_ENDED = "maybe_ended", "This postcode may not be in use now"
    ENDED = "ended", "This postcode ended"
    DOUBTFUL = "doubtful", "We cannot be sure about this postcode"
    NEAR_BORDER = "near_border", "Which of these is your council?"
    NATION_BORDER = "nation_border", "Is your home in {nations}?"
    BFPO = "bfpo", "This is a Forces address (BFPO)"
    GIRO = "giro", "This postcode was a bank’s"
    OVERSEAS = "overseas", "This postcode is outside the UK"
    CHANNEL_ISLANDS = "channel_islands", "This place is in the Channel Islands"
    ISLE_OF_MAN = "isle_of_man", "This place is on the Isle of Man"
    WALES = "wales", "This place is in Wales"
    SCOTLAND = "scotland", "This place is in Scotland"
    NORTHERN_IRELAND = "northern_ireland", "This place is in Northern Ireland"


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
        if self.kind == AnswerKind.OVERSEAS and self.named:
            return "This place is outside the UK"
        if self.kind == AnswerKind.CHANNEL_ISLANDS and self.place:
            return f"This place is in {self.place}"
        nations = " or in ".join(self.nations)
        return str(self.kind.label).format(typed=typed, place=self.place, nations=nations)

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
