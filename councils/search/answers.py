"""An answer of the search box: a council, a choice, or the reason why there is none."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from os.path import commonprefix
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst, slugify

from councils.postcodes.index import postcodes
from councils.search.candidates import Candidate, one_for_each_council
from councils.search.cases import CASES
from councils.search.known_names import spelled
from councils.search.nations import GOVERNMENTS, NextStep, next_steps

WORD = re.compile(r"[^\s-]+")
"""A word of a place's name: "Henley-on-Thames" has three."""


@dataclass(slots=True)
class Answer:
    """An answer of the search box, or of a search for a name alone."""

    case: str
    """A key of ``CASES``."""
    choices: list[Candidate] = field(default_factory=list)
    """Those to choose from. Of the case "council" that one; of a nation's case, "wales", the
    councils there that may be meant."""
    nations: list[str] = field(default_factory=list)
    """Nations beside the choices, where no council is known: "jersey", if St Helier was typed."""
    subject: str = ""
    """What the words of the answer name: a county, an authority, a territory, half a postcode."""
    month: str = ""
    """The month in which a postcode ended: "September 2013"."""
    where: str = ""
    """Where the place is, if not in the area that was typed: "Slough is in Berkshire"."""
    name_elsewhere: str = ""
    """The name of the place outside England, as pages write it."""
    postcodes_to_choose: list[str] = field(default_factory=list)
    """Postcodes to choose from: those that look like the one typed, or the several typed."""
    tidy: str = ""
    """The postcode, or half of one, in its tidy form, to be shown in place of what was typed."""
    show_helplines: bool = False
    """Whether helplines stand above it, as the words may be those of somebody looking for help."""

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
        query = {}
        if self.case == "county":
            query["county"] = slugify(self.subject)
        if CASES[self.case].has_url:
            query = self._offered
        if not query:
            return ""
        return f"{reverse('councils:find')}?{urlencode(query, safe=',:')}"

    @property
    def _offered(self) -> dict[str, str]:
        """The query that names the choice: ``offered.py`` reads it."""
        councils = []
        places = []
        for choice in self.choices:
            if choice.place:
                places.append(choice.place.slug)
            else:
                councils.append(choice.in_url)
        query = {
            "why": self.case,
            "between": ",".join(dict.fromkeys(councils)),
            "places": ",".join(dict.fromkeys(places)),
            "or": ",".join(self.nations),
        }
        if self.case == "choices":
            query["why"] = ""
        return {name: value for name, value in query.items() if value}

    @property
    def template(self) -> str:
        return CASES[self.case].template

    @property
    def title(self) -> str:
        """The page's title; ``heading`` is for the page alone."""
        this = "this"
        if len(self.choices) + len(self.nations) > 1:
            this = "one of these"
        nation_names = sorted({choice.council.nation for choice in self.choices})
        return CASES[self.case].title.format(
            one=self._one,
            place=self.subject,
            this=this,
            nations=" or ".join(nation_names),
        )

    @property
    def _one(self) -> str:
        """What a title asks about: the name that the choices share, "Which Newport do you mean?".

        Where there is nothing to choose, what was typed: "That postcode isn’t in the UK".
        """
        if self.choices or self.nations:
            return shared_name(self.choices) or "one"
        if self.name_elsewhere:
            return "place"
        return "postcode"  # "75001"

    def heading(self, typed: str) -> str:
        """Return the heading of the answer's page."""
        if self.case == "not_found":
            return f"We can’t find “{typed.strip()}”"
        if self.where:
            return f"{self.where}. Did you mean another?"
        name = self.name_elsewhere
        if not name and self.choices:
            name = self.choices[0].council.short_name
        named_title = CASES[self.case].named_title
        is_the_nation = self.title.endswith(f" {name}")  # "That’s in Wales"
        if not named_title or not name or is_the_nation:
            return self.title
        return capfirst(named_title.format(name=name))

    def text(self, typed: str) -> SafeString:
        """Return what the page says below its heading."""
        it_is_in = ""
        if self.subject:
            it_is_in = f"It’s in {self.subject}. "
        council = ""
        if self.choices:
            council = self.choices[0].council.short_name_in_sentence
        this_one = "this one"
        if len(self.choices) > 1:
            this_one = "one of these"
        return format_html(
            CASES[self.case].text,
            typed=self.tidy or typed.strip(),
            edition=postcodes().month,
            month=self.month,
            place=self.subject,
            Place=capfirst(self.subject),  # at the beginning of a sentence
            it_is_in=it_is_in,
            council=council,
            this_one=this_one,
        )

    @property
    def next_steps(self) -> list[NextStep]:
        """Links for a place to which the charter does not apply."""
        councils = [choice.council for choice in self.choices]
        return next_steps(self.case, *councils)

    @property
    def is_nation_alone(self) -> bool:
        """Whether it is a nation's, and names no council there: of "Wales", or "St Peter Port"."""
        return self.case in GOVERNMENTS and not self.choices

    @property
    def all_nations(self) -> list[str]:
        """The nation that the whole answer is, or else its ``nations``."""
        if self.is_nation_alone:
            return [self.case]
        return self.nations

    @property
    def nation_links(self) -> list[tuple[str, str]]:
        """The address and the words of the answer for each of the ``nations``."""
        links = []
        for nation in self.nations:
            links.append((f"{reverse('councils:find')}?or={nation}", CASES[nation].title))
        return links


def among_several(choices: Iterable[Candidate], nations: Iterable[str]) -> Answer:
    """Return the choice between several places that were typed, or what all of them are in.

    ``nations`` are those of which no council is known: "JE2 or GY1".
    """
    councils = one_for_each_council(choices)
    each_once = list(dict.fromkeys(nations))
    if not councils and len(each_once) == 1:
        return Answer(each_once[0])
    if len(councils) == 1 and not councils[0].is_elsewhere and not each_once:
        return Answer("council", councils)
    return Answer("several_places", councils, nations=each_once)


def shared_name(choices: list[Candidate]) -> str:
    """Return the words with which every choice begins: "Newport". Empty for a single choice.

    A hyphen parts words: "Henley" is all that Henley-on-Thames and Henley in Arden share.
    """
    if len(choices) < 2:
        return ""
    labels = [spelled(choice.label).split() for choice in choices]
    number = len(commonprefix(labels))
    name, _, _ = choices[0].label.partition(",")
    shared = list(WORD.finditer(name))[:number]
    while shared and shared[-1].group().islower():  # "Kingston upon"
        shared.pop()
    if not shared:
        return ""
    return name[: shared[-1].end()]
