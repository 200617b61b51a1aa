"""Phrases as councils/safeguarding/call_for_help.txt writes them, and finding them in a sentence.

The notation is explained at the top of that file. A phrase is tried only in sentences that have
one of the words it cannot do without, so that hundreds of phrases cost little.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

COMMON = frozenset(
    """
    i me my a an the to in on at of and it is he she they you your we us our be been do did not no
    have has had was am are who what will or so can out up with for that this from if when his her
    their them him one all just got get go
    """.split()  # noqa: SIM905  a list of words reads better as words
)
"""Words that most sentences have: to need one of them tells little."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in plain small words, as "^ i have run away $ ", and those words."""

    text: str
    words: frozenset[str] = field(repr=False)

    @classmethod
    def of(cls, text: str) -> "Sentence":
        return cls(text, frozenset(text.split()))


class Lists:
    """The words in capitals and what each stands for: one phrase or several."""

    def __init__(self) -> None:
        self._phrases: dict[str, list[str]] = {}

    def add(self, name: str, phrase: str) -> None:
        self._phrases.setdefault(name, []).append(phrase)

    def phrases(self, name: str) -> list[str]:
        """Return the phrases of a list. Raises ValueError where there is no such list."""
        if name not in self._phrases:
            raise ValueError(f"There is no list {name}.")
        return self._phrases[name]


class Phrases:
    """Some phrases, any of which may stand in a sentence."""

    def __init__(self, phrases: list[str], lists: Lists):
        self._ways = [
            (needs(phrase, lists), re.compile(r"(?<![^ ])" + as_pattern(phrase, lists)))
            for phrase in phrases
        ]

    def are_in(self, sentence: Sentence) -> bool:
        """Whether one of them stands in a sentence, where a word begins."""
        return any(
            pattern.search(sentence.text)
            for needed, pattern in self._ways
            if needed is None or not needed.isdisjoint(sentence.words)
        )

    def crossed_out(self, sentence: Sentence) -> Sentence:
        """Return a sentence with a mark in place of each of them."""
        text = sentence.text
        for needed, pattern in self._ways:
            if needed is None or not needed.isdisjoint(sentence.words):
                text = pattern.sub("~ ", text)
        return sentence if text is sentence.text else Sentence.of(text)


# A phrase as a regular expression: each of its words ends in one space


def as_pattern(phrase: str, lists: Lists) -> str:
    return "".join(token_as_pattern(token, lists) for token in phrase.split())


def token_as_pattern(token: str, lists: Lists) -> str:
    if token == ">>":
        return r"(?:[^ $]+ )*"
    if token in ("..", "(..)"):
        return r"(?:[^ ^$]+ )?"
    if token == "...":
        return r"(?:[^ ^$]+ ){0,4}?"
    choices = "|".join(choice_as_pattern(choice, lists) for choice in choices_of(token))
    how_often = "" if not token.startswith("(") else "{0,6}" if token.endswith("*") else "?"
    return f"(?:{choices}){how_often}"


def choices_of(token: str) -> list[str]:
    return [choice for choice in token.strip("()*").split("/") if choice]


def choice_as_pattern(choice: str, lists: Lists) -> str:
    if choice in ("START", "END"):
        return {"START": r"\^ ", "END": r"\$ "}[choice]
    return "".join(
        list_as_pattern(part, lists) if part.isupper() else letters_as_pattern(part)
        for part in parts_of(choice)
    )


def parts_of(choice: str) -> list[str]:
    """Return the words of one choice; the name of a list is one, whatever is in it."""
    return [choice] if choice.isupper() else choice.split("_")


def list_as_pattern(name: str, lists: Lists) -> str:
    return f"(?:{'|'.join(as_pattern(phrase, lists) for phrase in lists.phrases(name))})"


def letters_as_pattern(word: str) -> str:
    return re.escape(word).replace(r"\#", "[0-9]").replace(r"\~", "[^ ]*") + " "


# The words that a phrase cannot do without


def needs(phrase: str, lists: Lists) -> frozenset[str] | None:
    """Return words of which a sentence must have one to hold a phrase; None: it may do without."""
    sets = [token_needs(token, lists) for token in phrase.split()]
    return min(filter(None, sets), key=how_common, default=None)


def how_common(words: frozenset[str]) -> tuple[int, int]:
    return len(words & COMMON), len(words)


def token_needs(token: str, lists: Lists) -> frozenset[str] | None:
    if token.startswith("(") or token in (">>", "..", "..."):
        return None
    return united(choice_needs(choice, lists) for choice in choices_of(token))


def choice_needs(choice: str, lists: Lists) -> frozenset[str] | None:
    """Return words of which one stands wherever a choice does."""
    if choice in ("START", "END"):
        return None
    if choice.isupper():
        return united(needs(phrase, lists) for phrase in lists.phrases(choice))
    telling = [part for part in choice.split("_") if part.isalnum() and not part.isupper()]
    return min((frozenset([part]) for part in telling), key=how_common, default=None)


def united(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """Return all words of some sets; None where one of them needs nothing."""
    words: frozenset[str] = frozenset()
    for needed in sets:
        if needed is None:
            return None
        words |= needed
    return words
