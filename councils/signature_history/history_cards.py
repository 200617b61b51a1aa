"""The campaign and the charter as seven dated cards, each with its sources.

Change nothing here without a source that says so. No card names a person who was a child then.
"""

import datetime as dt
from typing import NamedTuple

from django.urls import reverse

from councils.dates import RECORD_BEGINS, format_date
from councils.record import Record

LIST = dt.date(2013, 9, 19)
"""The day of the charity's list of 32 councils."""


class Source(NamedTuple):
    """Where a card's facts were read. A page that has moved has no address."""

    words: str
    url: str = ""


class Card(NamedTuple):
    """An event: its day as far as it is known, what happened, and how we know."""

    number: int
    anchor: str
    when: str
    day: dt.date
    """Where the event is pinned on the chart; if it has no date, about where it must lie."""
    heading: str
    paragraphs: tuple[str, ...]
    sources: tuple[Source, ...]
    listed: tuple[str, ...] = ()
    """Short lines to list below the paragraphs."""
    has_map: bool = False


SOCIETY = "https://www.childrenssociety.org.uk/"

PAST = (
    Card(
        1,
        "launch",
        "12 July, in 2011 as far as we can tell",
        dt.date(2011, 7, 12),
        "A campaign begins",
        (
            "The Children’s Society launches its campaign, Make Runaways Safe, at the House of"
            " Commons. Its page gives the day and not the year.",
            "That campaign has ended. This site is a separate one.",
        ),
        (Source("The Children’s Society, “Our research reports”, read in a stored copy"),),
    ),
    Card(
        2,
        "charter",
        "9 July 2012",
        RECORD_BEGINS,
        "The Runaways’ Charter",
        (
            "The charity launches the charter: “a clear code for agencies with a duty to protect"
            " children who run away or go missing from home and care”.",
            "Young people who had run away helped to write it.",
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
        3,
        "map-of-2012",
        "2012, the day is not known",
        dt.date(2012, 9, 20),
        "The first map",
        (
            "The campaign’s own website had a map of England. It asked: “Are runaways protected in"
            " your local area? Use our map to find out.” A picture of it has come down to us. Its"
            " key had five kinds of area:",
            "In the picture two areas are marked as pledged and none as signed. By place and shape"
            " they are Kent and Lancashire. That is how we read it, so it is not in our record.",
            "The old map put signing and the help on offer into one key. Ours shows signatures"
            " alone.",
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
        has_map=True,
    ),
    Card(
        4,
        "list-of-32",
        "19 September 2013",
        LIST,
        "32 councils are named",
        (
            "The charity writes of “the 32 local authorities that have signed”. Its report of that"
            " month lists 32 names.",
            "The list does not say on which day each of them signed. So we say that they had"
            " signed by then.",
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
        5,
        "count-of-41",
        "No date; probably 2014",
        dt.date(2014, 1, 1),
        "A count of 41",
        (
            "The charity’s impact report says that 41 councils have signed. Another of its pages"
            " says “more than 40”. Neither has a date.",
            "We have not found a list of those 41. So a council with no signature on record may"
            " have signed.",
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
        6,
        "guidance",
        "17 January 2014",
        dt.date(2014, 1, 17),
        "The government’s guidance",
        (
            "The government publishes guidance for councils on children who run away or go missing"
            " from home or care. Councils must follow it unless there are exceptional local"
            " reasons, whether or not they have signed.",
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


def cards(record: Record, is_today: bool) -> list[Card]:
    """Return the seven cards; the last one is about the day of the record."""
    day = format_date(record.on)
    now = Card(
        7,
        "now",
        f"Today, {day}" if is_today else f"{day}, as known now",
        record.on,
        "Now" if is_today else "On that day",
        (
            f"{record.signed} of {record.total} councils {'have' if is_today else 'had'} signed,"
            f" as far as we know. {record.provenance.sentence}".rstrip(),
        ),
        (Source("Every signature, with its evidence", reverse("councils:data")),),
    )
    return [*PAST, now]
