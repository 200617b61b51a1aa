"""Words that sound like a child asking for help now.

A match is never an accusation and never blocks: it shows the helplines first, and the writer can
go on. So where no rule can tell, it leans towards showing them. It leaves alone what adults write
about the past, about others, and about the charter.

The rules are in call_for_help.txt, in words that anybody can read and extend; this file reads
them. Nothing of a text is kept.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from councils.safeguarding.phrases import Lists, Phrases, Sentence

__all__ = ["may_be_about_the_writer", "sounds_like_a_call_for_help"]

LONGEST = 8_000
"""Characters that are read: more than any form of ours takes."""

MOBILE = 2
"""Words spelt as on a phone (i, im, dont, u) that make it a young person's way of writing."""

ENDS = re.compile(r"[.!?;\n\r…]+")
WORD = re.compile(r"[a-z0-9&+/£]+(?:['-][a-z0-9]+)*")
# A phone writes ‘cause and ‘til with the mark that opens a quotation.
QUOTED = re.compile(
    r"“[^“”]{1,400}”|\"[^\"]{1,400}\"|‘(?!(?:cause|cos|cuz|til|em|bout)\b)[^‘’]{12,400}’(?!\w)",
    re.IGNORECASE,
)


def sounds_like_a_call_for_help(text: str) -> bool:
    """Whether any sentence of a text sounds like somebody asking for help now."""
    return any(True for _ in signs_of(text))


def may_be_about_the_writer(text: str) -> bool:
    """Whether a text that is no council's name may come from somebody who looks for help.

    For the box that finds a council, where a wrong guess costs a reader two lines.
    """
    rules = the_rules()
    return any(map(rules.find_box.are_in, plain(text)))


def signs_of(text: str) -> Iterator[str]:
    """Yield what a text seems to say, in the words of the headings under [signs]."""
    rules = the_rules()
    sentences = [rules.harmless.crossed_out(sentence) for sentence in plain(text)]
    a_child = any(map(rules.a_child.are_in, sentences))
    young = a_child or spelt_as_on_a_phone(text) >= MOBILE
    grown_up = not a_child and any(looks_back(sentence, rules, young) for sentence in sentences)
    for sentence in sentences:
        found = [sign for sign in rules.signs if sign.phrases.are_in(sentence)]
        hinted = hints_in(sentence, rules, young) >= 2
        over = (found or hinted) and is_over(sentence, grown_up, rules)
        yield from (sign.says for sign in found if not (sign.past and over))
        if hinted and not over:
            yield "Several hints together"
    # In the text as a whole, and in each sentence: round it may stand our own words about others.
    whole = Sentence.of("".join(sentence.text for sentence in sentences))
    if young and not grown_up and any(hints_in(part, rules, young) for part in [whole, *sentences]):
        yield "A hint in a young person's words"


def looks_back(sentence: Sentence, rules: "Rules", young: bool) -> bool:
    """Whether a sentence is one of those that only somebody who has grown up writes."""
    return (
        rules.grown_up.are_in(sentence)
        or (not young and rules.remembers.are_in(sentence))
        or (rules.year.are_in(sentence) and is_about_the_writer(sentence, rules))
    )


def is_over(sentence: Sentence, grown_up: bool, rules: "Rules") -> bool:
    """Whether what a sentence says in the past tense is over."""
    if rules.now.are_in(sentence) or rules.a_child.are_in(sentence):
        return False
    return rules.over.are_in(sentence) or (grown_up and not rules.as_of_now.are_in(sentence))


def is_about_the_writer(sentence: Sentence, rules: "Rules") -> bool:
    return rules.mine.are_in(sentence) and not rules.others.are_in(sentence)


def hints_in(sentence: Sentence, rules: "Rules", young: bool) -> int:
    """Return how many groups of hints a sentence has, if it is about the writer."""
    if not is_about_the_writer(sentence, rules):
        return 0
    groups = rules.hints_of_the_young if young else rules.hints
    return sum(group.are_in(sentence) for group in groups)


def spelt_as_on_a_phone(text: str) -> int:
    """Return how many different words are spelt as people do on a phone: i, im, dont, u, pls."""
    words = set(re.findall(r"(?<![’'‘`´\w])[a-z0-9]+(?![’'‘`´\w])", text[:LONGEST].lower()))
    # A phone writes "I" by itself: a small one was typed by somebody in a hurry.
    small_i = re.search(r"(?<![\w.])i(?![\w.])", text[:LONGEST])
    return len(words & the_rules().mobile) + bool(small_i)


# From what was typed to plain small words


def plain(text: str) -> list[Sentence]:
    """Return the sentences of a text in plain small words."""
    text = re.sub("[’‘`´]", "'", without_quotations(text[:LONGEST]))
    text = unicodedata.normalize("NFKC", text).lower()
    sentences = (in_plain_words(sentence) for sentence in ENDS.split(text))
    return [Sentence.of(f"^ {sentence} $ ") for sentence in sentences if sentence]


def in_plain_words(sentence: str) -> str:
    sentence = re.sub(r"([a-z])\1{2,}", r"\1", sentence)  # heeeelp, sooo
    rules = the_rules()
    words = " ".join(plain_word(word, rules) for word in WORD.findall(sentence))
    words = re.sub(r"\b(\w+)(?: \1\b)+", r"\1", words)  # no no no
    return rules.pairs.sub(lambda found: rules.spelling[found[0].replace(" ", "_")], words)


def plain_word(word: str, rules: "Rules") -> str:
    for spelt in (word, word.removesuffix("'s") + "s" if word.endswith("'s") else word):
        if spelt in rules.spelling:
            return rules.spelling[spelt]
    return spelt.replace("-", " ").replace("'", "")


def without_quotations(text: str) -> str:
    """Return a text without what it quotes, unless it is nothing but a quotation.

    Words in quotation marks are somebody else's: a child's in an adult's letter. What is said to
    "you" stays, since it may be a threat.
    """
    rest = QUOTED.sub(lambda found: found[0] if " you" in found[0].lower() else " ", text)
    return rest if re.search(r"\w", rest) else text


# Reading the rules


@dataclass(slots=True)
class Sign:
    """One thing a child in need may say, in the ways in which it is said."""

    says: str
    past: bool
    phrases: Phrases


@dataclass(slots=True)
class Rules:
    """What call_for_help.txt says."""

    spelling: dict[str, str] = field(default_factory=dict)
    signs: list[Sign] = field(default_factory=list)
    hints: list[Phrases] = field(default_factory=list)
    hints_of_the_young: list[Phrases] = field(default_factory=list)
    mobile: set[str] = field(default_factory=set)
    pairs: re.Pattern[str] = field(init=False)
    harmless: Phrases = field(init=False)
    a_child: Phrases = field(init=False)
    now: Phrases = field(init=False)
    as_of_now: Phrases = field(init=False)
    grown_up: Phrases = field(init=False)
    year: Phrases = field(init=False)
    remembers: Phrases = field(init=False)
    over: Phrases = field(init=False)
    mine: Phrases = field(init=False)
    others: Phrases = field(init=False)
    find_box: Phrases = field(init=False)


@cache
def the_rules() -> Rules:
    """Read call_for_help.txt. Raises ValueError for a list that is not there."""
    lines = sections(Path(__file__).with_suffix(".txt").read_text("utf-8"))
    rules, lists = Rules(), Lists()
    for line in lines["spelling"]:
        read_spelling(line, rules.spelling)
    rules.mobile = {typed for typed in rules.spelling if typed.isalnum()}
    for line in lines["other words"]:
        read_spelling(line, rules.spelling)
    for line in lines["lists"]:
        name, _, phrase = line.partition(" = ")
        lists.add(name, phrase)
    rules.pairs = re.compile(
        "|".join(rf"\b{typed.replace('_', ' ')}\b" for typed in rules.spelling if "_" in typed)
    )
    rules.harmless = Phrases(lines["harmless"], lists)
    for heading, phrases in headed(lines["signs"]):
        says, _, past = heading.partition(", past")
        rules.signs.append(Sign(says, heading.endswith(", past"), Phrases(phrases, lists)))
    for _, phrases in headed(lines["hints"]):
        young = [phrase.removeprefix("young ") for phrase in phrases]
        rules.hints_of_the_young.append(Phrases(young, lists))
        rules.hints.append(Phrases([p for p in phrases if not p.startswith("young ")], lists))
    rules.mine, rules.others = Phrases(["MINE"], lists), Phrases(["OTHERS"], lists)
    rules.find_box = Phrases(lines["find box"], lists)
    (
        rules.a_child,
        rules.now,
        rules.as_of_now,
        rules.grown_up,
        rules.year,
        rules.remembers,
        rules.over,
    ) = (Phrases(phrases, lists) for _, phrases in headed(lines["looking back"]))
    return rules


def sections(text: str) -> dict[str, list[str]]:
    """Return the lines of each [section], without notes and empty lines."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("["):
            lines = found[line.strip("[]")] = []
        elif line.strip() and not re.match(r"#( |$)", line):
            lines.append(line)
    return found


def headed(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each heading, a line that begins with "=", and the phrases under it."""
    heading, phrases = "", list[str]()
    for line in [*lines, "= "]:
        if not line.startswith("= "):
            phrases.append(line)
            continue
        if phrases:
            yield heading, phrases
        heading, phrases = line[2:], []


def read_spelling(line: str, spelling: dict[str, str]) -> None:
    meant, _, typed = line.partition(": ")
    if meant == "slips":
        for word in typed.split():
            spelling.update(dict.fromkeys(slips(word) - set(spelling), word))
    elif meant == "no slips":
        for word in typed.split():
            spelling.pop(word, None)
    else:
        spelling.update(dict.fromkeys(typed.split(), meant))


def slips(word: str) -> set[str]:
    """Return slips of the finger: a letter of a word swapped with the next, left out, doubled."""
    return {
        word[:at] + middle + word[at + 2 :]
        for at in range(1, len(word) - 1)
        for a, b in [(word[at], word[at + 1])]
        for middle in (b + a, a, b, a + a + b)
    } - {word}
