"""Sentences on a council's page beside those of its status, which ``Status`` has."""

WITHDRAWN_AFTER_SIGNING = "It is on record as having signed, and later wrote that it had withdrawn."
WITHDREW_LATER = "It later wrote that it had withdrawn."
STAYS_ON_RECORD = "Its signature stays on record here."
RETRACTED = "We had recorded a signature, and took it back on {day}. The mistake was ours: {reason}"
NOT_SIGNED_SINCE = "It began on {day}. Nothing we have found says that it has signed."
NOT_IN_THE_LIST = (
    "It is not in the list of 32 councils published in September 2013, nor in anything else we have"
    " found."
)

ASK_IN_COUNCILS_TO_COME = "Ask for the charter in {}"
"""The button of a council that ends within six months; {} is replaced by its successors."""
SHARED = (
    "When a child runs away, their council should be ready. This page says what is on record about"
    " {name} and the Runaways’ Charter:"
)

DAY_AHEAD = "This day has not come yet. The page shows what is on record now."
PAST_DAY = "The page shows that day as known now."

FOR_COUNCILLORS_AT_THE_END = (
    "{} {} over on {}. You can ask your council to pass the charter on, so that it is signed there."
)

LIBRARY = (
    "The Children’s Society’s list of publications, on its report “Making runaways safer” of"
    " September 2013"
)
PRACTICE = (
    ("North Tyneside had a support officer for young people who run away.", LIBRARY, ""),
    ("Derby had a hub in which several agencies worked together.", LIBRARY, ""),
    (
        "Lancashire was commended.",
        "Virtual Lancaster, September 2013",
        "http://virtual-lancaster.net/?p=2848",
    ),
)
"""Practice reported for three councils in 2013: text, source, and its address or ""."""
