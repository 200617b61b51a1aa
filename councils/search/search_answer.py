"""The answers of the search box: a council, a choice, or the reason why there is none."""

from dataclasses import dataclass, field
from itertools import takewhile
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from councils.record import CouncilOnDay
from councils.search.elsewhere import NextStep, next_steps
from councils.search.match import Candidate
from councils.search.places.gazetteer import Place


class AnswerKind(TextChoices):
    """A redirect to a council, or a page with this title, which says nothing that was typed."""

    COUNCIL = "council", ""
    SEARCH = "search", "Find your council"
    EMPTY = "empty", "Type your postcode, town or council"
    TOO_LONG = "too_long", "That’s too long"
    HELPLINES = "helplines", "Is this about you, now?"
    NOT_FOUND = "not_found", "We can’t find that"
    CHOICES = "choices", "Which {one} do you mean?"
    COUNTY = "county", "Which part of {place}?"
    SIMILAR_NAMES = "similar_names", "Did you mean one of these?"
    DID_YOU_MEAN = "did_you_mean", "Did you mean this postcode?"
    UNKNOWN_POSTCODE = "unknown_postcode", "We don’t know that postcode"
    PARTIAL = "partial", "We need the whole postcode"
    MAYBE_ENDED = "maybe_ended", "Is this your council?"
    ENDED = "ended", "That postcode isn’t used any more"
    DOUBTFUL = "doubtful", "Which council is yours?"
    NEAR_BORDER = "near_border", "Which council is yours?"
    NATION_BORDER = "nation_border", "Is your home in {nations}?"
    BFPO = "bfpo", "That’s a forces address"
    GIRO = "giro", "That isn’t a home’s postcode"
    OVERSEAS = "overseas", "That {one} isn’t in the UK"
    CHANNEL_ISLANDS = "channel_islands", "That’s in {place}"
    ISLE_OF_MAN = "isle_of_man", "That’s on the Isle of Man"
    WALES = "wales", "That’s in Wales"
    SCOTLAND = "scotland", "That’s in Scotland"
    NORTHERN_IRELAND = "northern_ireland", "That’s in Northern Ireland"


FOR_ENGLAND = "The Runaways’ Charter was for councils in England"
NOBODY_TO_ASK = f"{FOR_ENGLAND}, so there’s no council to ask here."

TEXTS = {
    AnswerKind.SEARCH: "Type your postcode. A town, village or council name works too.",
    AnswerKind.EMPTY: "A full postcode works best.",
    AnswerKind.TOO_LONG: "Type one postcode, town or council.",
    AnswerKind.NOT_FOUND: "Try a full postcode, a town, or a council’s name, like Kent.",
    AnswerKind.CHOICES: "More than one place has that name.",
    AnswerKind.COUNTY: "Several councils run children’s services there. Choose yours, or type your "
    "postcode.",
    AnswerKind.SIMILAR_NAMES: "We can’t find “{typed}”.",
    AnswerKind.DID_YOU_MEAN: "We don’t know “{typed}”, but we know:",
    AnswerKind.UNKNOWN_POSTCODE: "Please check it for typing mistakes. If it’s right, it may be "
    "too new for our list, which is from {edition}. Type your town or council instead.",
    AnswerKind.PARTIAL: "“{typed}” covers lots of streets, and they can be in different councils. "
    "Add the rest, like S1 2HH.",
    AnswerKind.MAYBE_ENDED: "We’re not sure about this postcode. It may be very new, or no longer "
    "used. We think it’s in {council}.",
    AnswerKind.ENDED: "{ended}If your home has a new postcode, use that.",
    AnswerKind.DOUBTFUL: "We’re not sure about this postcode. We think it’s {these}. Your council "
    "tax bill will tell you. If it’s another, type a neighbour’s postcode or your town.",
    AnswerKind.NEAR_BORDER: "Homes near this postcode are in different councils. Your council tax "
    "bill tells you which one is yours. If it names a county too, choose the county.",
    AnswerKind.NATION_BORDER: "This postcode is on the border. Your council tax bill tells you "
    "which council is yours.",
    AnswerKind.BFPO: "A BFPO number isn’t in any council’s area. Use the postcode of your home in "
    "England, or the council where you last lived.",
    AnswerKind.GIRO: "GIR 0AA belongs to no council. Use the postcode of your home.",
    AnswerKind.OVERSEAS: "{where}The charter was for councils in England. If you know a place in "
    "England, type that.",
    AnswerKind.CHANNEL_ISLANDS: NOBODY_TO_ASK,
    AnswerKind.ISLE_OF_MAN: NOBODY_TO_ASK,
    AnswerKind.WALES: f"{NOBODY_TO_ASK} Wales has its own guidance on children who go missing, "
    'the <a href="https://safeguarding.wales/en/chi-i/chi-i-c6/c6-p9/">All Wales Practice Guide'
    "</a> of 2021.",
    AnswerKind.SCOTLAND: f"{NOBODY_TO_ASK} Scotland has its own <a href="
    '"https://www.gov.scot/publications/national-missing-persons-framework-scotland/">National '
    "Missing Persons Framework</a>, from 2017.",
    AnswerKind.NORTHERN_IRELAND: f"{FOR_ENGLAND}. In Northern Ireland five Health and Social Care "
    "Trusts look after children’s social care, not the councils.",
}
"""What each page says below its heading. What is filled in is escaped, as it may be typed."""

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

ELSEWHERE = {
    *NATIONS.values(),
    *(AnswerKind.CHANNEL_ISLANDS, AnswerKind.ISLE_OF_MAN, AnswerKind.OVERSEAS),
}


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
    """The month of the list of postcodes that was searched."""
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

    @property
    def template(self) -> str:
        """The template of the answer's page: one for each thing that a visitor can do next."""
        if self.kind in ELSEWHERE:
            return "elsewhere"
        if self.choices or self.suggestions:
            return "choose"
        return "helplines" if self.kind == AnswerKind.HELPLINES else "answer"

    @property
    def title(self) -> str:
        """The page's title, which a browser keeps: it names what is offered, never what was typed.

        ``heading`` is for the page alone.
        """
        one = "place" if self.kind == AnswerKind.OVERSEAS and self.named else "postcode"
        return str(self.kind.label).format(
            one=(shared_name(self.choices) or "one") if self.choices else one,
            place=self.place or "the Channel Islands",
            nations=" or ".join(self.nations),
        )

    def heading(self, typed: str) -> str:
        """Return the heading of the answer's page."""
        if self.kind == AnswerKind.NOT_FOUND:
            return f"We can’t find “{typed.strip()}”"
        name = self.named or (self.district.short_name if self.district else "")
        if self.kind not in ELSEWHERE or not name or self.title.endswith(f" {name}"):
            return self.title
        return self.title.replace("That’s", f"{name} is").replace("That place", name)

    def text(self, typed: str) -> SafeString:
        """Return what the page says below its heading."""
        return format_html(
            TEXTS.get(self.kind, ""),
            typed=typed.strip(),
            edition=self.edition,
            ended=f"It ended in {self.ended}. " if self.ended else "",
            where=f"It’s in {self.place}. " if self.place else "",
            council=self.choices[0].council.short_name_in_sentence if self.choices else "",
            these="one of these" if len(self.choices) > 1 else "this one",
        )

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


def shared_name(choices: list[Candidate]) -> str:
    """Return the words with which every choice begins: "Newport". Empty for a single choice."""
    if len(choices) < 2:  # noqa: PLR2004
        return ""
    labels = [choice.label.replace(",", "").split() for choice in choices]
    words = [
        same[0] for same in takewhile(lambda same: len(set(same)) == 1, zip(*labels, strict=False))
    ]
    while words and words[-1].islower():  # "Kingston upon"
        words.pop()
    return " ".join(words)


def named_slugs(choices: list[Candidate]) -> list[str]:
    return [choice.named.slug for choice in choices if choice.named]


def search_url(**slugs: list[str]) -> str:
    """Return the address of a choice, with lists of slugs as query parameters."""
    query = {name: ",".join(dict.fromkeys(values)) for name, values in slugs.items() if values}
    return f"{reverse('councils:find')}?{urlencode(query, safe=',')}"
