"""How old a reader must be: the Flesch-Kincaid grade of a text, and the age it stands for.

Grade = 0.39 × words per sentence + 11.8 × syllables per word − 15.59 (Kincaid and others, 1975);
a grade is a school year in the United States, whose pupils are about five years older than it.
A line, such as an item of a list, ends a sentence. Headings, tables, block quotes and what
stands in quotation marks are no sentences, or not our own: they are left out.
"""

import re

AGE_OF_GRADE_NONE = 5
"""Years to add to a grade to get an age."""


def grade(text: str) -> float:
    sentences = [one for one in re.split(r"[.!?](?:\s|$)|\n", text) if re.search(r"\w", one)]
    words = re.findall(r"[A-Za-z’']+", text)
    syllables = sum(map(syllables_of, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def reading_age(text: str) -> float:
    return grade(text) + AGE_OF_GRADE_NONE


def syllables_of(word: str) -> int:
    """Count the groups of vowels, without a silent ending; as dictionaries do in most words."""
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
