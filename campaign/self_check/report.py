"""The report of a self-check by word: what is in place, what is not, and what follows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from campaign.self_check.questions import BY_KEY, INVOLVE, NEXT_STEPS, QUESTIONS, Answer, Question
from councils.models import Commitment

IN_PLACE, NOT_IN_PLACE = "In place", "Not in place, or not wholly"
NOT_ANSWERED = "Not answered"
MOST_TEXT = 3000
"""Maximum characters of a message to us."""


class Finding(NamedTuple):
    """One question with its answer, and what follows from it."""

    question: Question
    answer: str
    evidence: str
    note: str

    @property
    def words(self) -> str:
        return Answer(self.answer).label if self.answer else ""

    @property
    def heading(self) -> str:
        if not self.answer:
            return NOT_ANSWERED
        return IN_PLACE if self.answer == Answer.IN_PLACE else NOT_IN_PLACE

    @property
    def next_step(self) -> str:
        return NEXT_STEPS[self.answer]


@dataclass(slots=True)
class WordReport:
    """The findings under one of the four words."""

    word: Commitment
    findings: list[Finding] = field(default_factory=list)

    @property
    def involve(self) -> str:
        return INVOLVE[self.word]

    @property
    def parts(self) -> list[tuple[str, list[Finding]]]:
        """What is in place, what is not, and what nobody answered, headed; no empty lists."""
        lists: dict[str, list[Finding]] = {IN_PLACE: [], NOT_IN_PLACE: [], NOT_ANSWERED: []}
        for finding in self.findings:
            lists[finding.heading].append(finding)
        return [(heading, findings) for heading, findings in lists.items() if findings]

    @property
    def can_be_sent(self) -> bool:
        return any(finding.answer for finding in self.findings)


def report(answers: Mapping[str, str]) -> list[WordReport]:
    """Return the report of a valid form's answers, under each word, in the questions' order."""
    words = {word: WordReport(word) for word in Commitment}
    for question in QUESTIONS:
        finding = Finding(
            question,
            *(answers[f"{question.key}-{part}"] for part in ("answer", "evidence", "note")),
        )
        words[question.word].findings.append(finding)
    return list(words.values())


def as_progress(answers: Mapping[str, str], word: str, chosen: Collection[str]) -> str:
    """Return the chosen parts under a word as the text of a message to us; "" for none.

    The notes stay with the council: a message takes the question, its answer and the evidence.
    """
    lines = []
    for key in chosen:
        question = BY_KEY.get(key)
        if question is None or question.word != word or not answers[f"{key}-answer"]:
            continue
        answer = Answer(answers[f"{key}-answer"]).label.lower()
        evidence = answers[f"{key}-evidence"]
        lines.append(f"{question.text} {answer.capitalize()}. {evidence}".strip())
    return "\n\n".join(lines)
