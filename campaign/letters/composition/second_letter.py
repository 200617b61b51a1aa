"""What a second letter says, four weeks after a first one that was not answered."""

from campaign.letters.composition.templates import ANSWER

SECOND_FIRST = "I wrote to you on {first_day} about children who run away {in_area}."
SECOND_TO_ANOTHER = (
    "I wrote to {first_council} on {first_day} about children who run away {in_area}. {Council} now"
    " runs children’s services here, so I am writing to you."
)
"""The opening if another council has taken over since."""
SECOND_OPENING = (
    "I have not had an answer yet, so I am writing once more. You may have been busy with other"
    " things that matter, and I do not want to take much of your time."
)
SECOND_ASKED = {
    "signed": "I thanked the council, which is on record as having signed the Runaways’ Charter,"
    " and asked what comes next.",
    "intends": "I asked when the council will sign the Runaways’ Charter.",
    "inherited": "I asked whether the council will sign the Runaways’ Charter in its own name.",
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
"""What is asked now, by status, if the first letter asked in our words and it still applies."""
SECOND_ASK = (
    "Could you tell me where the council stands on the Runaways’ Charter today, and what the next"
    " step is?"
)
"""What is asked now if the first letter may have asked something else."""
SECOND_CLOSING = (
    f"{ANSWER} A short one is enough. Thank you for reading this, and for your work for children"
    " here."
)
SECOND = (
    *(SECOND_FIRST, SECOND_TO_ANOTHER, SECOND_OPENING, SECOND_SIGNED_SINCE, SECOND_ASK),
    *(*SECOND_ASKED.values(), *SECOND_ASKS.values(), SECOND_CLOSING),
)
"""Every sentence of ours that a second letter can have."""
