"""What of a letter is its writer's own. It never blocks a letter."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter

from campaign.letters.composition import wordings

RUN_LENGTH = 4
"""Number of words in a row that count as ours if one of our wordings has the same run."""
OWN_RUN = 9
"""Number of words in a row, but for names, that are somebody's own without doubt."""
SENTENCE = re.compile(r"[^.!?…]+[.!?…]*")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
UNFINISHED = re.compile(
    r"(?:I\s+care\s+about\s+this\s+because|(?:in|on)\s[^.!?\n]{1,60}?\sI['’]d\s+like\s+to\s+see"
    r"|I\s+wish\s+every\s+child\s+here)\s*(?:…|\.(?:\s*\.)*|(?=\n\s*\n)|\Z)",
    re.IGNORECASE,
)
"""One of our beginnings with its dots, however typed, or at the end of its paragraph."""


def words_of(text: str) -> list[str]:
    return [word.casefold().replace("’", "'") for word in WORD.findall(text)]


def without_unfinished(text: str) -> str:
    """Return a supporter's line without a beginning of ours that was left unfinished."""
    return UNFINISHED.sub("", text).strip()


def paragraphs_of(text: str) -> list[str]:
    return [part.strip("\n") for part in re.split(r"\n\s*\n", text) if part.strip()]


def own_words_percent(text: str, ours: Iterable[str]) -> int:
    """Return the percentage of a letter's paragraphs that its writer wrote or changed.

    ``ours`` are the paragraphs of ours that it could have. A greeting and a closing of ours do not
    count; a text with nothing else is its writer's own.
    """
    known = {tuple(words_of(paragraph)) for paragraph in ours}
    paragraphs = [tuple(words_of(paragraph)) for paragraph in paragraphs_of(text)]
    told = [words for words in paragraphs if words and not (words in known and len(words) < 4)]
    return round(100 * sum(words not in known for words in told) / len(told)) if told else 100


def own_words(text: str, ours: Iterable[str]) -> str:
    """Return a text without the sentences that are ours, so that only the writer's are read."""
    known = {
        tuple(words_of(sentence)) for paragraph in ours for sentence in SENTENCE.findall(paragraph)
    }
    return "\n".join(
        "".join(part for part in SENTENCE.findall(line) if tuple(words_of(part)) not in known)
        for line in text.splitlines()
    )


# For any council: which letters say the same (held.py)


@cache
def all_wordings() -> tuple[str, ...]:
    """Return every wording of ours that a letter can have, with its braces."""
    patterns = wordings.PATTERNS.values()
    questions = (
        f"{lead} {question.words} {question.more}"
        for question in wordings.QUESTIONS
        for lead in (wordings.FIRST_QUESTION, wordings.NEXT_QUESTION)
    )
    return (
        *(text for pattern in patterns for text in (*pattern.asks, *pattern.answers)),
        *(wordings.GREETING, wordings.OPENING, wordings.PUBLISH, wordings.IF_WRONG),
        *(wordings.BECAUSE_OF_THE_LIST, wordings.FIGURE, wordings.NOT_FOUND, wordings.HANDOVER),
        *(wordings.REPLIED, wordings.CLOSING, wordings.SECOND_TO_ANOTHER, wordings.SMALL_PRINT),
        *(*wordings.SECOND, *questions),
    )


def but_names(text: str, names: frozenset[str]) -> Iterator[str]:
    """Yield the words of a text but for names: of councils, and words that begin with a capital.

    Not where most do, or somebody would write all of it so.
    """
    words = WORD.findall(text)
    capitals = [word[0].isupper() and not word.isupper() for word in words]
    keeps_capitals = sum(capitals) > len(words) / 2
    for word, is_capital in zip(words, capitals, strict=True):
        plain = words_of(word)[0]
        is_name = plain in names or any(letter.isdigit() for letter in plain)
        if not is_name and (keeps_capitals or not is_capital):
            yield plain


@lru_cache(maxsize=4)
def our_runs(names: frozenset[str]) -> frozenset[tuple[str, ...]]:
    """Return every run of words in our wordings without names, as they are for any council."""
    texts = [list(but_names(text.format_map(defaultdict(str)), names)) for text in all_wordings()]
    return frozenset(
        tuple(words[at : at + RUN_LENGTH])
        for words in texts
        for at in range(len(words) - RUN_LENGTH + 1)
    )


def words_but_ours(text: str, names: frozenset[str]) -> list[str]:
    """Return the supporter's own words in a text, but for names.

    A few words in a row are left out: they are what our wording leaves beside a name.
    """
    theirs: list[str] = []
    few: list[str] = []  # lines of a few words each, one below another, are one run of many
    for line in text.splitlines():
        words = list(but_names(line, names))
        own = [True] * len(words)
        for at in range(len(words) - RUN_LENGTH + 1):
            if tuple(words[at : at + RUN_LENGTH]) in our_runs(names):
                own[at : at + RUN_LENGTH] = [False] * RUN_LENGTH
        for is_own, run in groupby(zip(own, words, strict=True), key=itemgetter(0)):
            found = [word for _, word in run]
            if is_own and len(found) < OWN_RUN:
                few += found
                continue
            theirs += few if len(few) >= OWN_RUN else []
            theirs += found if is_own else []
            few = []
    return theirs + (few if len(few) >= OWN_RUN else [])


# Whether a letter says anything at all

GREETING = re.compile(
    r"\A(?:dear|hello|hi|hiya|hey|good (?:morning|afternoon|evening|day)|to whom it may concern)\b"
    r"[^.,:!?\n]{0,80}(?:[.,:!\n]|\Z)",
    re.IGNORECASE,
)
ADDRESSED = re.compile(r"\A[^.!?\n]{1,60},[ \t]*(?:\n|\Z)")
"""A first line that ends in a comma, in any language."""
CLOSING = re.compile(
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
    text = GREETING.sub("", SIGN_OFF.sub("", text).lstrip())
    text = ADDRESSED.sub("", text.lstrip())
    for wording in (*wordings.ANSWERS, wordings.THANKS):
        text = text.replace(wording, "")
    return not WORD.search(CLOSING.sub(" ", text))
