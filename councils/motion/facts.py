"""What stands behind every motion about the law and the figures, each fact with its source.

Change nothing here without a source that says so. Running away is not the same as being reported
missing, and a legal duty is not something that the charter asks for.
"""

from typing import NamedTuple

from councils.record import CouncilOnDay, Record, missing_from_care
from councils.sentences import missing_from_its_care, times_in_all

GUIDANCE = (
    "https://gloucestershirescp.trixonline.co.uk/chapter/"
    "children-missing-from-care-home-and-education"
)
INTERVIEWS = (
    "https://www.missingpeople.org.uk/the-delivery-of-return-interviews-across-england-2023-24"
)


class Fact(NamedTuple):
    """A fact in a sentence or two, its source in words, and the source's address if it has one."""

    text: str
    source: str
    url: str = ""


LAW = (
    Fact(
        "Councils that run children’s services must follow the government’s guidance of January"
        " 2014 unless there are exceptional local reasons.",
        "The guidance of January 2014, as given in Gloucestershire’s handbook, October 2024",
        GUIDANCE,
    ),
    Fact(
        "When a child who went missing from home or care comes back, they must be offered a talk"
        " with someone independent, called a return interview. The guidance says it should be done"
        " within 72 hours.",
        "Missing People, The delivery of return interviews across England, 2023–24",
        INTERVIEWS,
    ),
    Fact(
        "Each of these councils must have a Director of Children’s Services and a Lead Member.",
        "Children Act 2004, sections 18 and 19",
    ),
    Fact(
        "The council, the police and the health service work together by law to keep children from"
        " harm.",
        "Children and Social Work Act 2017",
    ),
)

FIGURES = (
    Fact(
        "In 2011 The Children’s Society said 84,000 children under 16 in England ran away overnight"
        " in one year. It said one in nine (11%) of those who ran away was hurt or harmed the last"
        " time.",
        "The Children’s Society, 15 November 2011",
        "http://www.childrenssociety.org.uk/news-and-blogs/press-release/"
        "child-runaways-significant-danger-professionals-fail-step",
    ),
    Fact(
        "Of the 116,420 children looked after in England at some time in the year to March 2024,"
        " 13,010 (11%) went missing at least once.",
        f"{missing_from_care.SOURCE}, 2024",
        missing_from_care.SOURCE_URL,
    ),
    Fact(
        "In England in 2023–24, on average, 63% of return interviews were done within 72 hours.",
        "Missing People, from answers given by councils",
        INTERVIEWS,
    ),
)

QUESTIONS = (
    "How many children in our area were reported missing last year, and how many times?",
    "What do we know about children who run away and are not reported?",
    "How do young people who have run away help to shape what we do?",
    "How do children learn where they can go for help?",
    "Who is the senior manager responsible for children who go missing?",
    "How many return interviews did we offer, and how many were completed within 72 hours?",
    "What have we learned from those talks, and what has changed?",
    "What do we do for children in care who live a long way from home?",
)


def figure_of(record: Record, row: CouncilOnDay) -> Fact | None:
    """Return the newest figure of a council, if there is one."""
    year = missing_from_care.newest_figures(record, row)
    if year is None:
        return None
    text = missing_from_its_care(row.name_in_sentence, year)
    return Fact(
        f"{text}{times_in_all(year)}.", missing_from_care.SOURCE, missing_from_care.SOURCE_URL
    )
