"""The facts in every pack about the charter, the law and the figures, each with its source.

Change nothing here without a source that says so. Running away is not the same as being reported
missing, and a legal duty is not something that the charter asks for.
"""

from typing import NamedTuple

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from councils.record import missing_from_care


class SourcedFact(NamedTuple):
    """A fact in one sentence, its source in words, and the source's URL if it has one."""

    text: str
    source: str
    url: str = ""

    @property
    def source_link(self) -> SafeString:
        """The source as HTML, as a link if it has a URL."""
        if not self.url:
            return escape(self.source)
        return format_html('<a href="{}" rel="noopener">{}</a>', self.url, self.source)


CHARTER = (
    SourcedFact(
        "The Children’s Society launched the Runaways’ Charter on 9 July 2012.",
        "The Children’s Society, press release, 9 July 2012",
        "https://www.childrenssociety.org.uk/news-and-blogs/press-release/new-charter-protect-runaways-missing-children-harm-and-exploitation",
    ),
    SourcedFact(
        "Young people who had run away helped to write it.",
        "“Making runaways safer”, The Children’s Society, September 2013, read in a transcript",
        "https://vdocument.in/building-a-safety-net-for-young-runaways-5-what-is-the-runawaysa-charter-the.html",
    ),
    SourcedFact(
        "Councils that sign “will take steps to count, think, act and prevent”.",
        "The Children’s Society, 19 September 2013",
        "https://www.childrenssociety.org.uk/news-and-blogs/our-blog/making-runways-safer-through-our-work-local-authorities",
    ),
)

MOTION_NOTE = (
    "The words of this motion are ours, not those of the campaign of 2011 to 2014. Change them"
    " as you like. Members of any group can propose it, alone or together."
)

DUTY = (
    SourcedFact(
        "The government’s guidance of January 2014 is for councils in England that run children’s"
        " services. They must follow it unless there are exceptional local reasons.",
        "As read in the handbook of one partnership (Gloucestershire), October 2024",
        "https://gloucestershirescp.trixonline.co.uk/chapter/children-missing-from-care-home-and-education",
    ),
    SourcedFact(
        "A child who comes back must be offered a talk with someone independent, called a return"
        " interview. The guidance of January 2014 says it should be completed within 72 hours.",
        "Missing People, The delivery of return interviews across England, 2023–24",
        "https://www.missingpeople.org.uk/the-delivery-of-return-interviews-across-england-2023-24",
    ),
    SourcedFact(
        "Every council that runs children’s services must have a Director of Children’s Services"
        " and a Lead Member for Children’s Services.",
        "Children Act 2004, sections 18 and 19",
    ),
    SourcedFact(
        "The council, the police and the health service are partners by law in keeping children"
        " from harm.",
        "Children and Social Work Act 2017",
    ),
)
DUTY_NOTE = (
    "Some of what the charter was reported to ask is in the government’s guidance today. A council"
    " must follow that whether or not it signs. Signing says so in public. Please check"
    " before the meeting whether there is newer guidance."
)

FIGURES = (
    SourcedFact(
        "England, 2011: 84,000 children under 16 ran away overnight at least once in a year. Of"
        " children who ran away, one in nine (11%) was hurt or harmed the last time. Seven in ten"
        " were not reported to the police the last time; a report of 2012 says two thirds.",
        "The Children’s Society, 15 November 2011",
        "http://www.childrenssociety.org.uk/news-and-blogs/press-release/child-runaways-significant-danger-professionals-fail-step",
    ),
    SourcedFact(
        "England, year to 31 March 2024: 11% of the children in care went missing at least once:"
        " 13,010 of 116,420.",
        f"{missing_from_care.SOURCE}, 2024",
        missing_from_care.SOURCE_URL,
    ),
    SourcedFact(
        "England, 2023–24: on average 63% of return interviews were completed within 72 hours.",
        "Missing People, from answers given by councils",
        "https://www.missingpeople.org.uk/the-delivery-of-return-interviews-across-england-2023-24",
    ),
)
FIGURES_NOTE = (
    "Running away and going missing from care are two things: the figures cannot be compared."
    " Please give the place, the year and the source with each."
)

LOCAL_FIGURE_NOTE = (
    "The figure of one council is of children in its care alone. The department says: “Users …"
    " should be cautious interpreting any figures across years or between local authorities due to"
    " differing practices.”"
)

QUESTIONS = (
    (
        "Count",
        (
            "How many children in our area were reported missing last year, and how many times?",
            "What do we know about children who run away and are not reported?",
        ),
    ),
    (
        "Think",
        (
            "How do young people who have run away help to shape what we do?",
            "How do children learn where they can go for help?",
        ),
    ),
    (
        "Act",
        (
            "Who is the senior manager responsible for children who go missing?",
            "How many return interviews did we offer, and how many were completed within 72 hours?",
        ),
    ),
    (
        "Prevent",
        (
            "What have we learned from those talks, and what has changed?",
            "What do we do for children in care who live a long way from home?",
        ),
    ),
)
QUESTIONS_NOTE = "How the questions are sorted under the four words is our own choice."
