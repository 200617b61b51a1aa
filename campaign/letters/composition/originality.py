"""The supporter's own words: prompts for a line of one's own, and how much of a letter is theirs.

It is advice to the writer and a number for staff. It never blocks a letter.
"""

import re
from functools import lru_cache

from campaign.letters.composition import templates, topics
from councils.models import Role

PROMPTS = (
    "I care about this because …",
    "Where I live, I have seen …",
    "What I wish for a child here is …",
)
"""Beginnings that a supporter may finish. One that is left unfinished stops the letter."""

RUN = 4
"""Words in a row that also stand in a row in our wordings are ours."""
MOSTLY_OURS = 50
"""Hundredths: with fewer words of their own, the coach speaks."""
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def words_of(text: str) -> list[str]:
    return [word.casefold().replace("’", "'") for word in WORD.findall(text)]


def all_wordings():
    """Yield every wording of ours that a letter can have, its places not filled yet."""
    yield from (f"Dear {role}" for role in Role.labels)
    yield from (*templates.HERE, *templates.CHARTER, *templates.HAND_ON, *templates.SECOND)
    for matters in templates.MATTERS.values():
        yield from matters
    for frame in templates.FRAMES.values():
        yield from (*frame.asks, *frame.closings)
    for point in topics.TOPICS:
        yield from point.wordings


@lru_cache(maxsize=16)
def our_runs(placeholders: tuple[tuple[str, str], ...]) -> frozenset[tuple[str, ...]]:
    """Return every run of words in our wordings, as a letter to one council has them."""
    filled = dict(placeholders)
    runs = set()
    for wording in all_wordings():
        words = words_of(wording.format_map(filled))
        runs |= {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    return frozenset(runs)


def own_words_percent(text: str, placeholders: dict[str, str]) -> int:
    """Return how many of a hundred words of a text are the supporter's own.

    ``places`` is what fills our wordings in a letter to this council. Of a text without words
    nothing is ours.
    """
    words = words_of(text)
    if not words:
        return 100
    own, runs = [True] * len(words), our_runs(tuple(sorted(placeholders.items())))
    for at in range(len(words) - RUN + 1):
        if tuple(words[at : at + RUN]) in runs:
            own[at : at + RUN] = [False] * RUN
    return round(100 * sum(own) / len(words))


def coach(share: int) -> str:
    """Return one sentence for whoever writes mostly in our words, or ""."""
    if share >= MOSTLY_OURS:
        return ""
    how_much = "All" if share == 0 else "Most"
    return f"{how_much} of this is our wording. One line of yours counts for more."


def unfinished(text: str) -> str:
    """Return the prompt of ours that was left unfinished in a text, or "".

    With its dots, however they are typed, or with nothing after it in its paragraph.
    """
    return next((prompt for prompt in PROMPTS if left_as_it_is(prompt).search(text)), "")


@lru_cache(maxsize=len(PROMPTS))
def left_as_it_is(prompt: str) -> re.Pattern:
    beginning = r"\s+".join(map(re.escape, prompt.removesuffix("…").split()))
    return re.compile(rf"{beginning}\s*(?:…|\.|\n\s*\n|\Z)", re.IGNORECASE)
