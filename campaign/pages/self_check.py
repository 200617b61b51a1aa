"""A council checks itself: questions, each with its source, answered and printed in the browser.

Nothing is stored or sent: the page has no form. The questions are ours; each must have a source.
"""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaign.pages.models import Organisation
from councils.dates import today
from councils.models import Commitment
from councils.page_cache import cache_by_record_version
from councils.record import record_on

HEADINGS = {
    Commitment.COUNT: "Count: the numbers",
    Commitment.THINK: "Think: how children are treated and what they’re told",
    Commitment.ACT: "Act: as soon as a child runs away",
    Commitment.PREVENT: "Prevent: stopping it happening, or happening again",
}


class Source(NamedTuple):
    """The source of a question."""

    words: str
    url: str = ""


CHARTER = Source(
    "The Children’s Society, on what the charter asked (9 July 2012)",
    "https://www.childrenssociety.org.uk/news-and-blogs/press-release/new-charter-protect-runaways-missing-children-harm-and-exploitation",
)
NEWS = Source(
    "Children & Young People Now, on what the charter asked (2012)",
    "https://www.cypnow.co.uk/content/news/councils-urged-to-sign-up-to-runaways-charter",
)
THEMES = Source(
    "The campaign’s website, on two main themes of the charter (2012)",
    "http://makerunawayssafe.org.uk/campaign-stories/pizza-young-people-unforgettable-song-and-charter-will-change-lives",
)
CHARITY_2013 = Source(
    "The Children’s Society, on councils that sign (19 September 2013)",
    "https://www.childrenssociety.org.uk/news-and-blogs/our-blog/making-runways-safer-through-our-work-local-authorities",
)
GUIDANCE_PATTERNS = Source(
    "The guidance of January 2014, as quoted by a safeguarding board (Staffordshire, January 2022)"
)
GUIDANCE_INTERVIEW = Source(
    "The guidance of January 2014, as quoted by the Department for Education (about February 2025)",
    "https://www.parallelparliament.co.uk/question/30920",
)
GUIDANCE_72_HOURS = Source(
    "The guidance of January 2014, as quoted by Missing People (2023–24)",
    "https://www.missingpeople.org.uk/the-delivery-of-return-interviews-across-england-2023-24",
)
GUIDANCE_PROTOCOL = Source(
    "An answer in Parliament, on what safeguarding partners should ensure (23 October 2020)",
    "https://www.parallelparliament.co.uk/question/105470",
)
MANAGER = Source(
    "One partnership’s procedures (Westmorland and Furness)",
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
        "Do you collect data on children who run away or go missing?", indicator("data gathered"),
    ),
    Question(
        "patterns", Commitment.COUNT,
        "Do you look for patterns in it?", GUIDANCE_PATTERNS,
    ),
    Question(
        "hotspots", Commitment.COUNT,
        "Do you keep looking “for trends and hotspots”?", NEWS,
    ),
    Question(
        "needs", Commitment.COUNT,
        "Have you worked out what children who run away here need?", indicator("needs analysis"),
    ),
    Question(
        "safe_places", Commitment.THINK,
        "Does every child know about “safe places” where they can get support?", NEWS,
    ),
    Question(
        "trust", Commitment.THINK,
        "Can a child who comes back rely on trust and honesty from the people they meet?",
        THEMES,
    ),
    Question(
        "young_people", Commitment.THINK,
        "Are young people “at the heart” of what you do for those who run away?", CHARITY_2013,
    ),
    Question(
        "incidents", Commitment.ACT,
        "Do you have protocols for what to do as soon as it happens?",
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
        "Do you offer every child who goes missing from home or care an independent return"
        " interview?", GUIDANCE_INTERVIEW,
    ),
    Question(
        "hours_72", Commitment.ACT,
        "Is it done within 72 hours?", GUIDANCE_72_HOURS,
    ),
    Question(
        "manager", Commitment.ACT,
        "Is a named senior manager in charge?", MANAGER,
    ),
    Question(
        "prevention", Commitment.PREVENT,
        "Do you have protocols for preventing running away?", CHARTER,
    ),
    Question(
        "reviewed", Commitment.PREVENT,
        "Do you review them regularly?",
        GUIDANCE_PROTOCOL,
    ),
)  # fmt: skip


@require_safe
@cache_by_record_version("council")
def self_check(request: HttpRequest) -> HttpResponse:
    """Show the questions; on paper the same page is the report."""
    words = [
        (heading, [each for each in QUESTIONS if each.word == word])
        for word, heading in HEADINGS.items()
    ]
    context = {
        "heading": "How ready is your council?",
        "lead": f"Answer {len(QUESTIONS)} questions and print a report for a committee. There’s no"
        " score, and we don’t compare councils.",
        "words": words,
        "councils": record_on().councils,
        "chosen": request.GET.get("council", ""),
        "read_by": Organisation.current().self_check_reviewed_by.strip(". "),
        "day": today(),
    }
    return render(request, "pages/self_check.html", context)
