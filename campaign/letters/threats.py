"""Words for which a person reads a letter first, whatever else it says.

They are threats to whoever gets it, insults, slander, and questions of somebody who is after
passwords or money. What was done to a child, or to whoever writes, is none: "he said he would kill
her" goes at once.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from campaign.letters.links import as_read
from campaign.letters.lookalikes import as_it_looks
from councils.safeguarding.child_named import with_capitals

# What is looked for

IN_OTHER_LANGUAGES = Path(__file__).with_name("threats_in_other_languages.txt")

WHOM = r"(?:(?:all|each|every one|any) of )?you(?:r \w+)?"
WILL = (
    r"(?:'ll|'m|'re| will| am| are| shall| can| could| is| should| must| might| wants? to"
    r"| (?:'m |am )?gonna)(?: (?:going to|gonna|now|all|soon))*"
)
HARM = (
    "bomb|burn|destroy|harm|hunt|hurt|kill|murder|poison|punch|rape|shoot|slap|smash|stab|strangle"
    "|torch"
)
END = (
    r"bleed|burn(?! (?:out|through)\b)|die|suffer"
    "|be (?:beaten|hanged|hung|hurt|killed|shot|stabbed|sorry)"
    "|pay for (?:this|it|that|what)"
)
SOON = r"(?: (?:all|both|going|now|really|soon|surely|to))*"
STAFF = (
    r"(?:boss|chief|colleague|councillor|director|executive|head|leader|lead member|manager|mayor"
    r"|officer|social worker|staff)s?"
)
# ``found_alike`` takes apostrophes out: *were* and *well* below are words, not *we're* and *we'll*.
THREATS = (
    rf"\b(?!were\b|well\b)(?:i|we|they|somebody|someone|people|he|she){WILL}"
    rf" (?:\w+ ){{0,2}}?(?:{HARM}) {WHOM}\b",
    rf"\bgonna (?:kill|murder|rape|shoot|stab) {WHOM}\b",
    rf"\byou(?:r \w+)?(?:'ll| will|'re| are| should| deserve| must){SOON} (?:{END})\b",
    rf"\b(?:hope|wish) (?:that )?{WHOM} (?:all )?(?:dies?|burns?|suffers?|rots?|were dead"
    r"|gets? (?:cancer|killed|raped|run over|shot|stabbed)|crash(?:es)?)\b",
    rf"\bmake {WHOM} (?:bleed|pay|regret|sorry|suffer)\b",
    rf"\b(?:know|knows|found out|find out) where {WHOM} (?:all )?(?:live|sleep|go|goe|park)s?\b",
    r"\bknow (?:your (?:home )?address(?! (?:is|was|has|for|from)\b)|wh\w+ (?:car )?you drive"
    r"|which school your)\b",
    r"\bwatch your back\b",
    r"\b(?:go|rot|burn) (?:in|to) hell\b",
    r"\b(?:a|the) bomb (?:is |has been |was )?(?:in|inside|under|at|on)\b",
    r"\b(?:coming|come) (?:for|after) you\b",
    rf"\b(?!were\b|well\b)(?:i|we){WILL}(?: \w+){{0,2}} (?:at|by|outside|round|to) your"
    r" (?:door|flat|home|house)\b",
    r"\b(?:see|meet|catch|wait for|waiting for) you"
    r" (?:after work|alone|in the (?:car park|dark))\b",
    rf"\b(?:i|we){WILL} (?:end|find|get) you\b(?= *$| (?:all|and|at|soon|tonight|tomorrow)\b)",
    r"\b(?:(?:cut|slit) your throats?|end your li(?:fe|ves)|drop dead|deserves? a bullet)\b",
    r"\b(?:i|we) (?:have|'ve|got) (?:got )?(?:a|my) gun\b",
    r"\byour (?:children|kids|family|wife|husband|son|daughter)(?:'re| are| is|'s| aren't| isn't)"
    r" (?:not safe|next|no longer safe)\b",
    r"\byour days are numbered\b",
    r"\byou (?:won't|will not|will never) see (?:another|next|tomorrow)\b",
    r"\byou have \d+ hours\b(?! in\b)",
    r"\byou(?:'ll| will)? (?:get|have) what(?:'s| is) coming\b",
    r"\bone eye open\b",
    r"\byou(?:'re| are)? a? ?dead (?:man|meat|woman)\b",
    r"\b(?:cave|kick) your (?:face|head|teeth) in\b",
    r"\byour (?:face|head|teeth) (?:caved|kicked) in\b",
    rf"\b(?!were\b|well\b)(?:i|we){WILL} (?:put you in (?:hospital|the ground)"
    r"|have you (?:beaten|killed|shot|stabbed))\b",
    r"\b(?:i|we)(?:'ve| have)?(?: been)? follow(?:ed|ing) you home\b",
    r"\bshame if (?:anything|something) happen(?:ed|s)\b",
    r"\bsnitches\b",
    r"\b(?:kill|hang|shoot) yourself\b",
    r"\bgo (?:and )?(?:die|hang yourself)\b",
    r"\byour (?:final|last) warning\b",
    r"\byou(?:'ll| will) regret (?:it|this)\b",
    r"\b(?:kys|unalive yourself)\b",
    r"\b(?:bullet|knife|acid) (?:in|for|at|on|over) you(?:r \w+)?\b",
    r"\b(?!hang your heads?\b)(?:hang|kill|lynch|shoot|stab)"
    rf" (?:all |every |the |your )+(?:\w+ )?{STAFF}\b",
    r"\bhang (?:'em|them|you) all\b",
    rf"\b(?:they|you|he|she|{STAFF})(?: all)? (?:should|must|deserve|ought|needs?)"
    r"(?: all)?(?: to)? be (?:shot|hanged|hung|lynched)\b(?! out)",
)
INSULTS = (
    r"\b(?:mother)?f+u+c+k\w*", r"\bfck\w*", r"\bc+u+n+t+s?\b", r"\bwank(?:er|ers)\b",
    r"\btwats?\b", r"\bnigg(?:er|a)s?\b", r"\bpakis?\b", r"\bfag+ots?\b",
    r"\byou(?:'re| are)? (?:\w+ ){0,2}(?:scum|bitch|bitches|bastards?|whores?|nonces?|paedos?"
    r"|pedos?|retards?|pieces? of shit)\b",
    r"\byou(?:'re| are)? (?:an? )?(?:evil|fat|stupid|ugly) (?:\w+ )?(?:cow|pig|witch)\b",
    r"\byou(?:'re| are)(?: all)? vermin\b",
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
    r"\bwestern union\b", r"\bpay (?:up|me (?:\d+|by|in|now|or))\b", r"\bunless you pay\b",
    r"\bto (?:this|my|our) (?:bank )?account\b(?! of\b)", r"\byour files are\b",
    r"\bscan (?:the|this) (?:qr )?code\b", r"\b(?:video|nude)s? of you\b",
    r"\b(?:have|got|post|send|share) (?:\w+ ){0,2}(?:photo|picture)s? of you\b",
    r"\bthe attached form\b", r"\byour account (?:has been|is|was)\b",
    r"\byour (?:parcel|(?:\w+ ){0,2}refund|unpaid (?:bill|fee|invoice|parcel|tax|toll))",
    r"\b(?:change|update) (?:\w+ ){0,2}(?:bank|payment|payroll) details\b",
    r"\b(?:invoice attached|attached invoice|account below)\b", r"\bsend (?:me )?the codes\b",
    r"\b(?:amazon|google play|itunes|steam) (?:card|voucher)s?\b",
    r"\bare you at your desk\b",
    r"\byour (?:\w+ ){0,3}(?:licen[cs]e|password|storage) (?:expires|has expired|is full)\b",
)  # fmt: skip
SOMEBODY = (
    r"\b(?:[A-Z][\w’'-]+ [A-Z][\w’'-]+|(?:Mr|Mrs|Ms|Miss|Dr|Cllr|Councillor)\.? [A-Z][\w’'-]+"
    rf"|(?:your|Your|the|The) (?:\w+ )?(?i:{STAFF}))"
)
"""A person with both names or a title, or whoever holds an office there."""
SLANDERS = (
    r"(?:[’']s| is| are)(?! (?:no|not|never|an? former|a recovering)\b)(?: an?| such an?)?"
    r"(?: \w+){0,2}?"
    r" (?:abuser|addict|alcoholic|bully|cheat|corrupt|criminal(?! [a-z])|crook|drunk|fraud"
    r"|groomer|liar|murderer|nonce|pa?edo(?:phile)?|pervert|predator|racist|rapist|slag|terrorist"
    r"|thief|trafficker|whore)s?\b",
    r" (?:takes|took)(?: a)? bribes?\b",
    r" (?:abuses|beats|grooms|hits|molests|rapes|sleeps with|touches)"
    r" (?:\w+ )?(?:boys?|child|children|girls?|kids?|wife)\b",
    r" (?:is|are) (?:abusing|beating|grooming|molesting|raping|sleeping with|touching)"
    r" (?:\w+ )?(?:boys?|child|children|girls?|kids?)\b",
    r" sells (?:\w+ )?(?:boys|children|girls|kids)\b",
    r" (?:is|are) having an affair\b",
    r" (?:steals|stole|has stolen)\b",
    r" (?:deserves to|has to|must|should|will) (?:die|be (?:hanged|hurt|killed|shot|stabbed))\b",
    r" deserves to suffer\b",
)
"""What is said of them, of today: a survivor's "Mr Jones abused boys there" goes at once, and so
does a politician whom somebody calls a disgrace."""
SLANDER = re.compile(rf"{SOMEBODY}(?:{'|'.join(SLANDERS)})")
STARRED = (
    "bastard", "bastards", "bitch", "bitches", "cunt", "cunts", "fuck", "fucker", "fuckers",
    "fucking", "kill", "nonce", "paedo", "rape", "raped", "shit", "whore",
)  # fmt: skip
"""Words that some write with a star for a character. A plain "shit" is what the streets are."""

# How a text is read

NO_WORD = re.compile(r"[^\w']+|_")
SIGNS = str.maketrans("!|$@", "iisa")
SIGN_IN_A_WORD = re.compile(r"(?<=\w)[!|$@](?=\w)|(?<!\w)[$@](?=[a-z])")
"""A sign that stands for a character: "k!ll", "$hoot"."""
APART = re.compile(r"(?<!\w)(?:[^\W_](?:[^\w\n]|_){1,3}){2,}[^\W_](?!\w)")
"""Characters that stand apart: "k i l l". Unlike those in a name (offices.py) they are in one line,
and no underscore is one: or a ruled line of underscores would be searched for ever."""
JOINED = re.compile(rf"\w*(?:{HARM}|fuck)(?:u|(?:you|ya|them|him|her)\w*)")
"""Words without spaces between: "iwillkillyou"."""
STAR = re.compile(r"\b\w+[*#]+\w*")
IN_SHORT = {"u": "you", "ya": "you", "ur": "your", "r": "are"}
# Not behind a backslash: in r"\bbomb" the first "b" is the edge of a word, and no character.
DOUBLED = re.compile(r"(?<!\\)([a-z])\1+")


def alike(text: str) -> str:
    """Return a text in which characters that look alike are one: "ki11" and "kIll" are "kill".

    Apostrophes go, as many leave them out. But "we're" is not "were": that begins no threat.
    """
    text = text.lower().replace("we're", "we are").replace("we'll", "we will")
    return text.replace("'", "").replace("l", "i")


def found_alike(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return what finds any of some patterns in such a text.

    A character that is doubled in a pattern may stand once there, or more often. The patterns
    are put into small letters as well, so none may have a mark of the kind of W with a backslash.
    """
    return re.compile(DOUBLED.sub(r"\1+", alike("|".join(patterns))))


READ_FIRST = found_alike((*THREATS, *INSULTS, *AFTER_MONEY))


def is_read_first(text: str) -> bool:
    """Whether a text threatens, insults or slanders, or asks for what opens an account."""
    shown = as_compared(text)
    if SLANDER.search(with_capitals(" ".join(shown.split()))):
        return True
    if hides_an_insult(shown.lower()):
        return True
    said = as_said(shown)
    if threatens_in_another_language(said):
        return True
    if any(JOINED.fullmatch(word) for word in said.lower().split()):
        return True
    return bool(READ_FIRST.search(alike(said)))


def as_compared(text: str) -> str:
    """Return a text as it looks, with straight apostrophes."""
    return as_it_looks(as_read(text)).replace("’", "'")


def threatens_in_another_language(said: str) -> bool:
    spaced = f" {alike(said)} "
    return any(threat in spaced for threat in threats_in_other_languages())


@cache
def threats_in_other_languages() -> list[str]:
    """Return the threats as they stand in a text that was made alike.

    Those in our alphabet have a space at each end, so that only whole words are found. Not those in
    others, which join what belongs to a word, or have no spaces.
    """
    found = []
    for line in IN_OTHER_LANGUAGES.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        threat = alike(as_said(as_compared(line)))
        if threat.isascii():
            threat = f" {threat} "
        found.append(threat)
    return found


def hides_an_insult(shown: str) -> bool:
    """Whether a star stands for a character of an insult: "f*ck"."""
    for word in STAR.findall(shown):
        hidden = re.compile(re.sub("[*#]", ".", word))
        if any(hidden.fullmatch(insult) for insult in STARRED):
            return True
    return False


def as_said(shown: str) -> str:
    """Return the words of a text, whose characters may stand apart or be signs."""
    text = SIGN_IN_A_WORD.sub(lambda sign: sign[0].translate(SIGNS), shown)
    text = APART.sub(lambda spaced: re.sub(r"[\W_]", "", spaced[0]), text)
    words = NO_WORD.sub(" ", text).split()
    return " ".join(IN_SHORT.get(word.lower(), word) for word in words)
