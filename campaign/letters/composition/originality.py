"""The supporter's own words: prompts for a line of their own, and how much of a letter is theirs.

The share is advice to the writer and a figure for staff. It never blocks a letter.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from campaign.letters.composition import second_letter, templates, topics
from campaign.letters.composition.introductions import INTRODUCTIONS
from councils.models.contact import LETTER_ROLES

PROMPTS = (
    "I care about this because …",
    "Where I live, I have seen …",
    "What I wish for a child here is …",
)
"""Beginnings that a supporter may finish. An unfinished one stops the letter."""

RUN_LENGTH = 4
"""Number of words in a row that count as ours if one of our wordings has the same run."""
OWN_RUN = 9
"""Number of words in a row, but for names, that are somebody's own without doubt."""
MOSTLY_OURS = 50
"""Percentage of own words below which the writer is advised to add some."""
SENTENCE = re.compile(r"[^.!?…]+[.!?…]*")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def words_of(text: str) -> list[str]:
    return [word.casefold().replace("’", "'") for word in WORD.findall(text)]


def all_wordings() -> Iterator[str]:
    """Yield every wording of ours that a letter can have, with its placeholders."""
    yield from (f"Dear {role.label}" for role in LETTER_ROLES)
    for introductions in INTRODUCTIONS.values():
        yield from introductions
    yield from (
        *templates.CHARTER,
        templates.LOCAL_FIGURE,
        *templates.ENGLAND_FIGURES,
        templates.ANSWER,
        templates.ADDRESSES,
        *templates.THANKS,
        *templates.REPLIES,
        *templates.HANDOVER,
        *second_letter.SECOND,
    )
    for template in (*templates.TEMPLATES.values(), templates.FORMING):
        yield from (*template.asks, *template.asks_after_reply, *template.publish)
    for topic in topics.TOPICS:
        yield from (*topic.reasons, *topic.publish)


def runs_of(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield every run of words."""
    return (tuple(words[at : at + RUN_LENGTH]) for at in range(len(words) - RUN_LENGTH + 1))


def runs_in(text: str, names: frozenset[str] | None) -> Iterable[tuple[str, ...]]:
    return runs_of(words_of(text) if names is None else but_names(text, names))


def sentences_in(text: str, names: frozenset[str] | None) -> Iterable[tuple[str, ...]]:
    return (tuple(words_of(sentence)) for sentence in SENTENCE.findall(text))


@lru_cache(maxsize=32)
def ours(
    parts: Callable[[str, frozenset[str] | None], Iterable[tuple[str, ...]]],
    placeholders: tuple[tuple[str, str], ...] = (),
    names: frozenset[str] | None = None,
) -> frozenset[tuple[str, ...]]:
    """Return the words of all ``parts`` of our wordings, with their placeholders filled.

    With ``names``, those are left out, and so is what fills a placeholder: as for any council.
    """
    filled = defaultdict(str, placeholders)
    return frozenset(
        part for wording in all_wordings() for part in parts(wording.format_map(filled), names)
    )


def are_own(words: list[str], runs: frozenset[tuple[str, ...]]) -> list[bool]:
    """Return of each word whether it is in none of our runs."""
    own = [True] * len(words)
    for at, run in enumerate(runs_of(words)):
        if run in runs:
            own[at : at + RUN_LENGTH] = [False] * RUN_LENGTH
    return own


def own_words_percent(text: str, placeholders: dict[str, str]) -> int:
    """Return the percentage of a text's words that are the supporter's own; 100 without words.

    ``placeholders`` fill our wordings in a letter to this council.
    """
    words = words_of(text)
    own = are_own(words, ours(runs_in, tuple(sorted(placeholders.items()))))
    return round(100 * sum(own) / len(own)) if own else 100


def own_words(text: str, placeholders: dict[str, str]) -> str:
    """Return a text without the sentences that are ours, so that only the writer's are read."""
    known = ours(sentences_in, tuple(sorted(placeholders.items())))
    return "\n".join(
        "".join(part for part in SENTENCE.findall(line) if tuple(words_of(part)) not in known)
        for line in text.splitlines()
    )


def but_names(text: str, names: frozenset[str]) -> list[str]:
    """Return the words of a text but for names: of councils, and words that begin with a capital.

    Not where most do, or somebody would write all of it so.
    """
    words = WORD.findall(text)
    capitals = [word[0].isupper() and not word.isupper() for word in words]
    keeps_capitals = sum(capitals) > len(words) / 2
    return [
        plain
        for word, is_capital in zip(words, capitals, strict=True)
        if (plain := words_of(word)[0]) not in names
        and not any(letter.isdigit() for letter in plain)
        and (keeps_capitals or not is_capital)
    ]


def own_and_ours(text: str, names: frozenset[str]) -> tuple[list[str], int]:
    """Return the supporter's own words in a text, but for names, and how many words are ours.

    A few words in a row are left out of both: they are what our wording leaves beside a name.
    """
    theirs: list[str] = []
    few: list[str] = []  # lines of a few words each, one below another, are one run of many
    number, runs = 0, ours(runs_in, names=names)
    for line in text.splitlines():
        words = but_names(line, names)
        own = are_own(words, runs)
        number += own.count(False)
        for is_own, run in groupby(zip(own, words, strict=True), key=itemgetter(0)):
            found = [word for _, word in run]
            if is_own and len(found) < OWN_RUN:
                few += found
                continue
            theirs += few if len(few) >= OWN_RUN else []
            theirs += found if is_own else []
            few = []
    return theirs + (few if len(few) >= OWN_RUN else []), number


def coach(share: int) -> str:
    """Return one sentence of advice for a text that is mostly in our words, or ""."""
    if share >= MOSTLY_OURS:
        return ""
    proportion = "All" if share == 0 else "Most"
    return f"{proportion} of this is our wording. One line of yours counts for more."


def unfinished(text: str) -> str:
    """Return the prompt that was left unfinished in a text, or "".

    A prompt is unfinished if it ends in its dots, however typed, or ends its paragraph.
    """
    return next((prompt for prompt in PROMPTS if unfinished_pattern(prompt).search(text)), "")


@lru_cache(maxsize=len(PROMPTS))
def unfinished_pattern(prompt: str) -> re.Pattern[str]:
    beginning = r"\s+".join(map(re.escape, prompt.removesuffix("…").split()))
    return re.compile(rf"{beginning}\s*(?:…|\.|\n\s*\n|\Z)", re.IGNORECASE)
