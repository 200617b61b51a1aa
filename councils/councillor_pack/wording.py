"""The words of a pack, by the council, its status and the day.

They are for members of every party, so no party is named and nobody is judged. A motion states
facts on record and makes a request.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.utils.text import capfirst

from councils.council_page.page import CouncilPage
from councils.councillor_pack import sources
from councils.dates import format_date
from councils.names import join_names
from councils.record import CouncilOnDay, Record, charter_text, missing_from_care
from councils.record.charter_text import TEXT_ADDRESS
from councils.record.status import STATUSES
from councils.sharing.press_sentences import count_sentence, reported_2014_sentence

REPORT = (
    "to ask the Lead Member for Children’s Services to report once a year, in public, on what has"
    " been done to count, think, act and prevent"
)
TELL = (
    "to send the minute of this decision to the website Make Runaways Safe, so that the public"
    " record shows it"
)


@dataclass
class Pack:
    """A pack for the councillors of ``council``.

    ``responsible`` is the council that can sign: ``council`` itself, or the county of a district.
    """

    record: Record
    council: CouncilOnDay
    responsible: CouncilOnDay

    charter = sources.CHARTER
    duty = sources.DUTY
    duty_note = sources.DUTY_NOTE
    questions = sources.QUESTIONS
    questions_note = sources.QUESTIONS_NOTE
    people = ("Proposed by: [name]", "Seconded by: [name]")
    motion_note = sources.MOTION_NOTE
    publication_note = "The council’s page will show the day, the decision and the source."

    @property
    def missing_wording(self) -> tuple[str, str, str]:
        """A sentence on the charter's text, the words of a link after it, and where that leads."""
        if self.text_is_held:
            return f"{charter_text.where_it_is(self.record)} Read", "its text", TEXT_ADDRESS
        return charter_text.NOT_HELD, "What we know of it", "/charter/"

    @cached_property
    def text_is_held(self) -> bool:
        """Whether a motion can ask for a signature of a text that can be read here."""
        return charter_text.is_held(self.record)

    @property
    def on(self) -> dt.date:
        return self.record.on

    @property
    def as_of(self) -> str:
        return f"As the record stands on {format_date(self.on)}."

    @property
    def tell_us_path(self) -> str:
        return f"{self.responsible.url}tell-us/"

    @property
    def short_name(self) -> str:
        """The name of the council that can sign, as used inside a sentence."""
        return self.responsible.short_name_in_sentence

    @property
    def is_for_district(self) -> bool:
        return self.council is not self.responsible

    @property
    def purpose(self) -> str:
        """What the motion is for, as a heading."""
        name = self.short_name
        if self.to_come and not self.is_for_district:
            return f"A motion for the charter in {self.to_come}"
        if self.is_for_district:
            verb = "renew its signature" if self.responsible.status == "signed" else "sign"
            return f"A motion that asks {name} to {verb}"
        return {
            "signed": f"A motion for {name} to renew its signature",
            "inherited": f"A motion for {name} to sign in its own name",
            "withdrawn": f"A motion for {name} to sign again",
            "forming": f"A motion for {name} to sign when it starts",
        }.get(self.responsible.status, f"A motion for {name} to sign")

    @property
    def title(self) -> str:
        return f"Runaways’ Charter: a councillor’s pack for {self.council.short_name_in_sentence}"

    @property
    def description(self) -> str:
        return (
            f"{self.purpose}: a draft, neighbours on record as signed, the law and the figures with"
            " their sources, and questions to ask."
        )

    @cached_property
    def status_sentence(self) -> str:
        """The council's status on record, in one sentence."""
        return f"{capfirst(self.status_clause)}."

    @property
    def status_clause(self) -> str:
        council = self.responsible
        return STATUSES[council.status].clause.format(
            name=council.name_in_sentence,
            when=council.when_words,
            before=self.predecessor if council.inherited_from else "",
            start=self.start_date if council.starts_on else "",
        )

    @property
    def predecessor(self) -> str:
        """The name of the council that signed, if the signature is inherited."""
        predecessor = self.responsible.inherited_from
        return predecessor.name_in_sentence if predecessor else ""

    @property
    def start_date(self) -> str:
        """The first day of a council that is forming."""
        starts_on = self.responsible.starts_on
        return format_date(starts_on) if starts_on else ""

    @cached_property
    def to_come(self) -> str:
        """The names of the councils that take over within six months; empty if none do."""
        if not self.page.ends_soon:
            return ""
        return join_names([council.short_name_in_sentence for council in self.page.successors])

    @property
    def first_step(self) -> str:
        """What to find out before proposing the motion; empty if the record is clear."""
        if self.responsible.status not in ("not_signed", "intends"):
            return ""
        not_named = f" {reported_2014_sentence(self.record)}" if self.record.not_named else ""
        return (
            f"First ask the Lead Member and democratic services of {self.short_name} whether it"
            f" signed in 2012 or later.{not_named}"
        )

    # The motion

    @cached_property
    def notes(self) -> list[str]:
        """What the council notes: facts on record."""
        notes = [
            "that children who run away need adults who are ready to help",
            "that the Runaways’ Charter was launched by The Children’s Society on 9 July 2012, that"
            " young people who had run away helped to write it, and that it was reported to ask"
            " councils to count, think, act and prevent",
        ]
        if self.is_for_district:
            notes.append(
                f"that {self.responsible.name_in_sentence} runs children’s services in"
                f" {self.council.short_name_in_sentence}, so that it is the council that can sign"
            )
        if self.to_come:
            notes.append(f"that {self.short_name} ends, and that {self.to_come} {self.take_over}")
        if self.responsible.status != "not_signed":
            notes.append(f"that {self.status_clause}")
        if self.responsible.status == "inherited":
            notes.append("that the website counts a new council once it signs itself")
        if names := join_names(
            [council.short_name_in_sentence for council in self.signed_neighbours]
        ):
            if len(self.page.neighbours) == 1:
                notes.append(f"that the one council next to it, {names}, is on record as signed")
            else:
                notes.append(
                    f"that of the councils next to it, {names} {self.are} on record as signed"
                )
        notes.append(
            "that every council that runs children’s services has legal duties to children who go"
            " missing, whether or not it has signed"
        )
        return notes

    @cached_property
    def resolutions(self) -> list[str]:
        """What the council resolves to do, as a list of steps."""
        if self.is_for_district:
            return self.requests_to_county()
        match self.responsible.status:
            case "signed":
                first = ["to say again in public that it stands by the Runaways’ Charter"]
            case "inherited":
                first = [
                    f"to sign the Runaways’ Charter, as {self.predecessor} is on record as having"
                    " done"
                ]
            case "withdrawn":
                first = ["to sign the Runaways’ Charter again"]
            case "forming":
                first = [
                    "that the Runaways’ Charter be put to the council for signature when it takes"
                    f" over on {self.start_date}"
                ]
            case _:
                first = ["to sign the Runaways’ Charter"]
        if self.to_come:
            ask, hand_over = self.for_the_councils_to_come()
            return [ask, *first, *self.while_the_text_is_missing, hand_over, TELL]
        return [*first, *self.while_the_text_is_missing, REPORT, TELL]

    @property
    def take_over(self) -> str:
        """Say when the councils to come take over, after their names."""
        day = format_date(self.responsible.ends_on) if self.responsible.ends_on else ""
        return f"take{'s' if len(self.page.successors) == 1 else ''} over on {day}"

    def for_the_councils_to_come(self) -> tuple[str, str]:
        """Return what a council near its end asks of those to come, and what it leaves them."""
        they, them = ("it", "it") if len(self.page.successors) == 1 else ("they", "them")
        return (
            f"to ask {self.to_come} to sign the Runaways’ Charter when {they} {self.take_over}",
            f"to hand over to {them}, in writing, what it does to count, think, act and prevent",
        )

    @property
    def while_the_text_is_missing(self) -> list[str]:
        """What a motion asks as long as nobody can read here what was signed."""
        if self.text_is_held or self.responsible.status == "forming":
            return []
        return [charter_text.SAY_WHETHER, charter_text.PUBLISH]

    def requests_to_county(self) -> list[str]:
        county = self.responsible.name_in_sentence
        if self.responsible.status == "signed":
            first = f"to thank {county} for its signature on record, and to ask it to renew it"
        elif self.responsible.status == "inherited":
            first = (
                f"to ask {county} to sign the Runaways’ Charter, as the council before it is on"
                " record as having done"
            )
        else:
            first = f"to ask {county} to sign the Runaways’ Charter"
        second = (
            f"to ask the Lead Member for Children’s Services of {county} to report once a year, in"
            " public, on what has been done to count, think, act and prevent"
        )
        if self.to_come:
            second = (
                f"to ask {county} to tell {self.to_come} about the charter, and what it decides"
            )
        return [
            first,
            second,
            "to ask the Leader of this council to write to the Lead Member, and to lay the answer"
            " before this council",
        ]

    @property
    def afterwards(self) -> str:
        """What to tell us once the council has decided, as the words of a link."""
        if not self.is_for_district:
            return "Send us the link to the minutes"
        does = "renews its signature" if self.responsible.status == "signed" else "signs"
        return f"If {self.short_name} {does}, tell us"

    # The facts behind it

    @cached_property
    def page(self) -> CouncilPage:
        return CouncilPage(self.record, self.responsible)

    @cached_property
    def signed_neighbours(self) -> list[CouncilOnDay]:
        return [] if self.responsible.status == "forming" else self.page.signed_neighbours

    @property
    def are(self) -> str:
        return "is" if len(self.signed_neighbours) == 1 else "are"

    @cached_property
    def neighbours_note(self) -> str:
        """The sentence above the list of neighbours."""
        if self.responsible.status == "forming":
            return "Its neighbours are those of the council before it until it starts."
        total = len(self.page.neighbours)
        if not total:
            return f"{capfirst(self.short_name)} has no neighbour on land."
        if total == 1:
            signed = (
                "is on record as signed:"
                if self.signed_neighbours
                else "has no signature on record."
            )
            return f"The one council next to {self.short_name} {signed}"
        if not self.signed_neighbours:
            return f"None of the {total} councils next to {self.short_name} is on record as signed."
        return f"Of the {total} councils next to {self.short_name}, on record as signed:"

    @cached_property
    def local_figure(self) -> sources.SourcedFact | None:
        """The department's figures for the newest year with numbers, or None."""
        for year in self.page.missing_from_care:
            numbers = year.numbers
            cells = (numbers.children, numbers.looked_after, numbers.incidents)
            if None not in cells:
                children, looked_after, incidents = (f"{cell:,}" for cell in cells)
                return sources.SourcedFact(
                    f"{self.responsible.name}, year ending 31 March {year.year}: {children} of"
                    f" {looked_after} children in its care during the year went missing,"
                    f" {incidents} times in all.",
                    missing_from_care.SOURCE,
                    missing_from_care.SOURCE_URL,
                )
        return None

    @property
    def figures(self) -> tuple[sources.SourcedFact, ...]:
        return (*sources.FIGURES, *filter(None, (self.share_of_care, self.local_figure)))

    @property
    def share_of_care(self) -> sources.SourcedFact | None:
        """Which share of the children in care the signed councils look after, and what it says."""
        words = missing_from_care.share_sentences(self.record)
        if not words:
            return None
        return sources.SourcedFact(words, missing_from_care.SOURCE, missing_from_care.SOURCE_URL)

    @property
    def figures_note(self) -> str:
        return (
            f"{sources.FIGURES_NOTE} {sources.LOCAL_FIGURE_NOTE}"
            if self.local_figure
            else sources.FIGURES_NOTE
        )

    @cached_property
    def region_note(self) -> str:
        return count_sentence(self.record, self.record.region(self.responsible.region))

    @cached_property
    def evidence(self) -> sources.SourcedFact | None:
        """The evidence for the status, or None if there is none."""
        council = self.responsible
        signature = council.signature if council.status in ("signed", "inherited") else None
        evidence = signature or council.status_event
        if evidence is None or council.status in ("not_signed", "forming"):
            return None
        return sources.SourcedFact(
            self.status_sentence, evidence.source or evidence.source_url, evidence.source_url
        )

    @cached_property
    def neighbour_facts(self) -> list[tuple[CouncilOnDay, sources.SourcedFact]]:
        """The neighbours that have signed, each with its date and evidence."""
        facts = []
        for council in self.signed_neighbours:
            date = f", {council.when_words}" if council.when_words else ""
            if signature := council.signature:
                source = signature.source or signature.source_url
                fact = sources.SourcedFact(f"{date}.", source, signature.source_url)
                facts.append((council, fact))
        return facts


def pack_for(record: Record, council: CouncilOnDay | None) -> Pack | None:
    """Return the pack for a council, or None if it has closed or is outside England."""
    if council is None or council.status == "former" or council.nation != "England":
        return None
    responsible = council if council.is_responsible else record.responsible_for(council)
    return Pack(record, council, responsible) if responsible else None
