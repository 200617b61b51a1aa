"""Words that sound like a child asking for help now.

A match is never an accusation and never blocks: it shows the helplines first, and the writer can
go on. So where no rule can tell, it leans towards showing them. It leaves alone what adults write
about the past, about others, and about the charter.

The rules are in call_for_help.txt, in words that anybody can read and extend; this file reads
them. Nothing of a text is kept.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from councils.child_in_care import names_a_child_in_care

__all__ = ["may_be_about_the_writer", "names_a_child_in_care", "sounds_like_a_call_for_help"]

LONGEST = 8_000
"""Characters that are read: more than any form of ours takes."""

MOBILE = 2
"""Words spelt as on a phone (i, im, dont, u) that make it a young person's way of writing."""

ENDS = re.compile(r"[.!?;\n\r…]+")
WORD = re.compile(r"[a-z0-9&+/£]+(?:['-][a-z0-9]+)*")
QUOTED = re.compile(r"“[^“”]{1,400}”|\"[^\"]{1,400}\"|‘[^‘’]{12,400}’(?!\w)")


def sounds_like_a_call_for_help(text: str) -> bool:
    """Whether any sentence of a text sounds like somebody asking for help now."""
    return any(True for _ in signs_of(text))


def may_be_about_the_writer(text: str) -> bool:
    """Whether a text that is no council's name may come from somebody who looks for help.

    For the box that finds a council, where a wrong guess costs a reader two lines.
    """
    rules = the_rules()
    return any(map(rules.find_box.search, plain(text)))


def signs_of(text: str):
    """Yield what a text seems to say, in the words of the headings under [signs]."""
    rules = the_rules()
    sentences = [rules.harmless.sub("~ ", sentence) for sentence in plain(text)]
    a_child = any(map(rules.a_child.search, sentences))
    young = a_child or spelt_as_on_a_phone(text) >= MOBILE
    grown_up = not a_child and (
        any(map(rules.grown_up.search, sentences))
        or (not young and any(map(rules.remembers.search, sentences)))
    )
    for sentence in sentences:
        over = is_over(sentence, grown_up, rules)
        for sign in rules.signs:
            if sign.pattern.search(sentence) and not (sign.past and over):
                yield sign.says
        if not over and hints_in(sentence, rules, young) >= 2:
            yield "Several hints together"
    whole = "".join(sentences)
    if young and not grown_up and hints_in(whole, rules, young):
        yield "A hint in a young person's words"


def is_over(sentence: str, grown_up: bool, rules: "Rules") -> bool:
    """Whether what a sentence says in the past tense is over."""
    if rules.now.search(sentence) or rules.a_child.search(sentence):
        return False
    return grown_up or bool(rules.over.search(sentence))


def hints_in(text: str, rules: "Rules", young: bool) -> int:
    """Return how many groups of hints a text has, if it is about the writer."""
    if not rules.mine.search(text) or rules.others.search(text):
        return 0
    groups = rules.hints_of_the_young if young else rules.hints
    return sum(bool(group.search(text)) for group in groups)


def spelt_as_on_a_phone(text: str) -> int:
    """Return how many different words are spelt as people do on a phone: i, im, dont, u, pls."""
    words = set(re.findall(r"(?<![’'‘`´\w])[a-z0-9]+(?![’'‘`´\w])", text[:LONGEST].lower()))
    # A phone writes "I" by itself: a small one was typed by somebody in a hurry.
    small_i = re.search(r"(?<![\w.])i(?![\w.])", text[:LONGEST])
    return len(words & the_rules().mobile) + bool(small_i)


# From what was typed to plain small words


def plain(text: str) -> list[str]:
    """Return the sentences of a text in plain small words, each as "^ i have run away $ "."""
    text = re.sub("[’‘`´]", "'", without_quotations(text[:LONGEST]))
    text = unicodedata.normalize("NFKC", text).lower()
    sentences = (in_plain_words(sentence) for sentence in ENDS.split(text))
    return [f"^ {sentence} $ " for sentence in sentences if sentence]


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
    pattern: re.Pattern


@dataclass(slots=True)
class Rules:
    """What call_for_help.txt says."""

    spelling: dict[str, str] = field(default_factory=dict)
    signs: list[Sign] = field(default_factory=list)
    hints: list[re.Pattern] = field(default_factory=list)
    hints_of_the_young: list[re.Pattern] = field(default_factory=list)
    mobile: set[str] = field(default_factory=set)
    pairs: re.Pattern = None
    harmless: re.Pattern = None
    a_child: re.Pattern = None
    now: re.Pattern = None
    grown_up: re.Pattern = None
    remembers: re.Pattern = None
    over: re.Pattern = None
    mine: re.Pattern = None
    others: re.Pattern = None
    find_box: re.Pattern = None


@cache
def the_rules() -> Rules:
    """Read call_for_help.txt. Raises ValueError for a list that is not there."""
    lines = sections(Path(__file__).with_suffix(".txt").read_text("utf-8"))
    rules, lists = Rules(), {}
    for line in lines["spelling"]:
        read_spelling(line, rules.spelling)
    rules.mobile = {typed for typed in rules.spelling if typed.isalnum()}
    for line in lines["other words"]:
        read_spelling(line, rules.spelling)
    for line in lines["lists"]:
        name, _, phrase = line.partition(" = ")
        lists.setdefault(name, []).append(as_pattern(phrase, lists))
    rules.pairs = re.compile(
        "|".join(rf"\b{typed.replace('_', ' ')}\b" for typed in rules.spelling if "_" in typed)
    )
    rules.harmless = one_of(lines["harmless"], lists)
    for heading, phrases in headed(lines["signs"]):
        says, _, past = heading.partition(", past")
        rules.signs.append(Sign(says, heading.endswith(", past"), one_of(phrases, lists)))
    for _, phrases in headed(lines["hints"]):
        young = [phrase.removeprefix("young ") for phrase in phrases]
        rules.hints_of_the_young.append(one_of(young, lists))
        rules.hints.append(one_of([p for p in phrases if not p.startswith("young ")], lists))
    rules.mine, rules.others = one_of(["MINE"], lists), one_of(["OTHERS"], lists)
    rules.find_box = one_of(lines["find box"], lists)
    rules.a_child, rules.now, rules.grown_up, rules.remembers, rules.over = (
        one_of(phrases, lists) for _, phrases in headed(lines["looking back"])
    )
    return rules


def sections(text: str) -> dict[str, list[str]]:
    """Return the lines of each [section], without notes and empty lines."""
    found, lines = {}, []
    for line in text.splitlines():
        if line.startswith("["):
            lines = found[line.strip("[]")] = []
        elif line.strip() and not line.startswith("#"):
            lines.append(line)
    return found


def headed(lines: list[str]):
    """Yield each heading, a line that begins with "=", and the phrases under it."""
    heading, phrases = "", []
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
        for a, b in [word[at : at + 2]]
        for middle in (b + a, a, b, a + a + b)
    } - {word}


def one_of(phrases: list[str], lists: dict[str, list[str]]) -> re.Pattern:
    """Return a pattern that finds any of some phrases where a word begins."""
    ways = "|".join(as_pattern(phrase, lists) for phrase in phrases)
    return re.compile(rf"(?<![^ ])(?:{ways})")


def as_pattern(phrase: str, lists: dict[str, list[str]]) -> str:
    """Return a phrase as a regular expression. Each of its words ends in one space."""
    return "".join(token_as_pattern(token, lists) for token in phrase.split())


def token_as_pattern(token: str, lists: dict[str, list[str]]) -> str:
    if token == ">>":
        return r"(?:[^ $]+ )*"
    if token in ("..", "(..)"):
        return r"(?:[^ ^$]+ )?"
    if token == "...":
        return r"(?:[^ ^$]+ ){0,4}?"
    inside = token.strip("()*")
    words = "|".join(word_as_pattern(word, lists) for word in inside.split("/") if word)
    if token.startswith("("):
        return f"(?:{words})" + ("{0,6}" if token.endswith("*") else "?")
    return f"(?:{words})"


def word_as_pattern(word: str, lists: dict[str, list[str]]) -> str:
    if word in ("START", "END"):
        return {"START": r"\^ ", "END": r"\$ "}[word]
    if word.isupper():
        return list_as_pattern(word, lists)
    return "".join(
        list_as_pattern(part, lists) if part.isupper() else letters_as_pattern(part)
        for part in word.split("_")
    )


def list_as_pattern(name: str, lists: dict[str, list[str]]) -> str:
    if name not in lists:
        raise ValueError(f"call_for_help.txt has no list {name}.")
    return f"(?:{'|'.join(lists[name])})"


def letters_as_pattern(word: str) -> str:
    return re.escape(word).replace(r"\#", "[0-9]").replace(r"\~", "[^ ]*") + " "
