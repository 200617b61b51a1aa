"""The words of a letter that are ours, by what is on record of its council.

Those that are put together from facts stand in ``compose.py`` and ``facts.py``.

Its writer says only what a supporter knows; what was looked for and not found is the website's
finding, by its name. Nothing is said against a council, and a figure is never made to argue. A
letter with a line of 150 characters and all three questions fits into the address that opens an
email, which has room for 2,000: ``tests/campaign/letters/composition/test_printable.py``.

In braces: ``{greeted}`` ("Councillor"), ``{short}`` and ``{Short}`` (the council's short name
inside and at the start of a sentence), ``{in_area}`` and ``{In_area}`` ("in Kent"), ``{page}`` (the
address of its page), ``{lead}`` (what whoever it is to leads), ``{signed}`` and
``{old_signed}`` (how its signature, or that of the council before it, is known), ``{withdrew}``,
``{refused_when}`` (the day on which it said that it will not sign), ``{begins}``, ``{successors}``,
``{take}``, ``{them}`` and ``{day}`` (who takes over, and when), ``{first_day}`` and
``{first_council}`` (of the letter that a second one follows), ``{reply_when}`` (the day of the
council's reply to us).
"""

from typing import NamedTuple

from councils.record import CouncilOnDay
from councils.record.status import Status

GREETING = "Dear {greeted},"
STARTERS = (
    "I care about this because …",
    "{In_area} I’d like to see …",
)
"""Beginnings that its writer may finish."""

WHAT_IT_ASKS = (
    "Councils that sign “will take steps to count, think, act and prevent” (The Children’s Society,"
    " 2013)."
)
DECIDE = "Please tell me what you decide, and why. A short answer is enough."
ASKS_TO_ANSWER = (
    DECIDE,
    "A short answer is enough: what do you decide, and why?",
    "What do you decide, and why? A short answer is enough.",
)
THANKS = "A short answer is enough. Thank you."
CLOSING = "Yours sincerely,"


class Pattern(NamedTuple):
    """The subject of a letter, what it asks, and how it asks for an answer.

    Of several wordings one is drawn. ``says_not_found``: it says that no signature was found, and
    names neighbours that signed.
    """

    subject: str
    asks: tuple[str, ...]
    closing_requests: tuple[str, ...]
    says_not_found: bool = False


PATTERNS: dict[str, Pattern] = {
    Status.NOT_SIGNED: Pattern(
        "Will {short} sign the Runaways’ Charter?",
        (
            "I live {in_area}, and you lead {lead}. Will {short} sign the Runaways’ Charter of"
            f" 2012? {WHAT_IT_ASKS}",
            "You lead {lead}, and I live {in_area}. Will {short} sign the Runaways’ Charter of"
            f" 2012? {WHAT_IT_ASKS}",
            "Will {short} sign the Runaways’ Charter of 2012? I live here, and you lead {lead}."
            f" {WHAT_IT_ASKS}",
        ),
        ASKS_TO_ANSWER,
        says_not_found=True,
    ),
    Status.SIGNED: Pattern(
        "{Short} and the Runaways’ Charter: what’s next?",
        (
            "I live {in_area}, and you lead {lead}. I was glad to read that the council {signed}."
            " Thank you. What does it do today for children who run away, and what comes next?",
        ),
        (THANKS,),
    ),
    Status.INTENDS: Pattern(
        "When will {short} sign the Runaways’ Charter?",
        (
            "I live {in_area}, and you lead {lead}. I was glad to read that the council says it"
            " will sign the Runaways’ Charter of 2012. Thank you. When will that be?"
            f" {WHAT_IT_ASKS}",
        ),
        ("Please tell me when, and what happens next. A short answer is enough.",),
    ),
    Status.INHERITED: Pattern(
        "Will {short} sign the Runaways’ Charter itself?",
        (
            "I live {in_area}, and you lead {lead}. {old_signed}, and {short} took over. Will"
            f" {{short}} sign, too? {WHAT_IT_ASKS}",
        ),
        (DECIDE,),
    ),
    Status.WITHDRAWN: Pattern(
        "Will {short} think again about the Runaways’ Charter?",
        (
            "I live {in_area}, and you lead {lead}. I read that the council {withdrew}. Will it"
            f" think again? {WHAT_IT_ASKS}",
        ),
        (DECIDE,),
    ),
    Status.FORMING: Pattern(
        "Will {short} sign the Runaways’ Charter from the start?",
        (
            "{Short} takes over where I live on {begins}, and you’ll lead {lead}. Will it sign the"
            f" Runaways’ Charter of 2012 from the start? {WHAT_IT_ASKS}",
        ),
        (DECIDE,),
    ),
}
DISPUTED = Pattern(
    "Has {short} signed the Runaways’ Charter?",
    (
        "I live {in_area}, and you lead {lead}. The website I’m using, Make Runaways Safe, shows"
        " your council as a signatory of the Runaways’ Charter of 2012, and says that you dispute"
        f" it. So I’m asking you: has {{short}} signed? If not, will you? {WHAT_IT_ASKS}",
    ),
    ("Please tell me, and I’ll go by your word. A short answer is enough.",),
)
"""To a council that disputes the signature on its record. Nobody is said to be wrong."""
REFUSED = Pattern(
    "Will {short} look again at the Runaways’ Charter?",
    (
        "I live {in_area}, and you lead {lead}. The website I’m using, Make Runaways Safe, shows"
        " the answer that you gave {refused_when}: {short} won’t sign the Runaways’ Charter of"
        " 2012. Thank you for answering. Will you look at it once more, or tell me what you do in"
        f" its place? {WHAT_IT_ASKS}",
    ),
    (THANKS,),
)
"""To a council without a signature whose last word is that it will not sign."""
ALL_PATTERNS = (*PATTERNS.values(), DISPUTED, REFUSED)
BY_STATUS = PATTERNS | {"disputed": DISPUTED, "refused": REFUSED}
"""The pattern of each status that ``status_for_letters`` returns."""


def status_for_letters(row: CouncilOnDay) -> str:
    """Return what a letter takes up: the council's status, "disputed" or "refused"."""
    if row.status == Status.SIGNED and row.disputed:
        return "disputed"
    if row.refusal:
        return "refused"
    return row.status


def pattern_for(row: CouncilOnDay) -> Pattern:
    """Return our words for a council; one whose status has none of its own is asked to sign."""
    return BY_STATUS.get(status_for_letters(row), PATTERNS[Status.NOT_SIGNED])


PUBLISH = f"{WHAT_IT_ASKS} Could you put on one page what you do today under each of the four?"
"""To a council that signed; to one that ends soon only its first sentence."""
IF_WRONG = "If you haven’t signed, please tell me."
NOT_FOUND = (
    "The website I’m using, Make Runaways Safe, hasn’t found your council’s signature. If you’ve"
    " signed, please tell me when."
)
HANDOVER = "On {day} {successors} {take} over. Will you tell {them} about the charter?"
"""To a council that another replaces on a known day."""
REPLIED = "Thank you for the answer that you gave {reply_when}."
"""Before what is asked of a council that has an answer on the record."""


class Question(NamedTuple):
    """A question that its writer may tick: what its box is called, and its line in the letter."""

    key: str
    label: str
    words: str


QUESTIONS = (
    Question("help", "Help for children here", "Where can a child here go for help, at any hour?"),
    Question(
        "count",
        "Children reported missing",
        "What did you learn from the children reported missing here last year?",
    ),
    Question(
        "talk",
        "A talk with those who come back",
        "Is every child who comes back offered a talk with someone independent?",
    ),
)
ASKED = "I’d also like to ask:"

SECOND_SUBJECT = "My letter of {first_day} about the Runaways’ Charter and {short}"
SECOND_WROTE = (
    "I wrote to {first_council} on {first_day} about the Runaways’ Charter, and I haven’t had an"
    " answer yet."
)
SECOND_ASKS_AGAIN = "I know there’s much else to do, so I’m asking once more."
"""The letter that follows one without an answer, six weeks later: its first paragraph."""
SECOND_TO_ANOTHER = "{Short} has taken over since, so I’m asking you."
"""Between those sentences, to a council that took over meanwhile."""
SECOND_ASKS = (
    "Where does {short} stand today, and what happens next? A short answer is enough. Thank you."
)

SMALL_PRINT = "Please don’t publish my name or where I live. {what}, and sources: {page}"
"""Below the writer's name. ``{what}`` is one of the next two: what the council's page tells it."""
HOW_TO_SIGN = "How to sign"
ABOUT_THE_CHARTER = "About the charter"
"""To a council that signed."""
