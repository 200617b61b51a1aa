"""What a motion says, by the council, its status and the day.

It is for members of every party, so no party is named and nobody is judged: it states what is known
and makes a request.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.utils.text import capfirst

from councils.dates import format_date
from councils.map.areas import neighbours
from councils.motion.facts import FIGURES, LAW, QUESTIONS, Fact, figure_of
from councils.names import join_names, lower_first, number_word
from councils.record import CouncilOnDay, Record, charter_text, missing_from_care
from councils.record.status import Status
from councils.record.tallies import better_source, reported_2014_sentence, signed_words, told_alike
from councils.sentences import CHARTER

US = "the website Make Runaways Safe"
NEAR_THE_END = dt.timedelta(days=183)
"""How long before a council ends its motion is about those that take over."""

FOUR = "count, think, act and prevent"
HEADLINES = {
    Status.SIGNED: "say again that it stands by the charter",
    Status.INHERITED: "sign in its own name",
    Status.WITHDRAWN: "sign again",
}
"""What the motion asks, in its headline; of every other status: sign."""
FIRST_STEPS = {
    Status.SIGNED: "say again in public that it stands by the Runaways’ Charter",
    Status.WITHDRAWN: "sign the Runaways’ Charter again",
    Status.FORMING: "put the Runaways’ Charter to the council for signature when it takes over on"
    " {starts}",
}
"""What the council resolves first; of every other status: to sign."""
PUBLISH = (
    "publish what it does to count children who go missing, think about how they’re treated, act as"
    " soon as it happens, and prevent it"
)
KEEP_THE_COPY = "keep the copy of the charter that it signs with the minutes"
ASK_FIRST = (
    "Before you propose this, ask the Lead Member and democratic services whether {} signed in 2012"
    " or later. {}"
)
CAN_PROPOSE = (
    "We wrote this motion. A councillor can usually propose one, but check your council’s rules."
)
NEWER = "Check before the meeting whether there’s guidance newer than January 2014."


@dataclass
class Motion:
    """The motion of ``council``, to sign itself or, in a district, to ask its county.

    ``responsible`` is the council that can sign.
    """

    record: Record
    council: CouncilOnDay
    responsible: CouncilOnDay

    law = LAW
    questions = QUESTIONS

    @property
    def is_for_district(self) -> bool:
        return self.council is not self.responsible

    @property
    def name(self) -> str:
        return self.responsible.short_name_in_sentence

    @property
    def status(self) -> Status:
        return self.responsible.status

    @property
    def headline(self) -> str:
        """What the motion is for."""
        if self.is_for_district and self.status == Status.SIGNED:
            return f"A motion thanking {self.name} for signing"
        if self.to_come and not self.is_for_district:
            return f"A motion to pass the charter on to {self.to_come}"
        if self.status == Status.FORMING:
            return f"A motion for {self.name}’s first meetings"
        return f"A motion asking {self.name} to {HEADLINES.get(self.status, 'sign')}"

    @property
    def summary(self) -> str:
        """What is known of the council that can sign, in a sentence."""
        row = self.responsible
        name = capfirst(row.name_in_sentence)
        when = f" {row.when_words}" if row.when_words else ""
        match self.status:
            case Status.SIGNED:
                return f"{name} {signed_words([row], US, CHARTER)}{row.disputed}."
            case Status.INHERITED if row.inherited_from:
                before = capfirst(row.inherited_from.name_in_sentence)
                return f"{before} {signed_words([row], US, CHARTER)}, and {self.name} took over."
            case Status.INTENDS:
                return f"{name} says it will sign {CHARTER}{when}."
            case Status.WITHDRAWN:
                return f"{name} withdrew from {CHARTER}{when}."
            case Status.FORMING:
                return f"{name} takes over on {self.starts}."
        return f"We haven’t found a signature from {row.name_in_sentence}."

    @property
    def source(self) -> Fact | None:
        """Where the status is known from; None for a council without a fact."""
        return source_of(self.responsible, "") if self.responsible.fact else None

    @property
    def starts(self) -> str:
        starts_on = self.responsible.starts_on
        return format_date(starts_on) if starts_on else ""

    @property
    def ask_first(self) -> str:
        """What to find out before proposing it, and to have; empty where all of it is known."""
        sentences = []
        if self.status.may_have_signed_unseen:
            not_named = reported_2014_sentence(self.record) if self.record.not_named else ""
            sentences.append(ASK_FIRST.format(self.name, not_named).strip())
        if not charter_text.is_held(self.record):
            sentences.append(charter_text.NOT_HELD)
            if self.is_to_sign:
                sentences.append(charter_text.SIGN_WITH_OWN_COPY)
        return " ".join(sentences)

    @property
    def is_to_sign(self) -> bool:
        """Whether it has its own council sign: one that signed says so again, a district asks."""
        return not self.is_for_district and self.status != Status.SIGNED

    @cached_property
    def successors(self) -> list[CouncilOnDay]:
        """The councils that take over within six months."""
        ends_on = self.responsible.ends_on
        is_near = ends_on and dt.timedelta() < ends_on - self.record.on <= NEAR_THE_END
        return self.responsible.successors if is_near else []

    @property
    def to_come(self) -> str:
        return join_names([council.short_name_in_sentence for council in self.successors])

    @property
    def take_over(self) -> str:
        """Say when the councils to come take over, after their names."""
        take = "takes" if len(self.successors) == 1 else "take"
        day = format_date(self.responsible.ends_on) if self.responsible.ends_on else ""
        return f"{take} over on {day}"

    # The motion

    @property
    def notes(self) -> list[str]:
        """What the council notes."""
        notes = [
            "children who run away need adults who are ready to help",
            "The Children’s Society launched the Runaways’ Charter on 9 July 2012, and young people"
            " who had run away helped to write it",
            f"the charity said councils that signed would take steps to {FOUR}",
        ]
        if self.is_for_district:
            notes.append(
                f"{self.responsible.name_in_sentence} runs children’s services in"
                f" {self.council.short_name_in_sentence}, so it is the council that can sign"
            )
        if self.to_come:
            notes.append(f"{self.name} ends, and {self.to_come} {self.take_over}")
        if self.status not in (Status.NOT_SIGNED, Status.FORMING):
            notes.append(self.summary.removesuffix("."))
        notes += self.neighbour_notes
        return [*notes, lower_first(missing_from_care.DUTY.removesuffix("."))]

    @property
    def beside(self) -> str:
        """Say where neighbours are: a district's motion names the council that they are next to."""
        if self.is_for_district:
            return f"next to {self.name}"
        return "next door"

    @property
    def neighbour_notes(self) -> list[str]:
        """Say of the neighbours that signed how that is known, those known alike together."""
        return [
            f"{join_names([row.short_name_in_sentence + row.disputed for row in rows])},"
            f" {self.beside}, {words}"
            for words, rows in told_alike(self.signed_neighbours, US)
        ]

    @property
    def resolutions(self) -> list[str]:
        """What the council resolves to do, step by step."""
        if self.is_for_district:
            return self.requests_to_county
        first = FIRST_STEPS.get(self.status, "sign the Runaways’ Charter")
        steps = [first.format(starts=self.starts)]
        if not charter_text.is_held(self.record) and self.status != Status.FORMING:
            if self.is_to_sign:
                steps.append(KEEP_THE_COPY)
            steps += [*self.say_when, PUBLISH]
        if self.to_come:
            is_one = len(self.successors) == 1
            they = "it" if is_one else "they"
            them = "it" if is_one else "them"
            ask = f"ask {self.to_come} to sign the Runaways’ Charter when {they} {self.take_over}"
            steps.insert(0, ask)
            steps.append(f"hand over to {them}, in writing, what this council does to {FOUR}")
        else:
            steps.append(
                "ask the Lead Member for Children’s Services to report on this in public once a"
                " year"
            )
        return [*steps, f"send the minute of this decision to {US}"]

    @property
    def say_when(self) -> list[str]:
        """What to say in public of its first signature; nothing where that was withdrawn."""
        if self.status == Status.WITHDRAWN:
            return []
        if self.status == Status.SIGNED:
            return ["say in public when it signed"]
        return ["say in public whether it signed the charter before, and when"]

    @property
    def requests_to_county(self) -> list[str]:
        first = f"ask {self.name} to sign the Runaways’ Charter"
        if self.status == Status.SIGNED:
            first = (
                f"thank {self.name} for signing the Runaways’ Charter, and ask it to say again that"
                " it stands by the charter"
            )
        report = (
            f"ask {self.name}’s Lead Member for Children’s Services to report once a year in public"
            f" on what it does to {FOUR}"
        )
        if self.to_come:
            report = (
                f"ask {self.name} to tell {self.to_come} about the charter, and what it decides"
            )
        return [
            first,
            report,
            "ask our Leader to write to the Lead Member, and to share the reply with this council",
        ]

    # What stands behind it

    @cached_property
    def neighbours(self) -> list[CouncilOnDay]:
        """The councils on land next to the one that can sign; none before it starts."""
        if self.status == Status.FORMING:
            return []
        return neighbours(self.record, self.responsible)

    @property
    def signed_neighbours(self) -> list[CouncilOnDay]:
        return [row for row in self.neighbours if row.status == Status.SIGNED]

    @property
    def neighbour_facts(self) -> list[Fact]:
        """The neighbours that signed, each with how and where that is known."""
        return [
            source_of(row, f"{row.name} {signed_words([row], US)}{row.disputed}.")
            for row in self.signed_neighbours
            if row.fact
        ]

    @property
    def no_neighbour(self) -> str:
        """Say that no neighbour signed, as far as we know; empty if one did or none is known."""
        count = len(self.neighbours)
        if not count or self.signed_neighbours:
            return ""
        if count == 1:
            return f"We haven’t found a signature from the one council next to {self.name}."
        return (
            "We haven’t found a signature from any of the"
            f" {number_word(count)} councils next to {self.name}."
        )

    @property
    def figures(self) -> list[Fact]:
        """The figures of England, and the newest ones of the council."""
        own = figure_of(self.record, self.responsible)
        return [*FIGURES, own] if own else list(FIGURES)

    @property
    def how_sure(self) -> list[str]:
        can_propose = CAN_PROPOSE
        if charter_text.is_held(self.record):
            can_propose = f"{can_propose} {charter_text.where_it_is(self.record)}"
        return [
            can_propose,
            missing_from_care.CAUTION,
            f"{NEWER} All this is as we knew it on {format_date(self.record.on)}.",
        ]


def source_of(row: CouncilOnDay, text: str) -> Fact:
    """Return a sentence on a council's status with the source that shows it."""
    better = better_source(row)
    if better:
        source, address = better
        return Fact(text, capfirst(source), address)
    if row.fact:
        return Fact(text, row.fact.source or row.fact.source_url, row.fact.source_url)
    return Fact(text, "", "")


def motion_for(record: Record, council: CouncilOnDay | None) -> Motion | None:
    """Return the motion for a council, or None if it has closed or is outside England."""
    if council is None or council.status == Status.FORMER or council.nation != "England":
        return None
    responsible = council if council.is_responsible else record.responsible_for(council)
    return Motion(record, council, responsible) if responsible else None
