"""The answers of the search box: a council, a choice, or the reason why there is none."""

from dataclasses import dataclass, field
from os.path import commonprefix
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst, slugify

from councils.names import region_with_article
from councils.postcodes.index import postcodes
from councils.record import CouncilOnDay
from councils.record.status import Status
from councils.search.gazetteer import Place
from councils.search.known_names import table

# -- Whom to turn to outside England ---------------------------------------------------------------
#
# ``northern_ireland_trusts.csv`` has the Health and Social Care Trusts by district. Four districts
# of 2015 were formed from older ones in different trusts, and have two.

GOVERNMENTS = {
    "wales": ("https://www.gov.wales/", "GOV.WALES: the Welsh Government"),
    "scotland": ("https://www.gov.scot/", "GOV.SCOT: the Scottish Government"),
    "northern_ireland": ("https://www.nidirect.gov.uk/", "nidirect: public services"),
    "isle_of_man": ("https://www.gov.im/", "The Isle of Man Government"),
    "jersey": ("https://www.gov.je/", "The Government of Jersey"),
    "guernsey": ("https://www.gov.gg/", "The States of Guernsey"),
}
"""(URL, name) of each government's home page, by the answer's case."""


class NextStep(NamedTuple):
    """A link to another site, and what it is for."""

    url: str
    name: str
    why: str = ""


def trusts_of(district: CouncilOnDay | None) -> list[NextStep]:
    """Return the trusts that run children's social care in a district of Northern Ireland.

    All five without one, as their postcodes do not say which is meant.
    """
    steps = {}
    for row in table("northern_ireland_trusts.csv"):
        if district is None or row["district"] == district.code:
            where = row["part"] or district.short_name if district else ""
            why = f"children’s social care in {where}" if where else ""
            name = f"The {row['trust']} Health and Social Care Trust"
            steps[name] = NextStep(row["url"], name, why)
    return sorted(steps.values(), key=lambda step: step.name)


def next_steps(case: str, council: CouncilOnDay | None = None) -> list[NextStep]:
    """Return links for a place outside England: its council or trust if known, its government.

    ``case`` is that of an answer, or a nation's code; the list is empty for others.
    """
    if case not in GOVERNMENTS:
        return []
    steps = trusts_of(council) if case == "northern_ireland" else []
    if council and council.website and not steps:
        steps = [NextStep(council.website, council.name, "the council there")]
    return [*steps, NextStep(*GOVERNMENTS[case])]


def nation_code(council: CouncilOnDay) -> str:
    """Return a council's nation as elsewhere.csv and the answers write it: "northern_ireland"."""
    return council.nation.lower().replace(" ", "_")


# -- Answers --------------------------------------------------------------------------------------


class Case(NamedTuple):
    """The words of an answer. What is filled into the text is escaped, as it may be typed."""

    template: str
    """The template of its page: one for each thing that a visitor can do next."""
    title: str = ""
    """A browser keeps it, so it names what is offered, never what was typed."""
    text: str = ""
    is_error: bool = False
    """Whether the visitor has to type something else."""


FOR_ENGLAND = "The Runaways’ Charter was for councils in England"
NOBODY_TO_ASK = f"{FOR_ENGLAND}, so there’s no council to ask here."
CASES = {
    "council": Case(""),  # straight on to its page
    "search": Case(
        "answer",
        "Find your council",
        "Type your postcode. A town, village or council name works too.",
    ),
    "empty": Case(
        "answer",
        "Type your postcode, town or council",
        "A full postcode works best.",
        is_error=True,
    ),
    "too_long": Case(
        "answer",
        "That’s too long",
        "Type one postcode, town or council.",
        is_error=True,
    ),
    "not_found": Case(
        "answer",
        "We can’t find that",
        "Try a full postcode, a town, or a council’s name, like Kent.",
        is_error=True,
    ),
    "helplines": Case("helplines", "Is this about you, now?"),
    # Choices
    "choices": Case("choose", "Which {one} do you mean?", "More than one place has that name."),
    "near_border": Case(
        "choose",
        "Which council is yours?",
        "Homes near this postcode are in different councils. Your council tax bill tells you which"
        " one is yours. If it names a county too, choose the county.",
    ),
    "nation_border": Case(
        "choose",
        "Is your home in {nations}?",
        "This postcode is on the border. Your council tax bill tells you which council is yours.",
    ),
    "doubtful": Case(
        "choose",
        "Which council is yours?",
        "We’re not sure about this postcode. We think it’s {these}. Your council tax bill will tell"
        " you. If it’s another, type a neighbour’s postcode or your town.",
    ),
    "maybe_ended": Case(
        "choose",
        "Is this your council?",
        "We’re not sure about this postcode. It may be very new, or no longer used. We think it’s"
        " in {council}.",
    ),
    "county": Case(
        "choose",
        "Which part of {place}?",
        "Several councils run children’s services there. Choose yours, or type your postcode.",
    ),
    "similar_names": Case("choose", "Did you mean {these}?", "We can’t find “{typed}”."),
    "did_you_mean": Case(
        "choose",
        "Did you mean this postcode?",
        "We don’t know “{typed}”, but we know:",
    ),
    # Postcodes
    "unknown_postcode": Case(
        "answer",
        "We don’t know that postcode",
        "Please check it for typing mistakes. If it’s right, it may be too new for our list, which"
        " is from {edition}. Type your town or council instead.",
        is_error=True,
    ),
    "partial": Case(
        "answer",
        "We need the whole postcode",
        "“{typed}” covers lots of streets, and they can be in different councils. Add the rest,"
        " like S1 2HH.",
        is_error=True,
    ),
    "ended": Case(
        "answer",
        "That postcode isn’t used any more",
        "It ended in {place}. If your home has a new postcode, use that.",
    ),
    "bfpo": Case(
        "answer",
        "That’s a forces address",
        "A BFPO number isn’t in any council’s area. Use the postcode of your home in England, or"
        " the council where you last lived.",
    ),
    "giro": Case(
        "answer",
        "That isn’t a home’s postcode",
        "GIR 0AA belongs to no council. Use the postcode of your home.",
    ),
    # Elsewhere
    "wales": Case(
        "elsewhere",
        "That’s in Wales",
        f"{NOBODY_TO_ASK} Wales has its own guidance on children who go missing, the <a href="
        '"https://safeguarding.wales/en/chi-i/chi-i-c6/c6-p9/">All Wales Practice Guide</a> of'
        " 2021.",
    ),
    "scotland": Case(
        "elsewhere",
        "That’s in Scotland",
        f"{NOBODY_TO_ASK} Scotland has its own <a href="
        '"https://www.gov.scot/publications/national-missing-persons-framework-scotland/">National'
        " Missing Persons Framework</a>, from 2017.",
    ),
    "northern_ireland": Case(
        "elsewhere",
        "That’s in Northern Ireland",
        f"{FOR_ENGLAND}. In Northern Ireland five Health and Social Care Trusts look after"
        " children’s social care, not the councils.",
    ),
    "jersey": Case("elsewhere", "That’s in Jersey", NOBODY_TO_ASK),
    "guernsey": Case("elsewhere", "That’s in Guernsey", NOBODY_TO_ASK),
    "isle_of_man": Case("elsewhere", "That’s on the Isle of Man", NOBODY_TO_ASK),
    "overseas": Case(
        "elsewhere",
        "That {one} isn’t in the UK",
        "{where}The charter was for councils in England. If you know a place in England, type"
        " that.",
    ),
}
"""Every answer by the name that its address and the code have for it."""

WITH_ADDRESS = ("choices", "near_border", "nation_border", "doubtful", "maybe_ended")
"""The choices that have an address of their own, which names their councils and places."""
NOT_FOUND = ("not_found", "too_long")
"""The answers to words that name nothing here."""


class Candidate(NamedTuple):
    """A council that a name may mean, and why.

    ``council`` runs children's services today, or is a council outside England. ``label`` is what a
    choice shows. The name is either that of ``named``, a council of any kind and time (``called``
    is set if it is a former name), or that of ``place``, of which ``share`` percent is in the
    council's area.
    """

    council: CouncilOnDay
    label: str
    named: CouncilOnDay | None = None
    place: Place | None = None
    share: int = 100
    called: str = ""

    @property
    def url(self) -> str:
        """The path of the council's page, with a query that explains why it is this council."""
        query = {}
        if self.place:
            query["place"] = self.place.slug
        elif self.named and self.named is not self.council:
            query["from"] = self.named.slug
        if self.called:
            query["called"] = slugify(self.called)
        return f"{self.council.url}?{urlencode(query)}" if query else self.council.url

    @property
    def explanation(self) -> str:
        """The words beside the label by which a local can tell it from the others."""
        council, named = self.council, self.named
        if council.nation != "England":
            return f"in {council.nation}"
        status = council.status_words
        if named is None:
            who = capfirst(council.short_name_in_sentence)
            return f"{who} runs children’s services here. {status}"
        kind = named.kind_words
        if council.region not in kind:  # "City of London", but "Unitary council in the East"
            kind = f"{kind} in {region_with_article(council.region)}"
        if named is council:
            return f"{kind}. {status}" + (f". Formerly {self.called}" if self.called else "")
        if named.status == Status.FORMER:
            return f"Took over from {named.name}, now closed. {status}"
        return f"{kind}. {council.name} runs children’s services here. {status}"


@dataclass(slots=True)
class Answer:
    """An answer of the search box, or of a search for a name alone."""

    case: str
    """A key of ``CASES``."""
    choices: list[Candidate] = field(default_factory=list)
    """The council itself, or those to choose from; the one outside England, if it is known."""
    place: str = ""
    """A former county, a territory overseas, or the month in which a postcode ended."""
    named: str = ""
    """The name of the place outside England, as pages write it."""
    suggestions: list[str] = field(default_factory=list)
    """Postcodes that exist and look like the one typed."""
    show_helplines: bool = False
    """Whether nothing was found and the words may be those of somebody looking for help."""

    @property
    def is_error(self) -> bool:
        return CASES[self.case].is_error

    @property
    def url(self) -> str:
        """The answer's own address; empty for a page that quotes what was typed.

        It contains what is offered, never what was typed, and lets the Back button return to it.
        """
        if self.case == "council":
            return self.choices[0].url
        query = {"county": slugify(self.place)} if self.case == "county" else {}
        if self.case in WITH_ADDRESS:
            named = [choice.named.slug for choice in self.choices if choice.named]
            places = [choice.place.slug for choice in self.choices if choice.place]
            query = {
                "why": "" if self.case == "choices" else self.case,
                "between": ",".join(dict.fromkeys(named)),
                "places": ",".join(dict.fromkeys(places)),
            }
        asked = urlencode({name: value for name, value in query.items() if value}, safe=",")
        return f"{reverse('councils:find')}?{asked}" if asked else ""

    @property
    def template(self) -> str:
        return CASES[self.case].template

    @property
    def title(self) -> str:
        """The page's title; ``heading`` is for the page alone."""
        one = "place" if self.named else "postcode"
        return CASES[self.case].title.format(
            one=(shared_name(self.choices) or "one") if self.choices else one,
            place=self.place,
            these="one of these" if len(self.choices) > 1 else "this",
            nations=" or ".join(sorted({choice.council.nation for choice in self.choices})),
        )

    def heading(self, typed: str) -> str:
        """Return the heading of the answer's page."""
        if self.case == "not_found":
            return f"We can’t find “{typed.strip()}”"
        name = self.named or (self.choices[0].council.short_name if self.choices else "")
        if self.template != "elsewhere" or not name or self.title.endswith(f" {name}"):
            return self.title
        return self.title.replace("That’s", f"{name} is").replace("That place", name)

    def text(self, typed: str) -> SafeString:
        """Return what the page says below its heading."""
        return format_html(
            CASES[self.case].text,
            typed=typed.strip(),
            edition=postcodes().edition.partition(" ")[2],
            place=self.place,
            where=f"It’s in {self.place}. " if self.place else "",
            council=self.choices[0].council.short_name_in_sentence if self.choices else "",
            these="one of these" if len(self.choices) > 1 else "this one",
        )

    @property
    def next_steps(self) -> list[NextStep]:
        """Links for a place to which the charter does not apply."""
        return next_steps(self.case, self.choices[0].council if self.choices else None)


def shared_name(choices: list[Candidate]) -> str:
    """Return the words with which every choice begins: "Newport". Empty for a single choice."""
    labels = [choice.label.replace(",", "").split() for choice in choices]
    words = list(commonprefix(labels)) if len(labels) > 1 else []
    while words and words[-1].islower():  # "Kingston upon"
        words.pop()
    return " ".join(words)
