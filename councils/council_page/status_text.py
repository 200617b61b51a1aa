"""Text on a council's page for each current status: its sentence, and the next steps.

{name} is the council's name in a sentence, {Name} at its start; {before} is its predecessor.
"""

SENTENCES = {
    "signed": "It is on record as having signed the Runaways’ Charter.",
    "intends": "It says it will sign the Runaways’ Charter.",
    "inherited": "{Before} is on record as having signed before {name} took over. {Name} is"
    " counted once it signs.",
    "not_signed": "We have found no record that it has signed the Runaways’ Charter.",
    "withdrawn": "It wrote that it had withdrawn.",
}
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

ASK_TO_SIGN = (
    "You can ask your council to sign, or to say how it counts, thinks, acts and prevents today."
)
FOR_COUNCILLORS = {
    "signed": "You can ask how your council counts, thinks, acts and prevents today, and whether"
    " it will say again in public that it stands by the charter.",
    "intends": "You can ask when your council will sign, and what has to happen first.",
    "inherited": "You can ask your council to sign, as the council before it is on record as having"
    " done.",
    "not_signed": ASK_TO_SIGN,
    "withdrawn": ASK_TO_SIGN,
}
FOR_COUNCILLORS_AT_THE_END = (
    "{} {} over on {}. You can ask your council to pass the charter on, so that it is signed there."
)
FOR_THE_COUNCIL = {
    "signed": "Please confirm your signature, and tell us in a few lines what you do to count,"
    " think, act and prevent.",
    "intends": "Have you signed?",
    "inherited": "Have you signed? Tell us, and it is counted from that day.",
    "not_signed": "Have you signed?",
    "withdrawn": "Have you signed?",
}

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
