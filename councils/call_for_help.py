"""Words that sound like a child asking for help now.

A match is never an accusation and never blocks for good: it shows the helplines first. So it
leans towards showing them, but leaves alone what adults write about the past, about others, and
about the charter itself.
"""

import re

I_AM = r"\b(?:i|im|i'm|i am|we|we're|we are)\b"
AWAY = r"(?:run|ran|running|runn?ed) ?(?:away|off)"

PATTERNS = [
    rf"{I_AM} (?:just |have |have just |'ve |ve |'ve just |'m |m |am )?{AWAY}\b",
    rf"\b(?:i'?ve|ive) (?:just )?{AWAY}\b",
    rf"\b(?:i|i'm|im|i am|we) (?:want|need|going|gonna|wanna|plan|planning|thinking|have|had)"
    rf"(?: to| of| about)*(?: be)? ?(?:{AWAY}|leave home|leaving home|get away from home)\b",
    r"\b(?:want|wanna|need|going|gonna|planning|how) to run ?away\b",
    r"\bhelp me\b(?! (?:to )?(?:understand|know|see|find out|learn|decide|explain|get|make|ask))",
    r"\b(?:i|we) need (?:some )?help (?:now|please|tonight)\b",
    r"^\s*(?:please |pls )?(?:i|we) need help\s*$",
    r"\bsome(?:one|body) (?:please |pls )?help\b",
    r"\b(?:and|i'?m|im|am) sleeping rough\b",
    r"\b(?:i'?ve|ive|i have) (?:got )?nowhere to (?:go|sleep|stay)\b",
    r"^\s*(?:got )?(?:kicked|thrown) out\s*$",
    r"\bi (?:cut|hurt|harm) myself\b",
    r"\bmy (?:son|daughter|child|kid|brother|sister|friend|\w+ year old) (?:has |have |'s )?"
    r"(?:just )?(?:run|ran|gone) (?:away|missing)\s*(?:tonight|today|now)?\s*$",
    r"\b(?:i'?m|im|i am|we are|we're) (?:so |really |very )?(?:scared|frightened|not safe|unsafe"
    r"|in danger|homeless|on the streets?|sleeping rough|hiding|being hurt|being abused)\b",
    r"\b(?:i|we) (?:do ?n'?t|dont|do not) feel safe\b",
    r"\b(?:i|we) (?:have|'ve|ve)? ?(?:got )?(?:no ?where|nowhere|no place) to (?:go|sleep|stay)\b",
    r"\b(?:i'?ve|ive|i have) been (?:kicked|thrown) out\b",
    r"\b(?:got|been|getting) (?:kicked|thrown) out (?:of|by|tonight|now)\b",
    r"\b(?:he|she|they|someone|somebody|dad|mum|my \w+|stepdad|step-dad|stepmum|boyfriend)"
    r" (?:(?:is|are|was|were|keeps?|kept|has been|have been|s|'s) )?"
    r"(?:hit|hits|hitting|hurt|hurts|hurting|beat|beats|beating|touch|touches|touching|abus\w+"
    r"|rap(?:e|es|ed|ing)|threaten\w*) me\b",
    r"\b(?:can ?not|can't|cant|won't|wont) go (?:back )?home\b",
    r"\b(?:i|i'm|im|i am) (?:want to |wanna |going to |gonna )?(?:kill(?:ing)? myself|end my life"
    r"|die|hurt(?:ing)? myself|self[- ]harm(?:ing)?)\b",
    r"\b(?:i )?(?:want|wanna) (?:to )?(?:die|kill myself)\b",
    r"\b(?:suicidal|suicide)\b",
    r"^\s*(?:i |i've |ive )?(?:run|ran) ?away\s*[.!]*\s*$",
    r"^\s*(?:please )?help(?: please)?\s*[.!]*\s*$",
]
CALL = re.compile("|".join(f"(?:{pattern})" for pattern in PATTERNS), re.IGNORECASE)

PAST = re.compile(
    r"\b(?:when i was|as a (?:child|teenager|teen|kid|boy|girl|young person)|years? ago"
    r"|at (?:the age of )?(?:\d{1,2}|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen)\b"
    r"|in (?:19|20)\d\d\b|in my (?:teens|childhood)|used to|back then"
    r"|now i am an? (?:adult|parent))",
    re.IGNORECASE,
)
"""A sentence with one of these looks back."""


def sounds_like_a_call_for_help(text: str) -> bool:
    """Whether any sentence of a text sounds like somebody asking for help now."""
    text = text.replace("’", "'").replace("‘", "'")
    return any(
        CALL.search(sentence) and not PAST.search(sentence)
        for sentence in re.split(r"[.!?\n]+", text)
        if sentence.strip()
    )


def names_a_child_in_care(text: str) -> bool:
    """Whether a text seems to say who a child in care is: a name beside where the child lives."""
    return bool(NAMED.search(text.replace("’", "'")))


NAMED = re.compile(
    r"\b(?:foster|looked[- ]after|adopted) (?:son|daughter|child|boy|girl|brother|sister),?"
    r" [A-Z][a-z]+"
)
