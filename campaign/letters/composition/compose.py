"""Compose a letter from a council's status and the writer's role, topics and own line.

Which of several wordings is used depends on the token of the draft, so that letters differ and one
draft stays the same; ``variant`` moves every part on to its next wording.
"""

import hashlib
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.conf import settings
from django.utils.text import capfirst

from campaign.letters.composition import templates
from campaign.letters.composition.introductions import INTRODUCTIONS, WrittenAs
from campaign.letters.composition.templates import TEMPLATES, template_for
from campaign.letters.composition.topics import TOPICS, Topic
from campaign.letters.council_replies import CouncilReply
from councils.dates import format_date
from councils.models import LineageKind
from councils.names import in_place
from councils.record import CouncilOnDay, Record, record_on
from councils.record.charter_text import letter_line
from councils.record.missing_from_care import missing_from_care

PARAGRAPH = "\n\n"
MAX_WORDS = 200
"""Words of a letter with one topic at most, besides its writer's own."""
REQUEST = ("ask", "reply")
"""Parts that have all their wordings in a brief letter too."""
FIGURE_YEARS = 5
"""A figure more years old than this is not quoted in a letter."""


class Successors(NamedTuple):
    """The councils that take over from a council, and the day on which they do."""

    names: list[str]
    day: str

    @property
    def names_in_sentence(self) -> str:
        return " and ".join(filter(None, [", ".join(self.names[:-1]), self.names[-1]]))


class FirstLetter(NamedTuple):
    """The letter that a second one follows up: the day it was confirmed, and its council."""

    day: str
    council: str


def successors_of(record: Record, row: CouncilOnDay) -> Successors | None:
    """Return who takes over from a council on a day after the record's, or None."""
    future = [
        (day, record.by_id[successor_id])
        for day, successor_id, kind in record.successors.get(row.id, [])
        if day > record.on and kind == LineageKind.REPLACES
    ]
    if not future:
        return None
    first_day = min(day for day, _ in future)
    names = [successor.name_in_sentence for day, successor in future if day == first_day]
    return Successors(names, format_date(first_day))


class LocalFigure(NamedTuple):
    """How many of the children in a council's care went missing in the year to March ``year``."""

    year: int
    children: int
    looked_after: int


def local_figure(record: Record, row: CouncilOnDay) -> LocalFigure | None:
    """Return a council's newest published figure; None if there is none of the last years."""
    for year in missing_from_care(record).get(row.id, []):
        children, looked_after = year.numbers.children, year.numbers.looked_after
        is_shown = children is not None and looked_after is not None
        if is_shown and year.year >= record.on.year - FIGURE_YEARS:
            return LocalFigure(year.year, int(children or 0), int(looked_after or 0))
    return None


@dataclass(slots=True)
class LetterComposer:
    """The wordings of one letter, with their placeholders filled."""

    row: CouncilOnDay
    seed: str = ""
    variant: int = 0
    successors: Successors | None = None
    first: FirstLetter | None = None
    """The letter that this one follows up."""
    figure: LocalFigure | None = None
    """How many children went missing from the council's care, if that is known."""
    reply: CouncilReply | None = None
    """The council's last answer on record, which the letter begins from."""
    is_brief: bool = False
    """Whether it keeps to the shorter half of the wordings of each part."""
    placeholders: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        if self.reply and not self.reply.is_about_today:
            self.reply = None
        self.placeholders = placeholder_values(self.row, self.successors, self.first, self.figure)
        if self.reply:
            self.placeholders |= {
                "reply_when": self.reply.when,
                "reply_quote": "." if self.successors else reply_quote(self.reply),
            }

    def pick(self, part: str, wordings: tuple[str, ...], **values: str) -> str:
        """Return this letter's wording of a part; ``values`` take precedence over placeholders."""
        if self.is_brief and part not in REQUEST:
            wordings = tuple(sorted(wordings, key=len)[: -(-len(wordings) // 2)])
        digest = hashlib.blake2b(f"{self.seed} {part}".encode(), digest_size=4).digest()
        number = (int.from_bytes(digest) + self.variant) % len(wordings)
        return wordings[number].format_map(self.placeholders | values)

    @property
    def subject(self) -> str:
        return capfirst(self.pick("subject", template_for(self.row.status).subjects))

    @property
    def subjects(self) -> set[str]:
        """Every subject of ours for a letter to this council, whatever its status."""
        return {
            capfirst(wording.format_map(self.placeholders))
            for template in (*TEMPLATES.values(), templates.FORMING)
            for wording in template.subjects
        }

    @property
    def ask(self) -> str:
        """What the letter asks of the council; before that, it takes up the council's answer."""
        template = template_for(self.row.status)
        if self.reply is None:
            return self.pick("ask", template.asks)
        reply = self.pick("reply", templates.REPLIES)
        return f"{reply} {self.pick('ask', template.asks_after_reply)}"

    @property
    def addresses(self) -> str:
        """The line with the addresses of this website and of the council's page on it."""
        return templates.ADDRESSES.format_map(self.placeholders)

    def text(
        self,
        role: str,
        topics: list[str],
        own_line: str = "",
        written_as: str = WrittenAs.RESIDENT,
    ) -> str:
        """Return the letter to ``role``, without a signature. Unknown topics are ignored."""
        chosen = [topic for topic in TOPICS if topic.key in topics]
        text = self._text(role, chosen, own_line, written_as)
        if len(chosen) <= 1 and len(text.split()) - len(own_line.split()) > MAX_WORDS:
            return replace(self, is_brief=True)._text(role, chosen, own_line, written_as)
        return text

    def _text(self, role: str, chosen: list[Topic], own_line: str, written_as: str) -> str:
        introductions = INTRODUCTIONS[WrittenAs(written_as)]
        facts, about = self._charter_and_figure, self._about(chosen)
        if len(chosen) == 1 and not self.asks_to_publish:  # no paragraph of one sentence
            facts, about = f"{facts} {about}".strip(), ""
        return PARAGRAPH.join(
            filter(
                None,
                (
                    f"Dear {role},",
                    f"{self.pick('introduction', introductions)} {self.ask}",
                    facts,
                    about,
                    own_line.strip(),
                    self.pick("handover", templates.HANDOVER) if self.successors else "",
                    f"{templates.ANSWER} {self.pick('thanks', templates.THANKS)}",
                    self.addresses,
                ),
            )
        )

    @property
    def _charter_and_figure(self) -> str:
        """What the charter is, but not for a council that has answered; then the figure."""
        charter = "" if self.reply else f"{self.pick('charter', templates.CHARTER)} "
        return f"{charter}{self.figure_sentence}"

    @property
    def figure_sentence(self) -> str:
        """The figure of children missing from care: the council's own, or else England's."""
        if self.figure:
            return templates.LOCAL_FIGURE.format_map(self.placeholders)
        return self.pick("figure", templates.ENGLAND_FIGURES)

    @property
    def asks_to_publish(self) -> bool:
        """Whether it asks for something to be published.

        Not of a council that ends, nor after an answer that is quoted: the letter stays short.
        """
        is_quoted = self.reply and self.placeholders["reply_quote"] != "."
        return not (self.successors or is_quoted)

    def _about(self, chosen: list[Topic]) -> str:
        """Return the reasons, then the one thing to publish."""
        if self.reply and self.successors:
            return ""
        reasons = " ".join(self.pick(f"{topic.key} reason", topic.reasons) for topic in chosen)
        if not (chosen and self.asks_to_publish):
            return reasons
        publish = "; ".join(self.pick(f"{topic.key} publish", topic.publish) for topic in chosen)
        one_thing = self.pick("publish", template_for(self.row.status).publish, publish=publish)
        return f"{reasons}{' ' if len(chosen) == 1 else PARAGRAPH}{one_thing}"


def reply_quote(reply: CouncilReply) -> str:
    """Return how the sentence on a council's answer ends: with its words, or the record's."""
    if reply.quoted:
        return templates.QUOTED.format(words=reply.quoted)
    if reply.council_words:
        return "."
    return templates.SUMMED_UP.format(words=reply.text)


def placeholder_values(
    row: CouncilOnDay,
    successors: Successors | None,
    first: FirstLetter | None = None,
    figure: LocalFigure | None = None,
) -> dict[str, str]:
    """Return what fills the placeholders of the wordings (templates.py) for a council."""
    predecessor = row.inherited_from.name_in_sentence if row.inherited_from else ""
    when = row.when if row.when and row.when.precision != "unknown" else None
    return {
        "short": row.short_name_in_sentence,
        "in_area": in_place(row.short_name_in_sentence),
        "council": row.name_in_sentence,
        "Council": capfirst(row.name_in_sentence),
        "predecessor": predecessor,
        "Predecessor": capfirst(predecessor),
        "begins": format_date(row.starts_on) if row.starts_on else "",
        "when": f" {when.words}" if when else "",
        "successors": successors.names_in_sentence if successors else "",
        "Successors": capfirst(successors.names_in_sentence) if successors else "",
        "day": successors.day if successors else "",
        "decision": templates.DECISION_SIGNED if row.status == "signed" else templates.DECISION,
        "first_day": first.day if first else "",
        "first_council": first.council if first else "",
        "reply_when": "",
        "reply_quote": "",
        "publish": "",
        "year": str(figure.year) if figure else "",
        "children": f"{figure.children:,}" if figure else "",
        "looked_after": f"{figure.looked_after:,}" if figure else "",
        "site": settings.SITE_URL,
        # A council asked to sign should know where the text is; other letters save the room.
        "charter_text": ""
        if row.status == "signed"
        else f"\n{letter_line(record_on(), settings.SITE_URL)}",
        "page": settings.SITE_URL + row.url,
    }
