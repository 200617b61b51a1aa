"""The questions of the self-check, each with the published words that it comes from.

The questions are ours. Each must have a source.
"""

from typing import NamedTuple

from django.db import models
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from councils.models import Commitment


class Answer(models.TextChoices):
    """How far a council has got, in four steps. They are not scores."""

    IN_PLACE = "in_place", "In place"
    PARTLY = "partly", "In place in part"
    PLANNED = "planned", "Planned"
    MISSING = "missing", "Not in place"


NEXT_STEPS: dict[str, str] = {
    Answer.IN_PLACE: "Say where it can be read, and who keeps it up.",
    Answer.PARTLY: "Say what is missing, and who completes it by when.",
    Answer.PLANNED: "Say who does it, and by when.",
    Answer.MISSING: "Decide who begins, and by when.",
    "": "Find out who knows.",
}
"""The next step for each answer, and for none."""

INVOLVE = {
    Commitment.COUNT: "The people who keep the council’s figures, the police and the health"
    " service.",
    Commitment.THINK: "Young people who have run away, if they want to, and the people who work"
    " with them.",
    Commitment.ACT: "The senior manager responsible for children who go missing, and whoever"
    " answers out of hours.",
    Commitment.PREVENT: "The Lead Member, the Director, and the council’s safeguarding partners.",
}
"""Whom to involve under each word: our own suggestions."""


class Source(NamedTuple):
    """The source of a question."""

    words: str
    url: str = ""

    @property
    def link(self) -> SafeString:
        """Its words as HTML: a link where there is an address."""
        if not self.url:
            return escape(self.words)
        return format_html('<a href="{}" rel="noopener">{}</a>', self.url, self.words)


CHARTER = Source(
    "what the charter was reported to ask (The Children’s Society, 9 July 2012)",
    "https://www.childrenssociety.org.uk/news-and-blogs/press-release/new-charter-protect-runaways-missing-children-harm-and-exploitation",
)
NEWS = Source(
    "what the charter was reported to ask (Children & Young People Now, 2012)",
    "https://www.cypnow.co.uk/content/news/councils-urged-to-sign-up-to-runaways-charter",
)
THEMES = Source(
    "trust and honesty, two main themes of the charter (the campaign’s website, 2012)",
    "http://makerunawayssafe.org.uk/campaign-stories/pizza-young-people-unforgettable-song-and-charter-will-change-lives",
)
CHARITY_2013 = Source(
    "what councils that sign were reported to do (The Children’s Society, 19 September 2013)",
    "https://www.childrenssociety.org.uk/news-and-blogs/our-blog/making-runways-safer-through-our-work-local-authorities",
)
GUIDANCE_PATTERNS = Source(
    "the guidance of January 2014, as quoted by a safeguarding board (Staffordshire, January 2022)"
)
GUIDANCE_INTERVIEW = Source(
    "the guidance of January 2014, as quoted by the Department for Education (about February 2025)",
    "https://www.parallelparliament.co.uk/question/30920",
)
GUIDANCE_72_HOURS = Source(
    "the guidance of January 2014, as quoted by Missing People (2023–24)",
    "https://www.missingpeople.org.uk/the-delivery-of-return-interviews-across-england-2023-24",
)
GUIDANCE_PROTOCOL = Source(
    "what safeguarding partners should ensure (answer in Parliament, 23 October 2020)",
    "https://www.parallelparliament.co.uk/question/105470",
)
MANAGER = Source(
    "one partnership’s procedures (Westmorland and Furness)",
    "https://westmorlandfurnessscp.trixonline.co.uk/chapter/children-who-go-missing-from-home-or-care",
)


def indicator(criterion: str) -> Source:
    """Return one of the five criteria of National Indicator 71, which was dropped before 2011."""
    return Source(f"National Indicator 71, “{criterion}” (figures to 2010; dropped since)")


class Question(NamedTuple):
    """One question: its key in files, its word, what it asks, and where that comes from."""

    key: str
    word: Commitment
    text: str
    source: Source


QUESTIONS = (
    Question(
        "data", Commitment.COUNT,
        "Do you gather data on children who run away or go missing?", indicator("data gathered"),
    ),
    Question(
        "patterns", Commitment.COUNT,
        "Do you analyse the data for patterns?", GUIDANCE_PATTERNS,
    ),
    Question(
        "hotspots", Commitment.COUNT,
        "Do you look at it regularly “to look for trends and hotspots”?", NEWS,
    ),
    Question(
        "needs", Commitment.COUNT,
        "Have you analysed what children who run away here need?", indicator("needs analysis"),
    ),
    Question(
        "safe_places", Commitment.THINK,
        "Are all children told about “safe places” where they can get support?", NEWS,
    ),
    Question(
        "trust", Commitment.THINK,
        "Can a child who comes back count on trust and honesty from the people who meet them?",
        THEMES,
    ),
    Question(
        "young_people", Commitment.THINK,
        "Are young people “at the heart” of what you do for those who run away?", CHARITY_2013,
    ),
    Question(
        "incidents", Commitment.ACT,
        "Do you have a set of protocols for dealing with incidents as soon as they happen?",
        CHARTER,
    ),
    Question(
        "procedures", Commitment.ACT,
        "Do the people who have to act know the procedures?", indicator("procedures"),
    ),
    Question(
        "out_of_hours", Commitment.ACT,
        "Do you have protocols for nights, weekends and holidays?",
        indicator("out-of-hours protocols"),
    ),
    Question(
        "assessment", Commitment.ACT,
        "Do you have protocols for finding out what each child needs?",
        indicator("needs-assessment protocols"),
    ),
    Question(
        "interview", Commitment.ACT,
        "Do you offer an independent return interview to all children who go missing from home or"
        " care?", GUIDANCE_INTERVIEW,
    ),
    Question(
        "hours_72", Commitment.ACT,
        "Is it completed within 72 hours of the child’s return?", GUIDANCE_72_HOURS,
    ),
    Question(
        "manager", Commitment.ACT,
        "Is a named senior manager responsible for children who go missing?", MANAGER,
    ),
    Question(
        "prevention", Commitment.PREVENT,
        "Do you have a set of protocols for preventing running away?", CHARTER,
    ),
    Question(
        "reviewed", Commitment.PREVENT,
        "Is your protocol for children who run away and go missing reviewed regularly?",
        GUIDANCE_PROTOCOL,
    ),
)  # fmt: skip
BY_KEY = {question.key: question for question in QUESTIONS}
