"""Every word of a letter that is ours: one entry for each status that a council can have.

The supporter says only what a supporter knows; what was looked for and not found is the website's
finding, by its name. Nothing is said against a council, and a figure is never made to argue.

In braces: ``{short}`` and ``{Short}`` (the council's short name inside and at the start of a
sentence), ``{in_area}`` ("in Kent"), ``{role}`` (whom the letter addresses), ``{signed}`` and
``{old_signed}`` (how its signature, or that of the council before it, is known), ``{withdrew}``,
``{begins}``, ``{successors}`` and ``{day}`` (who takes over, and when), ``{first_day}`` and
``{first_council}`` (of the letter that a second one follows).
"""

from typing import NamedTuple

from councils.record.status import Status

GREETING = "Dear {greeted},"
OPENING = "I’m writing about the children {in_area} who run away or go missing."
"""Where the supporter has written nothing: else their own words stand here."""
STARTERS = (
    "I care about this because …",
    "{In_area} I’d like to see …",
    "I wish every child here …",
)
"""Beginnings that a supporter may finish."""

CHARTER = (
    "Councils that sign “will take steps to count, think, act and prevent”, as The Children’s"
    " Society put it in 2013."
)
ANSWERS = (
    "Could you tell me what you decide, and why? A short answer is enough.",
    "I’d be glad of a reply, even a short one, so that I can tell my neighbours where we are.",
    "Please let me know what happens next, and roughly when.",
)
THANKS = "A short answer is enough. Thank you for reading this."
CLOSING = "Yours sincerely,"


class Pattern(NamedTuple):
    """The subject of a letter, what it asks, and how it asks for an answer; one of each is drawn.

    ``asks`` and ``then`` may be several paragraphs.
    """

    subject: str
    asks: tuple[str, ...]
    answers: tuple[str, ...] = ANSWERS


PATTERNS = {
    Status.NOT_SIGNED: Pattern(
        "Will {short} sign the Runaways’ Charter?",
        (
            "I live {in_area}, so I’m asking you, as the {role}: will {short} sign the Runaways’"
            f" Charter? {CHARTER}",
            "My question is a simple one: will {short} sign the Runaways’ Charter? You’re the"
            " {role}, and I live {in_area}, so you’re the right person to ask. Councils that sign"
            " “will take steps to count, think, act and prevent” (The Children’s Society, 2013).",
            "I live {in_area} and I’d like us to be ready when a child runs away. So please will"
            " you, as {role}, put the Runaways’ Charter to your colleagues? In 2013 The Children’s"
            " Society said that councils that sign “will take steps to count, think, act and"
            " prevent”.",
        ),
    ),
    Status.SIGNED: Pattern(
        "{Short} and the Runaways’ Charter: what’s next?",
        (
            "I live {in_area}, and I was glad to read that the council {signed}. Thank you. So I’m"
            " asking you, as the {role}: what does {short} do today, and what’s next?",
        ),
        (THANKS,),
    ),
    Status.INTENDS: Pattern(
        "When will {short} sign the Runaways’ Charter?",
        (
            "I live {in_area}, and I was glad to read that the council says it will sign the"
            f" Runaways’ Charter. So I’m asking you, as the {{role}}: when? {CHARTER}",
        ),
    ),
    Status.INHERITED: Pattern(
        "Will {short} sign the Runaways’ Charter itself?",
        (
            "{old_signed}, and {short} took over. I live {in_area}, so I’m asking you, as the"
            f" {{role}}: will {{short}} sign too? {CHARTER}",
        ),
    ),
    Status.WITHDRAWN: Pattern(
        "Will {short} think again about the Runaways’ Charter?",
        (
            "I live {in_area}, and I read that the council {withdrew}. So I’m asking you, as the"
            f" {{role}}: will it think again? {CHARTER}",
        ),
    ),
    Status.FORMING: Pattern(
        "Will {short} sign the Runaways’ Charter from the start?",
        (
            "{Short} takes over where I live on {begins}. Will it sign the Runaways’ Charter from"
            f" the start? {CHARTER}",
        ),
    ),
}

PUBLISH = (
    f"{CHARTER} Could {{short}} publish a page that says what it does today under each of the four?"
    " Then everyone here could see it."
)
"""To a council that signed; to one that ends soon only its first sentence."""
IF_WRONG = "If that’s wrong and {short} hasn’t signed, please tell me."
IF_THE_LIST_IS_WRONG = (
    "If I’ve got this wrong and {short} hasn’t signed, please tell me, because the website I’m"
    " using goes by a list from 2013."
)

NOT_FOUND = (
    "The website Make Runaways Safe hasn’t found {shorts} signature, but the lists have gaps. So if"
    " you’ve signed already, thank you, and please tell me when."
)
HANDOVER = (
    "From {day} {successors} will run children’s services here. Could you tell them about the"
    " charter, and {decision}?"
)
"""To a council that another replaces on a known day."""
REPLIED = (
    "Thank you for the answer that you gave {reply_when}, which I’ve read on the website Make"
    " Runaways Safe."
)
"""Before what is asked of a council that has an answer on the record."""


class Question(NamedTuple):
    """A question that a supporter may tick, and how its paragraph goes on."""

    key: str
    words: str
    more: str = ""


QUESTIONS = (
    Question(
        "help",
        "Where can a child here go for help, at any hour?",
        "Not every child has a phone, a bus fare or an adult they trust.",
    ),
    Question(
        "count",
        "How many children were reported missing here last year, and what did the council learn?",
        "What isn’t counted is hard to prevent.",
    ),
    Question(
        "talk",
        "How many children who came back were offered a talk with someone independent, and how many"
        " took it up?",
    ),
)
FIRST_QUESTION, NEXT_QUESTION = "I’d also like to ask:", "And:"

SECOND_SUBJECT = "My letter of {first_day} about the Runaways’ Charter and {short}"
SECOND = (
    "I wrote to {first_council} on {first_day} about the Runaways’ Charter, and I haven’t had an"
    " answer yet. You may have been busy with other things that matter, so I’m asking once more.",
    "Could you tell me where {short} stands on the charter today, and what happens next? A short"
    " answer is enough. Thank you for reading this.",
)
"""The letter that follows one without an answer, six weeks later."""
SECOND_TO_ANOTHER = "{Short} has taken over since, so I’m asking you."

SMALL_PRINT = (
    "Please don’t publish my name or where I live. I wrote this with the website Make Runaways"
    " Safe. Its page about {short} gives the sources, and says what isn’t known: {page}. {charter}"
)
"""Below the writer's name."""
