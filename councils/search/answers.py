"""An answer of the search box: a council, a choice, or the reason why there is none."""

from dataclasses import dataclass, field
from os.path import commonprefix
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst, slugify

from councils.postcodes.index import postcodes
from councils.search.beyond_england import NextStep, next_steps
from councils.search.candidates import Candidate
from councils.search.cases import CASES
from councils.search.known_names import spelled


@dataclass(slots=True)
class Answer:
    """An answer of the search box, or of a search for a name alone."""

    case: str
    """A key of ``CASES``."""
    choices: list[Candidate] = field(default_factory=list)
    """The council itself, or those to choose from; those outside England, if they are known."""
    place: str = ""
    """A county, an authority, a territory overseas, or the month in which a postcode ended."""
    where: str = ""
    """Where the place is, if not in the area that was typed: "Slough is in Berkshire"."""
    named: str = ""
    """The name of the place outside England, as pages write it."""
    suggestions: list[str] = field(default_factory=list)
    """Postcodes that exist and look like the one typed."""
    islands: list[str] = field(default_factory=list)
    """Nations without councils that a choice has too: "jersey" for St Helier."""
    tidy: str = ""
    """The postcode, or half of one, in its tidy form, to be shown in place of what was typed."""
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
        query = {}
        if self.case == "county":
            query["county"] = slugify(self.place)
        if CASES[self.case].has_address:
            query = self._offered
        if not query:
            return ""
        return f"{reverse('councils:find')}?{urlencode(query, safe=',:')}"

    @property
    def _offered(self) -> dict[str, str]:
        """The query that names the choice: ``offered.py`` reads it."""
        named = []
        places = []
        for choice in self.choices:
            if choice.named:
                named.append(choice.in_an_address)
            if choice.place:
                places.append(choice.place.slug)
        query = {
            "why": self.case,
            "between": ",".join(dict.fromkeys(named)),
            "places": ",".join(dict.fromkeys(places)),
            "or": ",".join(self.islands),
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
        one = "postcode"
        if self.choices:
            one = shared_name(self.choices) or "one"
        elif self.named:
            one = "place"
        these = "this"
        if len(self.choices) > 1:
            these = "one of these"
        nations = sorted({choice.council.nation for choice in self.choices})
        return CASES[self.case].title.format(
            one=one, place=self.place, these=these, nations=" or ".join(nations)
        )

    def heading(self, typed: str) -> str:
        """Return the heading of the answer's page."""
        if self.case == "not_found":
            return f"We can’t find “{typed.strip()}”"
        if self.where:
            return f"{self.where}. Did you mean another?"
        name = self.named
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
        if self.place:
            it_is_in = f"It’s in {self.place}. "
        council = ""
        if self.choices:
            council = self.choices[0].council.short_name_in_sentence
        these = "this one"
        if len(self.choices) > 1:
            these = "one of these"
        return format_html(
            CASES[self.case].text,
            typed=self.tidy or typed.strip(),
            edition=postcodes().edition.partition(" ")[2],
            place=self.place,
            Place=capfirst(self.place),  # at the beginning of a sentence
            it_is_in=it_is_in,
            council=council,
            these=these,
        )

    @property
    def next_steps(self) -> list[NextStep]:
        """Links for a place to which the charter does not apply."""
        councils = [choice.council for choice in self.choices]
        return next_steps(self.case, *councils)

    @property
    def island_links(self) -> list[tuple[str, str]]:
        """The address and the words of the answer for each nation without councils."""
        links = []
        for nation in self.islands:
            links.append((f"{reverse('councils:find')}?or={nation}", CASES[nation].title))
        return links


def shared_name(choices: list[Candidate]) -> str:
    """Return the words with which every choice begins: "Newport". Empty for a single choice."""
    if len(choices) < 2:
        return ""
    labels = [spelled(choice.label).split() for choice in choices]
    number = len(commonprefix(labels))
    words = choices[0].label.replace(",", "").split()[:number]
    while words and words[-1].islower():  # "Kingston upon"
        words.pop()
    return " ".join(words)
