"""The table of answers: a row for each kind, with its page, its words, and what is typed for it.

To add a kind of sentence that is no place ("What is my council?"), add a row with ``heard``:
nothing else has to change. Rows are tried in this order, once the line has turned out to be no
name.
"""

import re
from typing import NamedTuple


class Case(NamedTuple):
    """The words of an answer. What is filled into the text is escaped, as it may be typed."""

    template: str
    """The template of its page: one for each thing that a visitor can do next."""
    title: str = ""
    """A browser keeps it, so it names what is offered, never what was typed."""
    text: str = ""
    is_error: bool = False
    """Whether the visitor has to type something else."""
    heard: str = ""
    """A regular expression for the whole line, spelled as in ``known_names``; empty for an answer
    that no sentence alone gets."""
    may_name: bool = False
    """Whether a place may stand in such a sentence, and is offered."""
    is_place: bool = False
    """Whether it is the answer to the name of a place, so that half a postcode may narrow it."""
    has_address: bool = False
    """Whether it has an address of its own, which names its councils and places."""
    is_island: bool = False
    """Whether it is a nation without councils of ours: a choice leads to this answer itself."""
    may_be_a_call: bool = False
    """Whether the words may also be those of somebody who looks for help."""


FOR_ENGLAND = "The Runaways’ Charter was for councils in England"
NOBODY_TO_ASK = f"{FOR_ENGLAND}, so there’s no council to ask here."
WHO_RUNS_WHAT = (
    "Where there’s a county council, it runs children’s services. Elsewhere one council runs"
    " everything: a unitary, a metropolitan borough or a London borough."
)
BUILDINGS = (
    "street|road|rd|lane|avenue|ave|close|drive|crescent|terrace|estate|school|academy|college|primary"
    "|secondary|nursery|university|uni|hospital|surgery|church|station|library|shopping centre|flat"
)

CASES = {
    "council": Case("", is_place=True),  # straight on to its page
    "search": Case(
        "answer",
        "Find your council",
        "Type your postcode. A town, village or council name works too.",
    ),
    "empty": Case(
        "answer",
        "Type your postcode, town or council",
        "A full postcode works best.",
        is_error=True,
    ),
    "too_long": Case(
        "answer",
        "That’s too long",
        "Type one postcode, town or council.",
        is_error=True,
        may_be_a_call=True,
    ),
    "not_found": Case(
        "answer",
        "We can’t find that",
        "Try a full postcode, a town, or a council’s name, like Kent.",
        is_error=True,
        may_be_a_call=True,
    ),
    "helplines": Case("helplines", "Is this about you, now?"),
    # Sentences that are no place
    "no_postcode": Case(
        "answer",
        "You don’t need your postcode",
        "Type your town or village instead. A postcode is at the end of the address on any letter"
        ' that comes to your home, and <a href="https://www.royalmail.com/find-a-postcode">Royal'
        " Mail’s postcode finder</a> knows it. You can also choose from the list or the map.",
        heard=r".*\b(?:dont|do not|not|cant|cannot|forgot|forget|forgotten|no|without|unsure|lost"
        r"|what|whats|havent|where|wheres|how|find)\b.*\b(?:post ?codes?|postal code|zip|zip ?code)"
        r"\b.*"
        r"|(?:my )?(?:post ?code|postal code|zip ?code|address)"
        r"|(?:i )?(?:dont|do not|dunno|not|no|never)(?: really)?(?: know| sure| idea| clue)?"
        r"(?: where i live| where i am| my address| yet| it)?"
        r"|idk|dunno|unknown|im not sure|i am not sure|where (?:do i live|am i)"
        r"|no fixed (?:address|abode)|nfa",
        may_be_a_call=True,
        may_name=True,
    ),
    "signatures": Case(
        "answer",
        "The list says which councils have signed",
        "So does the map, as far as we know. Or type a council’s name, your town or your postcode.",
        heard=r"(?:the )?(?:map|list|councils)|(?:all|list of|list|every) (?:the )?councils?\b.*"
        r"|(?:which|who|whos|what|how many|has|have|any)\b(?!.*\b(?:my|our)\b).*\bsign(?:s|ed)?\b.*"
        r"|(?:not )?signed(?: up)?(?: councils?)?|councils? (?:that|which|who)\b.*\bsigned\b.*",
        may_name=True,
    ),
    "signing": Case(
        "answer",
        "Councils sign, and you can ask yours to",
        "Only a council can sign the charter. You can write to yours: type your postcode or your"
        " town.",
        heard=r".*\b(?:i|we|my school|our school)\b.*\bsign(?: up| it| this| the .*)?"
        r"|sign(?: up| here| now)?|(?:the )?petition.*",
        may_name=True,
    ),
    "which_council": Case(
        "answer",
        "We can tell you which council is yours",
        f"Type your postcode or your town. {WHO_RUNS_WHAT} Your council tax bill names yours too.",
        heard=r".*\b(?:what|whats|which|who|whos|where|wheres|find|know|sure|tell|how|is|need)\b.*"
        r"\b(?:councils?|local authority|local authorities|borough|county)\b.*"
        r"|(?:(?:my|our|the|a|your|any|local|own|nearest|city|county|borough|london) )*"
        r"(?:councils?|authority|local authority|area|town|city|village|borough|county)"
        r"|london borough of"
        r"|(?:my|our) .*\bcouncil\b.*|(?:childrens services|social services|childrens social care)"
        r"|here|home|my (?:home|house)|near me|nearest|local|where i live|council tax.*|test"
        r"|.*\b(?:my|our|the|to) (?:council|councillors?)\b.*|.*\bcharter\b.*|make runaways safe"
        r"|councils? (?:near me|nearby|near here|in my area|for me|here)|hi|hello|hey"
        r"|(?:(?:type|enter|please|your|full|or|and|postcode|town|village|city|council|name)\b ?)+",
        may_name=True,
    ),
    "small_council": Case(
        "answer",
        "That council doesn’t run children’s services",
        f"A parish, town or district council doesn’t. {WHO_RUNS_WHAT} Type your town or your"
        " postcode, and we’ll say which is yours.",
        heard=r".*\b(?:parish|town|community|village|district) (?:councils?|clerk|meeting)\b.*",
        may_name=True,
    ),
    "some_police": Case(
        "answer",
        "The police aren’t a council",
        "The charter was for the councils that run children’s services. Type your postcode or your"
        " town, and we’ll say which is yours. In danger now? Call 999.",
        heard=r".*\b(?:police|constabulary|pcc)\b.*",
        may_name=True,
    ),
    "some_mayor": Case(
        "answer",
        "That isn’t a council",
        "Mayors, combined authorities, MPs and the government don’t run children’s services."
        " Councils do. Type your postcode or your town, and we’ll say which is yours.",
        heard=r".*\b(?:mayors?|combined (?:county )?authority|mps?|member of parliament|parliament"
        r"|government|prime minister|house of (?:commons|lords)|city region|nhs|ofsted"
        r"|department for education|dfe)\b.*",
        may_name=True,
    ),
    "england": Case(
        "answer",
        "Which part of England?",
        "England has many councils that run children’s services. Type your postcode, your town or"
        " your county, or choose from the list.",
        heard=r"(?:i live in |in |up |down )?(?:the )?"
        r"(?:england|uk|u k|united kingdom|great britain|britain|gb|north|south|countryside"
        r"|(?:north |south |east |west )?coast|seaside|home counties)"
        r"(?: please)?",
    ),
    "overseas": Case(
        "elsewhere",
        "That {one} isn’t in the UK",
        "{where}The charter was for councils in England. If you know a place in England, type"
        " that.",
        # The Netherlands; Austria; India; France, the United States; Ireland’s Eircodes; Canada
        heard=r"abroad|overseas|not in (?:the )?(?:uk|england)|another country|\d{4} ?[a-z]{2}"
        r"|\d{4}|\d{6}|\d{5}(?: \d{4})?|(?:[acdefhknprtvwxy]\d[\dw]) ?[0-9acdefhknprtvwxy]{4}"
        r"|[abceghjklmnprstvxy]\d[a-z] ?\d[a-z]\d",
    ),
    "school_or_road": Case(
        "answer",
        "We need its postcode or its town",
        "We don’t know schools, roads or buildings by name. Type the postcode there, or the town or"
        " village.",
        heard=rf".*\b(?:{BUILDINGS})\b.*|(?:flat |no )?\d+[a-z]? [a-z].*|.*\b[am]\d{{1,4}}\b.*",
        may_be_a_call=True,
        may_name=True,
    ),
    # Choices
    "choices": Case(
        "choose",
        "Which {one} do you mean?",
        "More than one place has that name.",
        is_place=True,
        has_address=True,
    ),
    "divided": Case(
        "choose",
        "Which council is yours?",
        "A border between councils runs through it. Choose yours, or type your postcode.",
        is_place=True,
        has_address=True,
    ),
    "near": Case(
        "choose",
        "Which council is yours?",
        "Near a place isn’t always in it. These are the councils there. Your postcode tells us"
        " which one is yours.",
        may_be_a_call=True,
    ),
    "several_places": Case(
        "choose",
        "Which one is yours?",
        "You typed more than one place. Choose the council where you live, or type your postcode.",
    ),
    "address": Case(
        "choose",
        "Which council is yours?",
        "We know the town, and not the road or the building. Its postcode would tell us for sure.",
    ),
    "parish": Case(
        "choose",
        "Which council is yours?",
        "A parish or town council doesn’t run children’s services. These are the councils that do"
        " where a place has that name.",
    ),
    "wrong_county": Case(
        "choose",
        "Did you mean another place?",
        "We don’t know a place of that name there. These are the ones we know, and who runs"
        " children’s services where you said.",
    ),
    "in_county": Case(
        "choose",
        "Which council is yours?",
        "We don’t know “{typed}”, but we know {place}. Choose a council there, or type your"
        " postcode.",
        may_be_a_call=True,
    ),
    "within": Case(
        "choose",
        "Did you mean {these}?",
        "We can’t find “{typed}”, but we know this name in it.",
        may_be_a_call=True,
    ),
    "police": Case(
        "choose",
        "Which council is yours?",
        "{place} isn’t a council. These are the councils in its area, and they run children’s"
        " services.",
    ),
    "mayor": Case(
        "choose",
        "Which council is yours?",
        "{place} doesn’t run children’s services. These councils do.",
    ),
    "combined_authority": Case(
        "choose",
        "Which council is yours?",
        "{place} joins these councils in some things. Each of them runs its own children’s"
        " services.",
    ),
    "near_border": Case(
        "choose",
        "Which council is yours?",
        "Homes near this postcode are in different councils. Your council tax bill tells you which"
        " one is yours. If it names a county too, choose the county.",
        has_address=True,
    ),
    "nation_border": Case(
        "choose",
        "Is your home in {nations}?",
        "This postcode is on the border. Your council tax bill tells you which council is yours.",
        has_address=True,
    ),
    "doubtful": Case(
        "choose",
        "Which council is yours?",
        "We’re not sure about this postcode. We think it’s {these}. Your council tax bill will tell"
        " you. If it’s another, type a neighbour’s postcode or your town.",
        has_address=True,
    ),
    "maybe_ended": Case(
        "choose",
        "Is this your council?",
        "We’re not sure about this postcode. It may be very new, or no longer used. We think it’s"
        " in {council}.",
        has_address=True,
    ),
    "county": Case(
        "choose",
        "Which part of {place}?",
        "Several councils run children’s services there. Choose yours, or type your postcode.",
        is_place=True,
    ),
    "similar_names": Case(
        "choose", "Did you mean {these}?", "We can’t find “{typed}”.", may_be_a_call=True
    ),
    "did_you_mean": Case(
        "choose",
        "Did you mean this postcode?",
        "We don’t know “{typed}”, but we know:",
    ),
    "two_postcodes": Case(
        "choose",
        "Which postcode is yours?",
        "You typed more than one. Choose the one where you live.",
    ),
    # Postcodes
    "unknown_postcode": Case(
        "answer",
        "We don’t know that postcode",
        "Please check {typed} for typing mistakes. If it’s right, it may be too new for our list,"
        " which is from {edition}. Type your town or council instead.",
        is_error=True,
    ),
    "partial": Case(
        "choose",
        "We need the whole postcode",
        "“{typed}” covers lots of streets, and they can be in different councils. Add the rest,"
        " like S1 2HH, or choose a council there.",
        is_error=True,
    ),
    "half_in": Case(
        "choose",
        "Which council is yours?",
        "{typed} covers lots of streets. These councils are there. The whole postcode would tell us"
        " which one is yours.",
    ),
    "ended": Case(
        "answer",
        "That postcode isn’t used any more",
        "It ended in {place}. If your home has a new postcode, use that.",
    ),
    "bfpo": Case(
        "answer",
        "That’s a forces address",
        "A BFPO number isn’t in any council’s area. Use the postcode of your home in England, or"
        " the council where you last lived.",
    ),
    "giro": Case(
        "answer",
        "That isn’t a home’s postcode",
        "GIR 0AA belongs to no council. Use the postcode of your home.",
    ),
    # Elsewhere
    "wales": Case(
        "elsewhere",
        "That’s in Wales",
        f"{NOBODY_TO_ASK} Wales has its own guidance on children who go missing, the <a href="
        '"https://safeguarding.wales/en/chi-i/chi-i-c6/c6-p9/">All Wales Practice Guide</a> of'
        " 2021.",
        is_place=True,
    ),
    "scotland": Case(
        "elsewhere",
        "That’s in Scotland",
        f"{NOBODY_TO_ASK} Scotland has its own <a href="
        '"https://www.gov.scot/publications/national-missing-persons-framework-scotland/">National'
        " Missing Persons Framework</a>, from 2017.",
        is_place=True,
    ),
    "northern_ireland": Case(
        "elsewhere",
        "That’s in Northern Ireland",
        f"{FOR_ENGLAND}. In Northern Ireland five Health and Social Care Trusts look after"
        " children’s social care, not the councils.",
        is_place=True,
    ),
    "jersey": Case(
        "elsewhere",
        "That’s in Jersey",
        NOBODY_TO_ASK,
        is_place=True,
        is_island=True,
    ),
    "guernsey": Case(
        "elsewhere", "That’s in Guernsey", NOBODY_TO_ASK, is_place=True, is_island=True
    ),
    "isle_of_man": Case(
        "elsewhere", "That’s on the Isle of Man", NOBODY_TO_ASK, is_place=True, is_island=True
    ),
}
"""Every answer by the name that its address and the code have for it."""

HEARD = {name: re.compile(case.heard) for name, case in CASES.items() if case.heard}
"""The sentences that are no place, by their case, in the order in which they are tried."""


def sentence_case(spelled: str) -> str:
    """Return the kind of answer for a line that is no place, or an empty string."""
    for name, heard in HEARD.items():
        if heard.fullmatch(spelled):
            return name
    return ""
