"""What surrounds the topics of a letter, for each status a council can have.

Each part has several wordings, so that letters differ: but for the greeting, the request, the local
figure, the wish for an answer and the line with addresses, no sentence may stand in more than a
fifth of the letters that one council gets. A letter asks for one thing. Nothing is said against a
council, and nothing as if this website were The Children's Society's campaign of 2011 to 2014.

Placeholders: ``{short}`` (the short name in a sentence), ``{in_area}`` ("in Kent"),
``{council}`` and ``{Council}`` (the official name inside and at the start of a sentence),
``{begins}`` (the day on which a new council begins), ``{predecessor}`` (the
council before it), ``{when}`` (" by 19 September 2013", or nothing), ``{successors}`` and ``{day}``
(who takes over, and when), ``{reply_when}`` and ``{reply_quote}`` (the council's last answer on
record: its day, then its words or a full stop), ``{charter_text}`` (where the charter's text is, or
that it is missing), ``{decision}`` (what a council can tell its successors), ``{publish}`` (what
could be published), ``{year}``, ``{children}`` and ``{looked_after}`` (the local figure),
``{site}`` and ``{page}`` (the addresses of this website and of the council's page on it).
"""

from typing import NamedTuple

CHARTER = (
    "Young people who had run away helped to write the charter. Its steps, as reported: count,"
    " think, act and prevent.",
    "The Children’s Society launched the charter in 2012. Its four steps were reported as count,"
    " think, act and prevent.",
    "The charter dates from 2012, and was written with young people who had run away.",
    "The charter, which young people who had run away helped to write, was reported as count,"
    " think, act and prevent.",
    "Written in 2012 with young people who had run away, the charter was reported as four steps:"
    " count, think, act, prevent.",
    "Young people who had run away had a hand in the charter, which The Children’s Society launched"
    " in 2012.",
    "In July 2012 The Children’s Society launched this charter, written with young people who had"
    " run away.",
    "The charter was reported to ask councils to count, think, act and prevent. Some of its young"
    " authors had run away.",
    "The charter comes from The Children’s Society and from young people who had run away.",
    "To count, to think, to act, to prevent: these are the charter’s steps, as reported in 2013.",
)
LOCAL_FIGURE = (
    "In the year to March {year}, {children} of {looked_after} children in your care went missing"
    " (Department for Education; councils count differently)."
)
"""The figure of the letter's council, with its year, its source and the department's caution."""

ENGLAND_FIGURES = (
    "In the year to March 2024, 11% of children in care in England went missing at least once"
    " (Department for Education).",
    "Of the children in care in England in the year to March 2024, 11% went missing at least once"
    " (Department for Education).",
    "The Department for Education counts 13,010 children in care in England who went missing in the"
    " year to March 2024.",
    "In the year to March 2024, 13,010 children in care in England went missing at least once, says"
    " the Department for Education.",
    "In England, 13,010 of 116,420 children in care went missing at least once in the year to March"
    " 2024 (Department for Education).",
    "The Department for Education says that 11% of children in care in England went missing in the"
    " year to March 2024.",
    "Across England, 11% of all children in care went missing in the year to March 2024 (Department"
    " for Education).",
    "In England 13,010 children in care went missing in one year, the year to March 2024"
    " (Department for Education).",
)
"""Used where the department gives no figure for the letter's council."""

ANSWER = "I would be glad of an answer by email."
ADDRESSES = (
    "Written with the website Make Runaways Safe: {site}\n"
    "Its page about your council: {page}{charter_text}"
)
THANKS = (
    "Thank you for reading this, and for your work for children here.",
    "Thank you for all you do for children {in_area}.",
    "Thank you, and your colleagues, for what you do for children here.",
    "Thank you for reading my letter.",
    "Thank you for taking the time to read this.",
    "You have a great deal to look after, so thank you for your time.",
    "I am grateful for your work, and for your time.",
    "My thanks to you and your colleagues for your work for children.",
    "Thank you for thinking about this.",
    "A short one is enough, and thank you for reading this.",
)

REPLIES = (
    "Thank you for the answer that you gave {reply_when}, which I have read on the website Make"
    " Runaways Safe{reply_quote}",
    "I have read the answer that {council} gave {reply_when}, on the website Make Runaways"
    " Safe{reply_quote}",
    "You answered {reply_when}: thank you. I have read it on the website Make Runaways"
    " Safe{reply_quote}",
    "Before I wrote this I read your answer, given {reply_when}, on the website Make Runaways"
    " Safe{reply_quote}",
)
"""What takes up a council's last answer on record, before what the letter asks."""
QUOTED, SUMMED_UP = ": “{words}”", ", which sums it up so: “{words}”"
"""The end of that sentence: the council's own words, or else the record's."""

PUBLISH_WHEN_SIGNING = (
    "Signing would be a good moment to publish {publish}.",
    "When you sign, please publish {publish}.",
    "After a signature, people will look for a page that shows {publish}.",
    "Along with a signature, please show everybody {publish}.",
    "If you sign, one page on your website could show {publish}.",
    "Once you have signed, please set out on your website {publish}.",
    "A signature would mean more with a page that shows {publish}.",
    "A good first step after signing would be to publish {publish}.",
    "With your signature, please let everyone read {publish}.",
    "After signing, it would help everyone {in_area} if you published {publish}.",
)
PUBLISH_ON_PAGE = (
    "On such a page people will first want to read {publish}.",
    "People {in_area} would be glad if the page showed {publish}.",
    "The most useful thing on the page would be {publish}.",
    "The page could show {publish}.",
    "Please let the page show {publish}.",
    "What I would most like to read on the page is {publish}.",
    "The page could begin with {publish}.",
    "Others {in_area} may also want to know {publish}.",
)
"""For a council on record as signed: its letter asks for one page about what it does."""

HANDOVER = (
    "On {day} {successors} will take over your work for children. Please tell them about the"
    " charter, and {decision}.",
    "From {day}, {successors} will run children’s services here. Please let them know of the"
    " charter, and {decision}.",
    "Please tell {successors} about the charter, and {decision}: they take over on {day}.",
    "As {successors} will take over on {day}, please pass this letter on to them, and tell them"
    " {decision}.",
    "{Successors} will take over from you on {day}. Please make sure that they hear from you about"
    " the charter, and {decision}.",
    "Your work for children passes to {successors} on {day}, so please tell them about the charter"
    " and {decision}.",
    "Before {successors} take over on {day}, please tell them about the charter, and {decision}.",
    "I know that {successors} will take over on {day}. Could they hear of the charter from you, and"
    " {decision}?",
)
"""For a council that another replaces on a known day."""

DECISION_SIGNED, DECISION = "that you are on record as signed", "what you decide"


class LetterTemplate(NamedTuple):
    """What surrounds the topics, for one status: each part in several wordings."""

    subjects: tuple[str, ...]
    asks: tuple[str, ...]
    asks_after_reply: tuple[str, ...]
    """What is asked of a council whose last answer the letter takes up first."""
    publish: tuple[str, ...] = PUBLISH_WHEN_SIGNING


TEMPLATES = {
    "not_signed": LetterTemplate(
        (
            "Will {short} sign the Runaways’ Charter?",
            "The Runaways’ Charter: a question from {short}",
            "Children who run away {in_area}: will you sign the charter?",
            "A letter from {short} about the Runaways’ Charter",
            "{short} and the Runaways’ Charter",
            "Children who run away {in_area}",
            "Please will {short} sign the Runaways’ Charter?",
            "The Runaways’ Charter, and children {in_area}",
            "Would {short} sign a charter for children who run away?",
            "Children {in_area} who go missing: the Runaways’ Charter",
            "For children who run away {in_area}: a charter to sign",
            "Has {short} signed the Runaways’ Charter, or will it?",
        ),
        (
            "The website Make Runaways Safe has no signature on record from {council} for the"
            " Runaways’ Charter, but its record is not complete. If you have signed, thank you:"
            " please tell the website. If not, please will you sign?",
            "I looked up {council} on the website Make Runaways Safe. It has no signature on record"
            " from you for the Runaways’ Charter, but its record is not complete. If you have"
            " signed, thank you: please tell the website. If not, please will you sign?",
            "On the website Make Runaways Safe there is no signature on record from {council} for"
            " the Runaways’ Charter, though its record is not complete. If you have signed, thank"
            " you: please tell the website. If not, please will you sign?",
            "The website Make Runaways Safe shows no signature on record from {council} for the"
            " Runaways’ Charter, but its list is not complete. If you have signed, thank you:"
            " please tell the website. If not, please will you sign?",
        ),
        (
            "Its record has no signature from {council} for the Runaways’ Charter, but is not"
            " complete. If you have signed, thank you: please tell the website. If not, please will"
            " you sign?",
            "There is no signature on record there from {council} for the Runaways’ Charter, though"
            " its record is not complete. If you have signed, thank you, and please tell the"
            " website. If not, please will you sign?",
        ),
    ),
    "intends": LetterTemplate(
        (
            "When will {short} sign the Runaways’ Charter?",
            "The Runaways’ Charter {in_area}: thank you, and when?",
            "Glad to read that {short} will sign the Runaways’ Charter",
            "A question from {short} about signing the Runaways’ Charter",
            "{short} and the Runaways’ Charter: is there a day?",
            "Children who run away {in_area}: when will you sign?",
            "Thank you from {short}, and a question about the charter",
            "The Runaways’ Charter: the next step for {short}",
            "Signing the Runaways’ Charter: a letter from {short}",
            "Children {in_area} who run away, and the charter",
        ),
        (
            "I was glad to read on the website Make Runaways Safe that {council} says it will sign"
            " the Runaways’ Charter. Thank you. Please will you say when that will be, and tell the"
            " website once it is done?",
            "On the website Make Runaways Safe I read that {council} says it will sign the"
            " Runaways’ Charter. Thank you for that. When will it be? Please tell the website once"
            " it is done.",
            "Thank you for saying that {council} will sign the Runaways’ Charter. I read it on the"
            " website Make Runaways Safe, and would like to know when that will be. Please tell the"
            " website once it is done.",
            "I read on the website Make Runaways Safe that {council} says it will sign the"
            " Runaways’ Charter. That is good news, and I thank you. Is there a day for it? Please"
            " tell the website once it is done.",
        ),
        (
            "I was glad to see there that {council} says it will sign the Runaways’ Charter. Please"
            " will you say when that will be, and tell the website once it is done?",
            "It also shows that {council} says it will sign the Runaways’ Charter. When will it be?"
            " Please tell the website once it is done.",
        ),
    ),
    "signed": LetterTemplate(
        (
            "Thank you, {short}: the Runaways’ Charter, and what comes next",
            "The Runaways’ Charter {in_area}: thank you, and a question",
            "Thank you from {short} about the Runaways’ Charter",
            "What comes next {in_area} for children who run away?",
            "{short} and the Runaways’ Charter: what has come of it?",
            "Children who run away {in_area}: what does the council do?",
            "The Runaways’ Charter: a question from {short}",
            "A letter from {short} about the Runaways’ Charter",
            "Children {in_area} who go missing: could you publish a page?",
            "The Runaways’ Charter {in_area} today",
        ),
        (
            "{Council} is on record as having signed the Runaways’ Charter{when}. Thank you. Please"
            " will you publish, on one page, what has come of it and what comes next? If the record"
            " is wrong, please tell the website Make Runaways Safe.",
            "I saw on the website Make Runaways Safe that {council} is on record as having signed"
            " the Runaways’ Charter{when}. Thank you; if that is wrong, please say so. Please will"
            " you publish a page about what you do today, and what comes next?",
            "Thank you: {council} is on record as having signed the Runaways’ Charter{when}. If the"
            " website Make Runaways Safe has this wrong, please say so. Please will you publish,"
            " on one page, what you do today and what comes next?",
            "I am glad that {council} is on record as having signed the Runaways’ Charter{when}."
            " Thank you. Please will you publish a page about what has come of it, and what comes"
            " next? If the record is wrong, please tell the website Make Runaways Safe.",
        ),
        (
            "{Council} is on record there as having signed the Runaways’ Charter{when}. Thank you."
            " Please will you publish, on one page, what has come of it and what comes next? If the"
            " record is wrong, please tell the website.",
            "Thank you, too: {council} is on record there as having signed the Runaways’"
            " Charter{when}. If that is wrong, please tell the website. Please will you publish a"
            " page about what you do today, and what comes next?",
        ),
        PUBLISH_ON_PAGE,
    ),
    "inherited": LetterTemplate(
        (
            "Will {short} sign the Runaways’ Charter too?",
            "The Runaways’ Charter: will {short} sign it?",
            "A question from {short} about the Runaways’ Charter",
            "Children who run away {in_area}: will you sign the charter?",
            "{short} and the Runaways’ Charter",
            "The Runaways’ Charter, before and after {short} began",
            "A letter from {short} about the Runaways’ Charter",
            "Please will {short} sign the Runaways’ Charter in its own name?",
            "Children {in_area} who run away, and the charter",
            "The Runaways’ Charter: the council before yours, and {short}",
        ),
        (
            "{Predecessor} is on record as having signed the Runaways’ Charter before {council}"
            " took over. The website Make Runaways Safe counts a new council once it signs"
            " itself. Please will you sign too?",
            "Before {council} took over, {predecessor} was on record as having signed the Runaways’"
            " Charter. The website Make Runaways Safe keeps that record, and counts a new council"
            " once it signs itself. Please will you sign too?",
            "The council before yours, {predecessor}, is on record as having signed the Runaways’"
            " Charter. The website Make Runaways Safe does not count that as a signature of"
            " {council}. Please will you sign too?",
            "{Predecessor} is on record as having signed the Runaways’ Charter. {Council} has taken"
            " over since, and the website Make Runaways Safe counts a new council once it"
            " signs itself. Please will you sign too?",
        ),
        (
            "{Predecessor} is on record there as having signed the Runaways’ Charter before"
            " {council} took over. The website counts a new council once it signs itself. Please"
            " will you sign too, or say what you need first?",
            "The council before yours, {predecessor}, is on record there as having signed the"
            " Runaways’ Charter, which is not counted as a signature of {council}. Please will you"
            " sign too, or say what has to happen first?",
        ),
    ),
    "withdrawn": LetterTemplate(
        (
            "{short} and the Runaways’ Charter: would you think about it again?",
            "The Runaways’ Charter: a question from {short}",
            "Would {short} look at the Runaways’ Charter once more?",
            "A letter from {short} about the Runaways’ Charter",
            "Children who run away {in_area}, and the charter",
            "The Runaways’ Charter {in_area}: what would it take?",
            "Would {short} sign the Runaways’ Charter again?",
            "{short} and the Runaways’ Charter: I would like to understand",
            "Children {in_area} who go missing: a question",
            "{short}, children who run away, and the charter",
        ),
        (
            "According to the website Make Runaways Safe, {council} was on record as having signed"
            " the Runaways’ Charter, and later wrote that it had withdrawn. You will have had your"
            " reasons. Would you think about signing again?",
            "I read on the website Make Runaways Safe that {council} signed the Runaways’ Charter,"
            " and later wrote that it had withdrawn. I would like to understand your reasons. Would"
            " you think about signing again?",
            "{Council} once signed the Runaways’ Charter, and later wrote that it had withdrawn, as"
            " the website Make Runaways Safe has it on record. I am sure there were reasons. Would"
            " you think about signing again?",
            "Some time after signing the Runaways’ Charter, {council} wrote that it had withdrawn."
            " I read this on the website Make Runaways Safe, and would be glad to know why. Would"
            " you think about signing again?",
        ),
        (
            "It has on record that {council} signed the Runaways’ Charter, and later wrote that it"
            " had withdrawn. Would you think about signing again?",
            "I read there too that {council} signed the Runaways’ Charter, and later wrote that it"
            " had withdrawn. I would like to understand your reasons. Would you think about signing"
            " again?",
        ),
    ),
}

FORMING = LetterTemplate(
    (
        "Will {short} sign the Runaways’ Charter when it begins?",
        "The Runaways’ Charter: a question before {short} begins",
        "Children who run away {in_area}: a letter before you begin",
        "A letter from {short} about the Runaways’ Charter",
        "{short} and the Runaways’ Charter, from the first day",
        "Before {short} begins: children who run away",
        "Please will {short} sign the Runaways’ Charter when it begins?",
        "The Runaways’ Charter, and children {in_area}",
        "A new council, and a charter for children who run away",
        "From {begins}: will {short} sign the Runaways’ Charter?",
    ),
    (
        "{Council} will run children’s services here from {begins}. The website Make Runaways Safe"
        " counts a new council once it signs itself. Please will you sign the Runaways’ Charter"
        " when you begin?",
        "From {begins} {council} will run children’s services here, and I am writing before that."
        " The website Make Runaways Safe counts a new council once it signs itself. Please will"
        " you sign the Runaways’ Charter in your first weeks?",
        "On {begins} {council} takes over children’s services here. On the website Make Runaways"
        " Safe I read that a new council is counted once it signs itself. Please will you sign the"
        " Runaways’ Charter when you begin?",
        "I know that {council} begins on {begins}, and that much is being decided now. The website"
        " Make Runaways Safe counts a new council once it signs itself. Please will you sign the"
        " Runaways’ Charter?",
    ),
    (
        "{Council} will run children’s services here from {begins}, and the website counts a new"
        " council once it signs itself. Please will you sign the Runaways’ Charter when you begin?",
        "From {begins} {council} will run children’s services here. Please will you sign the"
        " Runaways’ Charter, so that the website counts you from then on?",
    ),
)
"""For a council that begins on a known day."""


def template_for(status: str) -> LetterTemplate:
    """Return what surrounds the topics of a letter to a council with a status."""
    return FORMING if status == "forming" else TEMPLATES[status]
