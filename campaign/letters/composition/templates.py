"""What surrounds the topics of a letter, for each status a council can have.

Each part has several wordings, so that letters differ. Nothing is said against a council.
Placeholders: ``{area}`` and ``{short}`` (the short name in a sentence), ``{council}`` and
``{Council}`` (the official name inside and at the start of a sentence), ``{predecessor}`` (the
council before it), ``{when}`` (" by 19 September 2013", or nothing), ``{successors}`` and ``{day}``
(who takes over, and when).
"""

from dataclasses import dataclass

INTRODUCTIONS = (
    "I live in {area}, and I am writing about children who run away.",
    "I am writing to you as someone who lives in {area}. It is about children who run away.",
    "I live in {area}. I would like to ask you about children here who run away from home or care.",
    "My home is in {area}, and I care about what happens to children here who run away.",
)
CHARTER = (
    "Young people who had run away helped to write the charter. It asks councils to count, think,"
    " act and prevent.",
    "The charter is from 2012, and young people who had run away helped to write it. Its four words"
    " are count, think, act and prevent.",
    "Count, think, act and prevent: that is what the charter asks. Young people who had once run"
    " away helped to write it.",
    "The charter was launched in July 2012. It was written with young people who had run away, and"
    " it asks councils to count, think, act and prevent.",
)
TOPIC_LEADS = {
    1: (
        "One thing matters most to me.",
        "There is one thing I would like to ask about.",
        "I have one question in particular.",
        "One question is close to my heart.",
    ),
    2: (
        "Two things matter most to me.",
        "There are two things I would like to ask about.",
        "I have two questions in particular.",
        "Two questions are close to my heart.",
    ),
    3: (
        "These things matter most to me.",
        "There are a few things I would like to ask about.",
        "I have a few questions in particular.",
        "These questions are close to my heart.",
    ),
}
"""What introduces the topics: one, two, or three and more."""

HANDOVER = (
    "From {day}, {successors} will run children’s services here. Please pass this letter on to"
    " them, and whatever you decide, so that the promise does not end with the council that"
    " made it.",
    "I know that {successors} will take over on {day}. Please hand on what you promise, so that"
    " children here can count on it after that day too.",
    "On {day} your work for children passes to {successors}. A signature does not pass on by"
    " itself, so please ask them to make the same promise.",
    "{Successors} will take over from you on {day}. Could you make sure that they hear of the"
    " charter from you, and are asked to stand by it?",
)
"""For a council from which another takes over on a known day."""


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """What surrounds the topics, for one status: each part in several wordings."""

    subjects: tuple[str, ...]
    asks: tuple[str, ...]
    closings: tuple[str, ...]


TEMPLATES = {
    "not_signed": LetterTemplate(
        (
            "Will {short} sign the Runaways’ Charter?",
            "The Runaways’ Charter: a question from {short}",
            "Children who run away in {short}: will you sign the charter?",
            "A letter from {short} about the Runaways’ Charter",
        ),
        (
            "The Make Runaways Safe campaign has no signature on record from {council} for the"
            " Runaways’ Charter. Its record is not complete. If you have signed, thank you: please"
            " tell the campaign. If you have not, please will you sign?",
            "There is no signature on record from {council} for the Runaways’ Charter. The record,"
            " kept by the Make Runaways Safe campaign, is not complete. If you have signed, thank"
            " you, and please let the campaign know. If you have not, please will you sign?",
            "I looked up {council} in the Make Runaways Safe campaign’s record of the Runaways’"
            " Charter, and there is no signature on record. The record is not complete, so I may be"
            " wrong. If you have signed, thank you: please tell the campaign. If not, please will"
            " you sign?",
            "The campaign Make Runaways Safe keeps a record of who has signed the Runaways’"
            " Charter. It has no signature on record from {council}, but it is not complete. If you"
            " have signed, thank you, and please tell the campaign so. If you have not, please will"
            " you sign?",
        ),
        (
            "Signing would be a public promise to children who need one. Could you let me know"
            " whether the council has signed or will sign, and what the next step is? Thank you for"
            " reading this, and for your work for children here.",
            "Please let me know whether the council has signed or will sign, and what has to happen"
            " first. A public promise would mean a lot to children who need one. Thank you for"
            " taking the time, and for what you do for children here.",
            "I would be glad to hear from you: has the council signed, will it, and who decides?"
            " Thank you for reading my letter, and for the work you and your colleagues do for"
            " children.",
            "Could you tell me where the council stands, and what the next step would be? A promise"
            " made in public is one that children can hold on to. Thank you for your time and for"
            " your work.",
        ),
    ),
    "intends": LetterTemplate(
        (
            "When will {short} sign the Runaways’ Charter?",
            "The Runaways’ Charter in {short}: thank you, and when?",
            "Good news about {short} and the Runaways’ Charter",
            "A question from {short} about signing the Runaways’ Charter",
        ),
        (
            "I was glad to read that {council} says it will sign the Runaways’ Charter. Thank you."
            " May I ask when that will be?",
            "{Council} says it will sign the Runaways’ Charter, and I would like to thank you for"
            " that. When will it be?",
            "Thank you for saying that {council} will sign the Runaways’ Charter. I would like to"
            " know when that will happen.",
            "I read that {council} says it will sign the Runaways’ Charter. That is good news, and"
            " I thank you. Is there a day for it?",
        ),
        (
            "I know how much you and your colleagues look after, so I am grateful that this is on"
            " your list. Could you let me know when the council expects to sign, and what has to"
            " happen first? When it is done, please tell the campaign. Thank you for your work for"
            " children here.",
            "Could you tell me when the council expects to sign, and who decides? Please tell the"
            " campaign when it is done, so that everyone can see it. Thank you for your work for"
            " children here.",
            "Please let me know what the next step is, and when. Once the council has signed, the"
            " campaign would be glad to put it on record. Thank you for reading this, and for what"
            " you do for children.",
            "I look forward to the day. Could you let me know when it will be, and tell the"
            " campaign too? Thank you, and your colleagues, for your work for children here.",
        ),
    ),
    "signed": LetterTemplate(
        (
            "Thank you, {short}: the Runaways’ Charter, and what comes next",
            "The Runaways’ Charter in {short}: thank you, and a question",
            "Thank you from {short} for signing the Runaways’ Charter",
            "What comes next in {short} for children who run away?",
        ),
        (
            "{Council} is on record as having signed the Runaways’ Charter{when}. Thank you. I"
            " would like to know how that promise is kept today, and what comes next.",
            "I am glad that {council} is on record as having signed the Runaways’ Charter{when}."
            " Thank you for that. How is the promise kept today, and what comes next?",
            "Thank you for the promise: {council} is on record as having signed the Runaways’"
            " Charter{when}. I am writing to ask how it is kept today, and what comes next.",
            "I saw that {council} is on record as having signed the Runaways’ Charter{when}, and I"
            " want to thank you. I would like to hear what has come of it, and what comes next.",
        ),
        (
            "Could you tell me what the council does today to count, think, act and prevent, and"
            " what you would like to do next? If you have published something about it, a link is"
            " enough, and the campaign would be glad to see it too. Thank you for making this"
            " promise, and for your work for children here.",
            "I would be glad to read what the council does today, and what it plans. A link is"
            " enough if it is written down somewhere; please send it to the campaign too. Thank you"
            " for the promise, and for your work for children here.",
            "Please let me know what has been done since the council signed, and what you would"
            " like to do next. The campaign would be glad to show it to others. Thank you for"
            " making this promise, and for keeping it in mind.",
            "What are you proud of, and what would you like to do next? Other councils could learn"
            " from it, so please tell the campaign as well. Thank you for signing, and for your"
            " work for children here.",
        ),
    ),
    "inherited": LetterTemplate(
        (
            "Will {short} renew the promise of the Runaways’ Charter?",
            "The Runaways’ Charter: a promise for {short} to renew",
            "A question from {short} about renewing the Runaways’ Charter",
            "Children who run away in {short}: will you renew the promise?",
        ),
        (
            "{Predecessor} signed the Runaways’ Charter before {council} took over. The campaign"
            " keeps that signature on record. It does not count it as yours, because a new"
            " council makes its own promises. Please will you renew it?",
            "Before {council} took over, {predecessor} had signed the Runaways’ Charter. That"
            " signature stays on record. The campaign does not count it as yours, because a new"
            " council makes its own promises. Please will you renew it?",
            "The council before yours, {predecessor}, signed the Runaways’ Charter. The campaign"
            " keeps the signature on record for it, and not for {council}: a new council"
            " makes its own promises. Please will you renew this one?",
            "{Predecessor} once signed the Runaways’ Charter. {Council} has taken over since then."
            " A new council makes its own promises, so the campaign does not count that"
            " signature as yours. Please will you renew it?",
        ),
        (
            "I know how much a new council has to set up. To renew this promise would mean a lot."
            " Could you let me know whether the council will do so, and what the next step is?"
            " Thank you for reading this, and for your work for children here.",
            "Could you let me know whether the council will renew the promise, and who decides?"
            " Thank you for reading this, and for all you do for children here.",
            "Children here did not change when the council did. Please let me know whether you will"
            " renew the promise, and when. Thank you for your time, and for your work.",
            "It would mean a lot to see your own name on it. Could you tell me what the next step"
            " would be? Thank you for reading my letter, and for your work for children here.",
        ),
    ),
    "withdrawn": LetterTemplate(
        (
            "{short} and the Runaways’ Charter: would you think about it again?",
            "The Runaways’ Charter: a question from {short}",
            "Would {short} look at the Runaways’ Charter once more?",
            "A letter from {short} about the Runaways’ Charter",
        ),
        (
            "{Council} signed the Runaways’ Charter, and later wrote that it had withdrawn. You"
            " will have had your reasons, and I would be glad to understand them. Would you think"
            " about signing again?",
            "I read that {council} signed the Runaways’ Charter, and later wrote that it had"
            " withdrawn. I would like to understand your reasons. Would you think about signing"
            " again?",
            "{Council} once signed the Runaways’ Charter, and later wrote that it had withdrawn. I"
            " am sure there were reasons. Could you tell me about them, and would you think about"
            " signing again?",
            "Some time after signing the Runaways’ Charter, {council} wrote that it had withdrawn."
            " I would be glad to know why. Would you think about signing again?",
        ),
        (
            "Could you let me know what would have to change for the council to sign again, and"
            " what it does today for children who run away? Thank you for reading this, and for"
            " your work for children here.",
            "I would be glad to hear what the council does today for children who run away, and"
            " what would help it to sign again. Thank you for your time, and for your work.",
            "Please let me know how the council sees it today, and whether there is a way back."
            " Thank you for reading my letter, and for what you do for children here.",
            "What would you need in order to sign again? And what does the council do today for"
            " children who run away? Thank you for reading this, and for your work for children"
            " here.",
        ),
    ),
}

SECOND_FIRST = "I wrote to you on {first_day} about children who run away in {area}."
SECOND_TO_ANOTHER = (
    "I wrote to {first_council} on {first_day} about children who run away in {area}. {Council} now"
    " runs children’s services here, so I am writing to you."
)
"""How it begins if another council has taken over since."""
SECOND_OPENING = (
    "I have not had an answer yet, so I am writing once more. You may have been busy with other"
    " things that matter, and I do not want to take much of your time."
)
SECOND_ASKED = {
    "signed": "I thanked the council for having signed the Runaways’ Charter, and asked what comes"
    " next.",
    "intends": "I asked when the council will sign the Runaways’ Charter.",
    "inherited": "I asked whether the council will renew the promise of the Runaways’ Charter.",
    "not_signed": "I asked whether the council has signed the Runaways’ Charter, and whether it"
    " will if it has not.",
    "withdrawn": "I asked the council to think again about the Runaways’ Charter.",
}
"""What the first letter asked, by the status it was written for."""
SECOND_SIGNED_SINCE = "Since then the council is on record as having signed it. Thank you."
SECOND_ASKS = {
    "signed": "Could you tell me what the council does today for children who run away?",
    "intends": "Could you tell me what has to happen first, and when you expect it?",
    "inherited": "Could you tell me whether it will, and what the next step is?",
    "not_signed": "Could you tell me what the council has decided, and what the next step is?",
    "withdrawn": "Could you tell me what the council has decided, and what the next step is?",
}
"""What is asked now, by today's status, if the first letter asked in our words for the same one."""
SECOND_ASK = (
    "Could you tell me where the council stands on the Runaways’ Charter today, and what the next"
    " step is?"
)
"""What is asked now if the first letter may have asked something else."""
SECOND_CLOSING = (
    "A short answer is enough. Thank you for reading this, and for your work for children here."
)
SECOND = (
    *(SECOND_FIRST, SECOND_TO_ANOTHER, SECOND_OPENING, SECOND_SIGNED_SINCE, SECOND_ASK),
    *(*SECOND_ASKED.values(), *SECOND_ASKS.values(), SECOND_CLOSING),
)
"""What a second letter says, four weeks after a first one that was not answered."""
