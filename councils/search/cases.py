"""The table of answers: a row for each kind, with its page, its words, and what it may do.

``case.py`` has its columns. The rows of sentences that are no place, with what is typed for them,
are in ``sentences.py``.
"""

from councils.search.case import Case
from councils.search.sentences import SENTENCES

FOR_ENGLAND = "The Runaways’ Charter was for councils in England"
NOBODY_TO_ASK = f"{FOR_ENGLAND}, so there’s no council to ask here."

CASES = {
    "council": Case("", is_place=True, heeds_near_or_road=True),  # straight on to its page
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
        may_be_a_postcode=True,
        half_stands=True,
    ),
    "helplines": Case("helplines", "Is this about you, now?"),
    # Choices
    "choices": Case(
        "choose",
        "Which {one} do you mean?",
        "More than one place has that name.",
        is_place=True,
        has_url=True,
        heeds_near_or_road=True,
    ),
    "divided": Case(
        "choose",
        "Which council is yours?",
        "A border between councils runs through it. Choose yours, or type your postcode.",
        is_place=True,
        has_url=True,
        heeds_near_or_road=True,
    ),
    "near": Case(
        "choose",
        "Which council is yours?",
        "Near a place isn’t always in it. Your postcode tells us which council is yours.",
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
        "We know the town, but not the road or the building. Its postcode would tell us for sure.",
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
        "Did you mean {this}?",
        "We can’t find “{typed}”, but we know this name in it.",
        may_be_a_call=True,
        may_be_a_postcode=True,
    ),
    "police": Case(
        "choose",
        "Which council is yours?",
        "{Place} isn’t a council. These are the councils in its area, and they run children’s"
        " services.",
    ),
    "mayor": Case(
        "choose",
        "Which council is yours?",
        "{Place} doesn’t run children’s services. These councils do.",
    ),
    "combined_authority": Case(
        "choose",
        "Which council is yours?",
        "{Place} brings these councils together for some things. Each runs its own children’s"
        " services.",
    ),
    "near_border": Case(
        "choose",
        "Which council is yours?",
        "Homes near this postcode are in different councils. Your council tax bill tells you which"
        " one is yours. If it names a county too, choose the county.",
        has_url=True,
    ),
    "nation_border": Case(
        "choose",
        "Is your home in {nations}?",
        "This postcode is on the border. Your council tax bill tells you which council is yours.",
        has_url=True,
    ),
    "doubtful": Case(
        "choose",
        "Which council is yours?",
        "We’re not sure about this postcode. We think it’s {this_one}. Your council tax bill will"
        " tell you. If it’s another, type a neighbour’s postcode or your town.",
        has_url=True,
    ),
    "maybe_ended": Case(
        "choose",
        "Is this your council?",
        "We’re not sure about this postcode. It may be very new, or no longer used. We think it’s"
        " in {council}.",
        has_url=True,
    ),
    "county": Case(
        "choose",
        "Which part of {place}?",
        "Several councils run children’s services there. Choose yours, or type your postcode.",
        is_place=True,
    ),
    "similar_names": Case(
        "choose",
        "Did you mean {this}?",
        "We can’t find “{typed}”.",
        may_be_a_call=True,
        may_be_a_postcode=True,
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
    "mistyped": Case(
        "choose",
        "We don’t know that postcode",
        "Please check {typed} for typing mistakes. Or choose a council where postcodes begin with"
        " {place}.",
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
        "It ended in {month}. If your home has a new postcode, use that.",
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
        named_title="{name} is in Wales",
        is_place=True,
    ),
    "scotland": Case(
        "elsewhere",
        "That’s in Scotland",
        f"{NOBODY_TO_ASK} Scotland has its own <a href="
        '"https://www.gov.scot/publications/national-missing-persons-framework-scotland/">National'
        " Missing Persons Framework</a>, from 2017.",
        named_title="{name} is in Scotland",
        is_place=True,
    ),
    "northern_ireland": Case(
        "elsewhere",
        "That’s in Northern Ireland",
        f"{FOR_ENGLAND}. In Northern Ireland five Health and Social Care Trusts look after"
        " children’s social care, not the councils.",
        named_title="{name} is in Northern Ireland",
        is_place=True,
    ),
    "jersey": Case(
        "elsewhere",
        "That’s in Jersey",
        NOBODY_TO_ASK,
        named_title="{name} is in Jersey",
        is_place=True,
        is_island=True,
    ),
    "guernsey": Case(
        "elsewhere",
        "That’s in Guernsey",
        NOBODY_TO_ASK,
        named_title="{name} is in Guernsey",
        is_place=True,
        is_island=True,
    ),
    "isle_of_man": Case(
        "elsewhere",
        "That’s on the Isle of Man",
        NOBODY_TO_ASK,
        named_title="{name} is on the Isle of Man",
        is_place=True,
        is_island=True,
    ),
    **SENTENCES,
}
"""Every answer by the name that its address and the code have for it."""
