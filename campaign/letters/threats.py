"""Words for which a person reads a letter first, whatever else it says.

They are threats to whoever gets it, insults, and questions of somebody who is after passwords or
money. What was done to a child, or to whoever writes, is none: "he said he would kill her" goes at
once.
"""

import re

from campaign.letters.links import as_read
from campaign.letters.lookalikes import as_it_looks

WHOM = r"(?:(?:all|each|every one|any) of )?you(?:r \w+)?"
WILL = r"(?:'ll|'m|'re| will| am| are| shall| can| could| is)(?: (?:going to|gonna|now|all|soon))*"
HARM = (
    "bomb|burn|destroy|harm|hunt|hurt|kill|murder|poison|punch|rape|shoot|slap|smash|stab|strangle"
)
END = (
    "bleed|burn|die|suffer|be (?:beaten|hanged|hung|hurt|killed|shot|stabbed|sorry)"
    "|pay for (?:this|it|that|what)"
)
SOON = r"(?: (?:all|both|going|now|really|soon|surely|to))*"
THREATS = (
    rf"\b(?:i|we|they|somebody|someone|people|he|she){WILL} (?:\w+ ){{0,2}}?(?:{HARM}) {WHOM}\b",
    rf"\byou(?:r \w+)?(?:'ll| will|'re| are| should| deserve| must){SOON} (?:{END})\b",
    rf"\b(?:hope|wish) (?:that )?{WHOM} (?:all )?(?:die|burn|suffer|rot)s?\b",
    rf"\bmake {WHOM} (?:bleed|pay|regret|sorry|suffer)\b",
    rf"\b(?:know|knows|found out|find out) where {WHOM} (?:all )?(?:live|sleep|go|goe|park)s?\b",
    r"\bwatch your back\b",
    r"\b(?:go|rot|burn) (?:in|to) hell\b",
    r"\b(?:a|the) bomb (?:is |has been |was )?(?:in|inside|under|at|on)\b",
    r"\b(?:coming|come) (?:for|after) you\b",
    r"\b(?:i|we)(?:'ll|'m|'re| will| am| are)(?: \w+){0,2} outside your (?:home|house|door)\b",
    rf"\b(?:i|we){WILL} (?:end|find|get) you\b(?= *$| (?:all|and|at|soon|tonight|tomorrow)\b)",
    r"\bcut your throats?\b",
    r"\b(?:i|we) (?:have|'ve|got) (?:got )?(?:a|my) gun\b",
    r"\byour (?:children|kids|family|wife|husband|son|daughter)(?:'re| are| is|'s| aren't| isn't)"
    r" (?:not safe|next|no longer safe)\b",
    r"\byour days are numbered\b",
    r"\bone eye open\b",
    r"\b(?:kill|hang|shoot) yourself\b",
    r"\bgo (?:and )?(?:die|hang yourself)\b",
    r"\byour (?:final|last) warning\b",
    r"\byou(?:'ll| will) regret (?:it|this)\b",
    r"\b(?:kys|unalive yourself)\b",
    r"\byour (?:kids|children) get raped\b",
    r"\b(?:bullet|knife|acid) (?:in|for|at|over) you(?:r \w+)?\b",
)
INSULTS = (
    r"\b(?:mother)?f+u+c+k\w*", r"\bc+u+n+t+s?\b", r"\bwank(?:er|ers)\b", r"\btwats?\b",
    r"\bn[i1]gg(?:er|a)s?\b", r"\bpak[i1]s?\b", r"\bfag+ots?\b", r"\byou(?:'re| are)? (?:\w+ ){0,2}"
    r"(?:scum|bitch|bitches|bastards?|whores?|nonces?|paedos?|pedos?|retards?)\b",
    # Of somebody who works there: a survivor's "he was a paedophile" goes at once.
    r"\b(?:your|council's|council) (?:\w+ ){1,4}is an? (?:\w+ )?(?:paedophile|pedophile|paedo"
    r"|pedo|nonce|rapist|groomer|child abuser)\b",
)  # fmt: skip
AFTER_MONEY = (
    r"\bpass ?(?:word|code|phrase)s?\b", r"\b(?:bank|card|log ?in) details\b", r"\bsort codes?\b",
    r"\b(?:account|card|pin) numbers?\b", r"\bgift ?cards?\b", r"\bbitcoins?\b",
    r"\b(?:one time|security|verification) codes?\b", r"\bwire transfers?\b",
    r"\b(?:change|new) (?:of )?bank accounts?\b", r"\bunpaid invoices?\b", r"\byour log ?in\b",
    r"\bverify (?:it|your)\b", r"\byour (?:mailbox|inbox) (?:is|has|will)\b", r"\bmy paypal\b",
    r"\bwestern union\b",
)  # fmt: skip
READ_FIRST = re.compile("|".join((*THREATS, *INSULTS, *AFTER_MONEY)), re.IGNORECASE)
NO_WORD = re.compile(r"[^\w']+|_")


def are_read_first(text: str) -> bool:
    """Whether a text threatens, insults, or asks for what opens an account."""
    shown = as_it_looks(as_read(text)).replace("’", "'")
    said = " ".join(NO_WORD.sub(" ", shown).split())
    return bool(READ_FIRST.search(said))
