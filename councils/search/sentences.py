"""The rows of ``CASES`` for sentences that are no place: "What is my council?".

To add a kind of sentence, add a row with ``pattern``: nothing else has to change. Rows are tried in
this order, once the line has turned out to be no name. "overseas" is the answer to a place there,
too, and "school_or_road" becomes "address" where a place is named (``matcher.py``).
"""

import re
from functools import cache

from councils.search.case import Case

WHO_RUNS_WHAT = (
    "Where there’s a county council, it runs children’s services. Elsewhere one council runs"
    " everything: a unitary, a metropolitan borough or a London borough."
)
BUILDINGS = (
    "street|road|rd|lane|avenue|ave|close|drive|crescent|terrace|estate|school|academy|college|primary"
    "|secondary|nursery|university|uni|hospital|surgery|church|station|library|shopping centre|flat"
)

SENTENCES = {
    "no_postcode": Case(
        "answer",
        "You don’t need your postcode",
        "Type your town or village instead. A postcode is at the end of the address on any letter"
        ' that comes to your home, and <a href="https://www.royalmail.com/find-a-postcode">Royal'
        " Mail’s postcode finder</a> knows it. You can also choose from the list or the map.",
        pattern=r".*\b(?:dont|do not|not|cant|cannot|forgot|forget|forgotten|no|without|unsure|lost"
        r"|what|whats|havent|where|wheres|how|find)\b.*\b(?:post ?codes?|postal code|zip|zip ?code)"
        r"\b.*"
        r"|(?:my )?(?:post ?code|postal code|zip ?code|address)(?: area| district)?"
        r"|(?:i )?(?:dont|do not|dunno|not|no|never)(?: really)?(?: know| sure| idea| clue)?"
        r"(?: where i live| where i am| my address| yet| it)?"
        r"|idk|dunno|unknown|im not sure|i am not sure|where (?:do i live|am i)"
        r"|no fixed (?:address|abode)|nfa",
        may_be_a_call=True,
        may_name=True,
        half_stands=True,
    ),
    "signatures": Case(
        "answer",
        "The list says which councils have signed",
        "So does the map, as far as we know. Or type a council’s name, your town or your postcode.",
        pattern=r"(?:the )?(?:map|list|councils)|(?:all|list of|list|every) (?:the )?councils?\b.*"
        r"|(?:which|who|whos|what|how many|has|have|any)\b(?!.*\b(?:my|our)\b).*\bsign(?:s|ed)?\b.*"
        r"|(?:not )?signed(?: up)?(?: councils?)?|councils? (?:that|which|who)\b.*\bsigned\b.*",
        may_name=True,
    ),
    "signing": Case(
        "answer",
        "Councils sign, and you can ask yours to",
        "Only a council can sign the charter. You can write to yours: type your postcode or your"
        " town.",
        pattern=r".*\b(?:i|we|my school|our school)\b.*\bsign(?: up| it| this| the .*)?"
        r"|sign(?: up| here| now)?|(?:the )?petition.*",
        may_name=True,
    ),
    "which_council": Case(
        "answer",
        "We can tell you which council is yours",
        f"Type your postcode or your town. {WHO_RUNS_WHAT} Your council tax bill names yours too.",
        pattern=r".*\b(?:what|whats|which|who|whos|where|wheres|find|know|sure|tell|how|is|need)\b.*"
        r"\b(?:councils?|local authority|local authorities|borough|county)\b.*"
        r"|(?:(?:my|our|the|a|your|any|local|own|nearest|city|county|borough|london|royal"
        r"|metropolitan|unitary) )*"
        r"(?:councils?|authority|local authority|area|town|city|village|borough|county|district"
        r"|unitary)"
        r"|london borough of"
        r"|(?:my|our) .*\bcouncil\b.*|(?:childrens|social) services|childrens social care"
        r"|social workers?"
        r"|here|home|my (?:home|house)|near me|nearest|local|where i live|council tax.*|test"
        r"|.*\b(?:my|our|the|to) (?:council|councillors?)\b.*|.*\bcharter\b.*|make runaways safe"
        r"|councils? (?:near me|nearby|near here|in my area|for me|here)|hi|hello|hey"
        r"|(?:use )?(?:my |current )?location"
        r"|(?:(?:type|enter|please|your|full|or|and|postcode|town|village|city|council|name)\b ?)+",
        may_name=True,
        half_stands=True,
    ),
    "small_council": Case(
        "answer",
        "That council doesn’t run children’s services",
        f"A parish, town or district council doesn’t. {WHO_RUNS_WHAT} Type your town or your"
        " postcode, and we’ll say which is yours.",
        pattern=r".*\b(?:parish|town|community|village|district) (?:councils?|clerk|meeting)\b.*",
        may_name=True,
    ),
    "some_police": Case(
        "answer",
        "The police aren’t a council",
        "The charter was for the councils that run children’s services. Type your postcode or your"
        " town, and we’ll say which is yours. In danger now? Call 999.",
        pattern=r".*\b(?:police|constabulary|pcc|psni|btp)\b.*",
        may_name=True,
    ),
    "some_mayor": Case(
        "answer",
        "That isn’t a council",
        "Mayors, combined authorities, MPs and the government don’t run children’s services."
        " Councils do. Type your postcode or your town, and we’ll say which is yours.",
        pattern=r".*\b(?:mayors?|combined (?:county )?authority|mps?|member of parliament"
        r"|parliament|government|prime minister|house of (?:commons|lords)|city region|nhs|ofsted"
        r"|commissioner|department for education|dfe)\b.*",
        may_name=True,
    ),
    "england": Case(
        "answer",
        "Which part of England?",
        "England has many councils that run children’s services. Type your postcode, your town or"
        " your county, or choose from the list.",
        pattern=r"(?:i live in |in |up |down )?(?:the )?"
        r"(?:england|uk|u k|united kingdom|great britain|britain|gb|north|south|countryside"
        r"|(?:north |south |east |west )?coast|seaside|home counties)"
        r"(?: please)?",
    ),
    "overseas": Case(
        "elsewhere",
        "That {one} isn’t in the UK",
        "{it_is_in}The charter was for councils in England. If you know a place in England, type"
        " that.",
        named_title="{name} isn’t in the UK",
        # The Netherlands; Austria; India; France, the United States; Ireland’s Eircodes; Canada
        pattern=r"\d{4} ?[a-z]{2}|\d{4}|\d{6}|\d{5}(?: \d{4})?"
        r"|(?:[acdefhknprtvwxy]\d[\dw]) ?[0-9acdefhknprtvwxy]{4}"
        r"|[abceghjklmnprstvxy]\d[a-z] ?\d[a-z]\d",
    ),
    "abroad": Case(
        "elsewhere",
        "That’s outside England",
        "The charter was for councils in England. If you know a place in England, type that.",
        pattern=r"(?:i am |im |i live |we live |living )?(?:abroad|overseas|in another country"
        r"|another country|outside (?:of )?the uk|not in (?:the )?(?:uk|england))",
    ),
    "school_or_road": Case(
        "answer",
        "We need its postcode or its town",
        "We don’t know schools, roads or buildings by name. Type the postcode there, or the town or"
        " village.",
        pattern=rf".*\b(?:{BUILDINGS})\b.*|(?:flat |no )?\d+[a-z]? [a-z].*|.*\b[am]\d{{1,4}}\b.*"
        r"|.*\bb\d{3,4}\b.*",
        may_be_a_call=True,
        may_name=True,
        may_be_a_postcode=True,
    ),
}


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """Return the pattern of each kind of sentence, in the order in which they are tried."""
    return {name: re.compile(case.pattern) for name, case in SENTENCES.items()}


def sentence_case(asked: str) -> str:
    """Return the kind of answer for a spelled line that is no place, or an empty string."""
    for name, pattern in patterns().items():
        if pattern.fullmatch(asked):
            return name
    return ""
