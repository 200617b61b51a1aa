"""The campaign and the charter as seven dated cards, each with its sources.

Change nothing here without a source that says so. No card names a person who was a child then.
"""

from typing import NamedTuple

from django.urls import reverse

from councils.dates import format_date
from councils.names import number_word
from councils.record import Record


class Source(NamedTuple):
    """Where a card's facts were read. A page that has moved has no address."""

    words: str
    url: str = ""


class Card(NamedTuple):
    """An event: its day as far as it is known, what happened, and how we know."""

    anchor: str
    when: str
    heading: str
    paragraphs: tuple[str, ...]
    sources: tuple[Source, ...]
    listed: tuple[str, ...] = ()
    """Short lines to list below the paragraphs."""


SOCIETY = "https://www.childrenssociety.org.uk/"

PAST = (
    Card(
        "launch",
        "12 July, probably 2011",
        "A campaign begins",
        (
            "The Children’s Society launched its campaign, Make Runaways Safe, at the House of"
            " Commons. Its page gives the day but not the year. That campaign has ended, and this"
            " website is separate.",
        ),
        (Source("The Children’s Society, “Our research reports”, read in a stored copy"),),
    ),
    Card(
        "charter",
        "9 July 2012",
        "The Runaways’ Charter",
        (
            "The charity launched the charter, “a clear code for agencies with a duty to protect"
            " children who run away or go missing from home and care”. Young people who had run"
            " away helped to write it.",
        ),
        (
            Source(
                "The Children’s Society, press release, 9 July 2012",
                SOCIETY + "news-and-blogs/press-release/new-charter-protect-runaways-missing"
                "-children-harm-and-exploitation",
            ),
            Source(
                "“Making runaways safer”, September 2013, read in a transcript",
                "https://vdocument.in/building-a-safety-net-for-young-runaways-5-what-is-the-"
                "runawaysa-charter-the.html",
            ),
        ),
    ),
    Card(
        "map-of-2012",
        "2012, day unknown",
        "The first map",
        (
            "The campaign’s website had a map that asked: “Are runaways protected in your local"
            " area? Use our map to find out.” We’ve seen a picture of it. Its key had five kinds"
            " of area:",
            "Two areas are marked as pledged and none as signed. From their place and shape we"
            " think they’re Kent and Lancashire, so we haven’t put that on our list. The old map"
            " mixed signing with the help on offer, and ours doesn’t.",
        ),
        (
            Source(
                "A picture of the website, marked 2012, in the portfolio of its developer",
                "https://github.com/hdrhbbu1/db-homepage",
            ),
        ),
        (
            "“Has signed up to our charter to protect runaways”",
            "“Has pledged to sign up to our charter”",
            "“Has not signed up to our Charter”",
            "“Inadequate safety net for runaways”",
            "“No safety net for runaways”",
        ),
    ),
    Card(
        "list-of-32",
        "19 September 2013",
        "32 councils are named",
        (
            "The charity wrote about “the 32 local authorities that have signed”, and its report"
            " that month named 32. It didn’t say when each one signed, so we say “by 19 September"
            " 2013”, or earlier where we know more.",
        ),
        (
            Source(
                "The Children’s Society, 19 September 2013",
                SOCIETY + "news-and-blogs/our-blog/making-runways-safer-through-our-work-local"
                "-authorities",
            ),
            Source(
                "“Making runaways safer”, September 2013, read in a transcript",
                "https://vdocument.in/building-a-safety-net-for-young-runaways-5-what-is-the-"
                "runawaysa-charter-the.html",
            ),
        ),
    ),
    Card(
        "count-of-41",
        "No date, probably 2014",
        "A count of 41",
        (
            "The charity’s impact report said 41 councils had signed. Another page said “more"
            " than 40”. Neither has a date.",
        ),
        (
            Source(
                "The Children’s Society, impact report",
                "http://impact.childrenssociety.org.uk/chap1.php",
            ),
            Source(
                "The Children’s Society, “Make Runaways Safe”",
                SOCIETY + "what-you-can-do/campaign-join/make-runaways-safe",
            ),
        ),
    ),
    Card(
        "guidance",
        "17 January 2014",
        "The government’s guidance",
        (
            "The government published guidance for councils on children who run away or go missing"
            " from home or care. Councils must follow it unless there are exceptional local"
            " reasons, whether or not they signed.",
        ),
        (
            Source(
                "GOV.UK, statutory guidance on children who run away or go missing",
                "https://www.gov.uk/government/consultations/statutory-guidance-on-children-who-"
                "run-away-or-go-missing-from-home-or-care",
            ),
            Source(
                "As read in the handbook of one partnership (Gloucestershire), October 2024",
                "https://gloucestershirescp.trixonline.co.uk/chapter/children-missing-from-care-"
                "home-and-education",
            ),
        ),
    ),
)


def cards(record: Record, have: str) -> list[Card]:
    """Return the seven cards; the last one is about the day of the record.

    ``have`` is the verb for that day: "have" today, "had" before.
    """
    *before, of_41, guidance = PAST
    if missing := record.not_named:
        names = "one name" if missing == 1 else f"{number_word(missing)} names"
        of_41 = of_41._replace(paragraphs=(
            f"{of_41.paragraphs[0]} So there {'is' if missing == 1 else 'are'} at least {names} we"
            " haven’t found, and a council with no signature here may have signed.",
        ))  # fmt: skip
    day = format_date(record.on)
    is_today = have == "have"
    now = Card(
        "now",
        f"Today, {day}" if is_today else day,
        "Now" if is_today else "On that day",
        (f"{record.signed} of {record.total} councils {have} signed, as far as we know.",),
        (Source("Every signature, with its evidence", reverse("councils:data")),),
    )
    return [*before, of_41, guidance, now]
