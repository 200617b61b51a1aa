"""The supporter's own words: prompts for a line of their own, and how much of a letter is theirs.

The share is advice to the writer and a figure for staff. It never blocks a letter.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

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


@lru_cache(maxsize=16)
def our_runs(placeholders: tuple[tuple[str, str], ...]) -> frozenset[tuple[str, ...]]:
    """Return every run of words in our wordings, with their placeholders filled for a council."""
    filled = dict(placeholders)
    runs = set()
    for wording in all_wordings():
        words = words_of(wording.format_map(filled))
        runs |= {tuple(words[at : at + RUN_LENGTH]) for at in range(len(words) - RUN_LENGTH + 1)}
    return frozenset(runs)


def own_words_percent(text: str, placeholders: dict[str, str]) -> int:
    """Return the percentage of a text's words that are the supporter's own; 100 without words.

    ``placeholders`` fill our wordings in a letter to this council.
    """
    words = words_of(text)
    if not words:
        return 100
    own, runs = [True] * len(words), our_runs(tuple(sorted(placeholders.items())))
    for at in range(len(words) - RUN_LENGTH + 1):
        if tuple(words[at : at + RUN_LENGTH]) in runs:
            own[at : at + RUN_LENGTH] = [False] * RUN_LENGTH
    return round(100 * sum(own) / len(words))


@lru_cache(maxsize=16)
def our_sentences(placeholders: tuple[tuple[str, str], ...]) -> frozenset[tuple[str, ...]]:
    """Return the words of every sentence in our wordings, filled for a council."""
    filled = dict(placeholders)
    return frozenset(
        tuple(words_of(sentence))
        for wording in all_wordings()
        for sentence in SENTENCE.findall(wording.format_map(filled))
    )


def own_words(text: str, placeholders: dict[str, str]) -> str:
    """Return a text without the sentences that are ours, so that only the writer's are read."""
    ours = our_sentences(tuple(sorted(placeholders.items())))
    return "\n".join(
        "".join(part for part in SENTENCE.findall(line) if tuple(words_of(part)) not in ours)
        for line in text.splitlines()
    )


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
