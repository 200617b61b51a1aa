"""What of a letter is its writer's own, and whether it says anything at all.

The percentage of own words never stops a letter.

"Own" is asked for several purposes:

    own_words_percent        in paragraphs, and kept with the letter: for the public totals
    Look.is_mostly_own       in characters, as it is confirmed: a stranger could use us (held.py)
    Draft.is_as_composed     whether it is as we composed it, so that we may compose it anew
    Draft.is_one_field       whether its page has one field of text in place of our questions
"""

import hashlib
import re
from collections.abc import Iterable

from campaign.letters.composition import wordings

SENTENCE = re.compile(r"[^.!?…]+[.!?…]*")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
BEGINNING = (
    # The last one is of before December 2026 (views/old_screens.py).
    r"(?:I\s+care\s+about\s+this\s+because|(?:in|on)\s[^.!?\n]{1,60}?\sI['’]d\s+like\s+to\s+see"
    r"|I\s+wish\s+every\s+child\s+here)"
)
UNFINISHED = re.compile(
    rf"""
    {BEGINNING} \s*
    (?:
        (?: … | \.(?:\s*\.)* )     # its dots, however typed,
        (?! \S | [^\S\n]+\S )      # with nothing behind them in their line
        | (?= \n\s*\n )            # or none, at the end of a paragraph
        | \Z                       # or of all
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""One of our beginnings that nobody went on with."""
FINISHED = re.compile(rf"({BEGINNING})\s*(?:…|\.\s*\.[\s.]*)[^\S\n]*(?=\S)", re.IGNORECASE)
"""The same with its dots left where somebody went on."""


def words_of(text: str) -> list[str]:
    return [word.casefold().replace("’", "'") for word in WORD.findall(text)]


def without_unfinished(text: str) -> str:
    """Return a writer's line without a beginning of ours that nobody finished, or its dots."""
    return FINISHED.sub(r"\1 ", UNFINISHED.sub("", text)).strip()


def paragraphs_of(text: str) -> list[str]:
    return [part.strip("\n") for part in re.split(r"\n\s*\n", text) if part.strip()]


def own_words_percent(text: str, ours: Iterable[str]) -> int:
    """Return the percentage of a letter's paragraphs that its writer wrote or changed.

    ``ours`` are the paragraphs of ours that it could have. A greeting and a closing of ours do not
    count; a text with nothing else is its writer's own.
    """
    known = {tuple(words_of(paragraph)) for paragraph in ours}
    counted = 0
    own = 0
    for paragraph in paragraphs_of(text):
        words = tuple(words_of(paragraph))
        is_ours = words in known
        # "Dear Councillor," and "Yours sincerely,": nothing else of ours is so short.
        is_greeting_or_closing = is_ours and len(words) < 4
        if not words or is_greeting_or_closing:
            continue
        counted += 1
        if not is_ours:
            own += 1
    if not counted:
        return 100
    return round(100 * own / counted)


def sentences_of(texts: Iterable[str]) -> set[tuple[str, ...]]:
    """Return the sentences of texts, each as its words: none goes on in another line."""
    found: set[tuple[str, ...]] = set()
    for text in texts:
        for line in text.splitlines():
            for sentence in SENTENCE.findall(line):
                found.add(tuple(words_of(sentence)))
    return found


def own_words(text: str, ours: Iterable[str]) -> str:
    """Return a text without the sentences that are ours, so that only the writer's are read."""
    known = sentences_of(ours)
    lines = []
    for line in text.splitlines():
        kept = ""
        for sentence in SENTENCE.findall(line):
            if tuple(words_of(sentence)) not in known:
                kept += sentence
        lines.append(kept)
    return "\n".join(lines)


def length_of_ours(text: str, ours: Iterable[str]) -> int:
    """Return how long the sentences of ours in a text are; one that is repeated counts once.

    Otherwise somebody would say ours again and again, below a page of their own.
    """
    found = sentences_of([text]) & sentences_of(ours)
    return sum(length_of(" ".join(sentence)) for sentence in found)


def length_of(text: str) -> int:
    """Return the characters of a text without spaces: not all scripts have them between words."""
    return len("".join(text.split()))


# Whether a letter says anything at all

A_GREETING = re.compile(
    r"(?:dear|hello|hi|hiya|hey|good (?:morning|afternoon|evening|day)|to whom it may concern)\b"
    r"[^.,:!?\n]{0,80}",
    re.IGNORECASE,
)
ADDRESSED = re.compile(r"[^.!?\n]{1,60},")
"""A first line that ends in a comma, in any language."""
ASKS = re.compile(
    r"\b(?:please|pls|plz|sign|act|help|listen|protect|save|stop|think|vote|i|we|my|our|you|your"
    r"|us|(?-i:can|will|do)|could|must|should|would|don['’]t)\b",
    re.IGNORECASE,
)
"""Words of a sentence, as in "Dear Councillor please sign", and of no greeting. What may be a name
too, as in "Dear Will Smith", only without a capital."""
MOST_OF_A_GREETING = 3
"""Words of a greeting that is all there is: of more, as in "Dear Councillor please sign the
Charter", it may be a sentence."""
A_CLOSING = re.compile(
    r"\b(?:yours (?:faithfully|sincerely|truly)|(?:kind|best|warm) (?:regards|wishes)|many thanks"
    r"|thank you|thanks|regards)\b[.,!]?",
    re.IGNORECASE,
)
SIGN_OFF = re.compile(
    r"^[ \t]*(?:yours (?:faithfully|sincerely|truly)|(?:\w{1,20} )?regards)[.,!]?[ \t]*$[^.!?]*\Z",
    re.IGNORECASE | re.MULTILINE,
)
"""A line that closes a letter, and below it a name, and perhaps an address, but no sentence."""


def says_nothing(text: str) -> bool:
    """Return whether a letter is only a greeting, a full stop, or what we put round the words."""
    text = SIGN_OFF.sub("", text)
    for pattern in wordings.ALL_PATTERNS:
        for request in pattern.closing_requests:
            text = text.replace(request, "")
    left = A_CLOSING.sub(" ", text).strip()
    if not words_of(left):
        return True
    return is_only_a_greeting(left)


def is_only_a_greeting(text: str) -> bool:
    """Whether all that is said is a greeting: "Dear Councillor,", or "Annwyl Gynghorydd,"."""
    is_short = len(words_of(text)) <= MOST_OF_A_GREETING
    begins_as_one = A_GREETING.fullmatch(text.rstrip(",.:! ")) is not None
    if not begins_as_one:
        return is_short and ADDRESSED.fullmatch(text) is not None
    if ASKS.search(text):
        return False
    return is_short or text.endswith(",")


def digest(text: str) -> str:
    """Return what shows whether a text has changed."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
