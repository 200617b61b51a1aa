"""The reading age of a text, from its Flesch-Kincaid grade.

Grade = 0.39 × words per sentence + 11.8 × syllables per word − 15.59 (Kincaid and others, 1975).
A grade is a school year in the United States; its pupils are about five years older than its
number. The end of a line, such as an item of a list, ends a sentence. Headings, tables, block
quotes and words in quotation marks are not sentences, or not ours: they are left out.
"""

import re

YEARS_ABOVE_GRADE = 5
"""Years to add to a grade to get an age."""


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of a text."""
    pieces = re.split(r"[.!?](?:\s|$)|\n", text)
    sentences = [piece for piece in pieces if re.search(r"\w", piece)]
    words = re.findall(r"[A-Za-z’']+", text)
    syllables = sum(map(syllables_of, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def reading_age(text: str) -> float:
    """Return the age, in years, from which a text can be read."""
    return grade(text) + YEARS_ABOVE_GRADE


def syllables_of(word: str) -> int:
    """Return the number of syllables: groups of vowels, except a silent ending.

    For most words it is the number that dictionaries give.
    """
    plain = re.sub(r"[^a-z]", "", word.lower().removesuffix("’s"))
    count = len(re.findall(r"[aeiouy]+", plain))
    if re.search(r"(?:[^aeiouyl]e|[^aeiouytd]ed|[^aeiouycgsxzj]es)$", plain) and count > 1:
        count -= 1
    return max(1, count)


def prose(markdown: str) -> str:
    """Return our own sentences in a Markdown text, one paragraph on each line."""
    lines = [line for line in markdown.splitlines() if not line.startswith((">", "|", "#"))]
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", "\n".join(lines))
    text = re.sub(r"“[^”]*”", "“”", text)
    return re.sub(r"(?m)[*`]|^\s*(?:-|\d+\.)\s", "", text)
