"""Make the guard's weights from its example sentences; say how it does on those it has not seen.

    .venv/bin/python -m tools.train_guard

It needs scikit-learn, a development package, and about half a minute.

Of a text that is not a call for help, each sentence and each pair of consecutive sentences is a
negative example. A call for help is one positive example. The same examples give the same bytes.
"""

import csv
import hashlib
import random
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import Any

from councils.safeguarding.call_for_help import (
    SHIPPED,
    SIZE,
    Model,
    features_of,
    has_phrase_always_heard,
    lines_of,
    pieces_of,
)

# -- The examples ---------------------------------------------------------------------------------

COUNCILS = Path(__file__).parents[1] / "councils"
FOLDER = COUNCILS / "safeguarding" / "examples"
NAMES = {
    COUNCILS / "register" / "councils.csv": ("name", "short_name"),
    COUNCILS / "register" / "names.csv": ("name",),
    COUNCILS / "search" / "places" / "gazetteer.csv": ("name", "found_as", "other_names"),
    COUNCILS / "search" / "counties.csv": ("name", "other_names"),
}
"""The files and columns with names that people type in the search box."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Examples:
    """Calls for help, and texts that are not."""

    calls: list[str]
    others: list[str]
    own_words: list[str] = field(default_factory=list)
    """Sentences of this site. Used for training, not for cross-validation."""
    names: list[str] = field(default_factory=list)
    """Names as people type them in the search box. Used for training, not for cross-validation."""

    @property
    def digest(self) -> str:
        """A hash of the sentences, by which a test finds weights that are out of date."""
        return hashlib.sha256("\n".join([*self.calls, "", *self.others]).encode()).hexdigest()[:16]


def shipped() -> Examples:
    names = names_in_the_box()
    typed = [*names, *misspelt(names, 2 * len(names), seed=0), *beginnings_of_councils()]
    return Examples(
        lines_of(FOLDER / "calls.txt"),
        lines_of(FOLDER / "others.txt"),
        lines_of(FOLDER / "our_own_words.txt"),
        typed,
    )


def names_in_the_box() -> list[str]:
    """Return every name in the register and the gazetteer once, sorted."""
    return sorted({name for path, columns in NAMES.items() for name in names_in(path, columns)})


def beginnings_of_councils() -> list[str]:
    """Return every beginning of councils' names, as typed before the name is complete."""
    register = [path for path in NAMES if path.parent.name == "register"]
    names = {name.lower() for path in register for name in names_in(path, NAMES[path])}
    return sorted({name[:end].strip() for name in names for end in range(1, len(name))})


def names_in(path: Path, columns: tuple[str, ...]) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            for column in columns:
                yield from filter(None, row[column].split("|"))


def misspelt(names: list[str], number: int, seed: int) -> list[str]:
    """Return ``number`` names with one or two typing errors, always the same for a seed."""
    chance = random.Random(seed)
    return [slip(slip(name, chance), chance, 0.3) for name in chance.choices(names, k=number)]


def slip(name: str, chance: random.Random, likely: float = 1) -> str:
    """With a probability of ``likely``, drop, insert, replace or swap a letter."""
    if chance.random() >= likely:
        return name
    at, letter = chance.randrange(len(name)), chance.choice(LETTERS)
    before, typed, after = name[:at], name[at], name[at + 1 :]
    return chance.choice(
        [
            before + after or name,
            before + letter + typed + after,
            before + letter + after,
            before + after[:1] + typed + after[1:],
        ]
    )


# -- Training -------------------------------------------------------------------------------------

SOFTNESS = 0.02
"""How closely the weights follow single examples (C of scikit-learn's LinearSVC)."""
STOPPED = 0.129
"""The share of other sentences that may be stopped in cross-validation.

Most of them are difficult on purpose. Of what people really write, the share is far smaller.
"""
CORRECTED = 0.1
"""The sample weight of a call's copy in which each small i is a capital, as some phones type it."""
NAMES_COUNT = 3
"""The sample weight of a name: not one of them may be taken for a call."""
AMONG_OTHERS = 0.65
"""What is taken off the score of one sentence where its line has more."""
TOGETHER = 0.2
"""What is taken off the score of two sentences together, of which a letter has many."""
TELLING = 0.5
"""The part of a feature's size that depends on how much more often one kind has it than the other.

The rest is the same for all. A feature that both kinds have alike says little (Wang and Manning,
Baselines and Bigrams, 2012).
"""
SMALL_I = re.compile(r"\bi(?=(?:m|ve|ll|d)?\b)")
FOLDS = 5
LARGEST = 127
CLIPPED = 99.95
"""The percentage of weights that are scaled to eight bits; the largest ones are clipped."""


def train(examples: Examples) -> Model:
    """Return the model, with the threshold that stops few of the sentences that are no calls."""
    import numpy as np
    from sklearn.model_selection import StratifiedKFold

    texts = np.array([*examples.calls, *examples.others])
    is_call = np.arange(len(texts)) < len(examples.calls)
    scores = np.zeros(len(texts))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    for learned, tried in folds.split(texts, is_call):
        calls, others = texts[learned[is_call[learned]]], texts[learned[~is_call[learned]]]
        weights, bias = fit(Examples([*calls], [*others], examples.own_words, examples.names))
        scores[tried] = [best_score(text, weights) + bias for text in texts[tried]]
    threshold = float(np.quantile(scores[~is_call], 1 - STOPPED))
    heard = (scores[is_call] >= threshold).mean()
    print(f"Of calls for help that it was not trained on it heard {heard:.1%}.")
    weights, bias = fit(examples)
    return quantised(weights, threshold - bias, examples.digest)


def fit(examples: Examples) -> tuple[Any, float]:
    """Return the weight of each feature, and the bias to add to every score."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
    from sklearn.svm import LinearSVC

    typed = [pieces_of(text) for text in examples.calls]
    # As a phone writes them that corrects a small i.
    large = [[SMALL_I.sub("I", piece) for piece in pieces] for pieces in typed]
    corrected = [pieces for pieces, before in zip(large, typed, strict=True) if pieces != before]
    calls = [
        [feature for piece in pieces for feature in features_of(piece)]
        for pieces in typed + corrected
    ]
    texts = [*examples.others, *examples.own_words]
    others = [unit for text in texts for unit in units_of(text)]
    names = [unit for text in examples.names for unit in units_of(text)]
    counter = CountVectorizer(analyzer=list, vocabulary=range(SIZE), dtype=np.float64)
    counts = counter.transform([*calls, *others, *names])
    # A feature of many sentences says little, so it gets a smaller weight.
    rarity = TfidfTransformer(norm=None).fit(counts[: len(calls) + len(others)]).idf_
    lengths = np.sqrt(counts.sum(axis=1).A1)
    is_call = np.repeat([True, False], [len(calls), len(others) + len(names)])
    factors = rarity * telling(counts[: len(calls)], counts[len(calls) : len(calls) + len(others)])
    features = csr_matrix(counts.multiply(factors).multiply(1 / lengths[:, np.newaxis]))
    weights = np.ones(len(is_call))
    weights[len(typed) : len(calls)] = CORRECTED
    weights[len(calls) + len(others) :] = NAMES_COUNT
    machine = LinearSVC(C=SOFTNESS, random_state=0)
    machine.fit(features, is_call, sample_weight=weights)
    return machine.coef_[0] * factors, float(machine.intercept_[0])


def telling(calls: Any, others: Any) -> Any:
    """Return a factor for each feature, on average 1, by how differently the two kinds have it."""
    import numpy as np

    in_calls = (calls > 0).sum(axis=0).A1 + 1
    in_others = (others > 0).sum(axis=0).A1 + 1
    ratios = (in_calls / in_calls.sum()) / (in_others / in_others.sum())
    differences = np.abs(np.log(ratios))
    usual = differences[differences > 0].mean()
    return 1 - TELLING + TELLING * differences / usual


def units_of(text: str) -> list[list[int]]:
    """Return the features of each unit that is scored: each sentence, and each pair of them."""
    features = [features_of(piece) for piece in pieces_of(text)]
    return features + [first + second for first, second in pairwise(features)]


def best_score(text: str, weights: Any) -> float:
    """Return the highest score of a text's sentences and pairs of them."""
    pieces = pieces_of(text)
    if has_phrase_always_heard(pieces):
        return inf
    return max(Model(weights, inf, AMONG_OTHERS, TOGETHER).scores([pieces]), default=-inf)


def quantised(weights: Any, threshold: float, digest: str) -> Model:
    """Return a model with the weights and the threshold scaled to eight bits."""
    import numpy as np

    scale = LARGEST / np.percentile(np.abs(weights[weights != 0]), CLIPPED)
    small = np.clip(np.rint(weights * scale), -LARGEST, LARGEST).astype(int)
    heard_from, among_others, together = (
        round(mark * float(scale), 3) for mark in (threshold, AMONG_OTHERS, TOGETHER)
    )
    return Model(array("b", small.tolist()), heard_from, among_others, together, digest)


if __name__ == "__main__":
    SHIPPED.write_bytes(train(shipped()).to_bytes())
