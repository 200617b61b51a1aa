"""The words of a pack: they fit the council, its status, and the day.

Cross-party: no party, no adjectives. A motion states facts on record, and asks.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.utils.text import capfirst

from councils.council_page.page import CouncilPage
from councils.councillor_pack import sources
from councils.dates import format_date
from councils.record import CouncilOnDay, Record
from councils.sharing.press_sentences import of_2014, sentence

REPORT = (
    "to ask the Lead Member for Children’s Services to report once a year, in public, on what has"
    " been done to count, think, act and prevent"
)
TELL = "to send the minute of this decision to the campaign, so that the public record shows it"


@dataclass
class Pack:
    """A pack for the councillors of ``row``. ``asked`` is the council that can sign: ``row``
    itself, or the county of a district.
    """

    record: Record
    row: CouncilOnDay
    asked: CouncilOnDay

    charter = sources.CHARTER
    duty = sources.DUTY
    duty_note = sources.NOT_PART_OF_THE_CHARTER
    questions = sources.QUESTIONS
    questions_note = sources.OUR_ORDER
    people = ("Proposed by: [name]", "Seconded by: [name]")
    motion_note = sources.OURS
    not_found = ("The charter’s own wording was not found:", "what we know of it", "/charter/")
    """A sentence, the words of a link that end it, and where that leads."""
    will_show = "The council’s page will show the day, the decision and the source."

    @property
    def on(self) -> dt.date:
        return self.record.on

    @property
    def as_it_stands(self) -> str:
        return f"As the record stands on {format_date(self.on)}."

    @property
    def tell_us(self) -> str:
        """Where to tell us, as an address of ours."""
        return f"{self.asked.url}tell-us/"

    @property
    def for_a_district(self) -> bool:
        return self.row is not self.asked

    @property
    def purpose(self) -> str:
        """What its motion does, in the words of a heading."""
        said = self.asked.short_name_in_sentence
        if self.for_a_district:
            verb = "renew its promise" if self.asked.status == "signed" else "sign"
            return f"A motion that asks {said} to {verb}"
        return {
            "signed": f"A motion for {said} to renew its promise",
            "inherited": f"A motion for {said} to take up the promise",
            "withdrawn": f"A motion for {said} to sign again",
            "forming": f"A motion for {said} to sign when it starts",
        }.get(self.asked.status, f"A motion for {said} to sign")

    @property
    def title(self) -> str:
        return f"Runaways’ Charter: a councillor’s pack for {self.row.short_name_in_sentence}"

    @cached_property
    def standing(self) -> str:
        """Where the council stands on record, in one sentence."""
        return f"{capfirst(self.stands)}."

    @property
    def stands(self) -> str:
        asked = self.asked
        match asked.status:
            case "signed":
                return (
                    f"{asked.name_in_sentence} is on record as having signed the Runaways’ Charter"
                    f" {asked.when_words}"
                )
            case "intends":
                return f"{asked.name_in_sentence} is on record as saying that it will sign"
            case "inherited":
                before = asked.inherited_from
                return (
                    f"{before.name_in_sentence}, which ran children’s services here before, signed the"
                    f" Runaways’ Charter {asked.when_words}"
                )
            case "withdrawn":
                return f"{asked.name_in_sentence} wrote {asked.when_words} that it had withdrawn"
            case "forming":
                return (
                    f"{asked.name_in_sentence} will run children’s services here from"
                    f" {format_date(asked.starts_on)}"
                )
        return f"no signature by {asked.name_in_sentence} is on record"

    @property
    def first(self) -> str:
        """What to find out before anything is proposed; empty where the record is clear."""
        if self.asked.status not in ("not_signed", "intends"):
            return ""
        not_named = f" {of_2014(self.record)}" if self.record.not_named else ""
        return (
            f"First ask the Lead Member and democratic services of {self.asked.short_name_in_sentence} whether it"
            f" signed in 2012 or later.{not_named}"
        )

    # The motion

    @cached_property
    def notes(self) -> list[str]:
        """What the council notes: facts on record."""
        notes = [
            "that children who run away need adults who are ready to help",
            "that the Runaways’ Charter, launched on 9 July 2012 and written with young people who"
            " had run away, asks councils to count, think, act and prevent",
        ]
        if self.for_a_district:
            notes.append(
                f"that {self.asked.name_in_sentence} runs children’s services in {self.row.short_name_in_sentence}, so that it"
                " is the council that can sign"
            )
        if self.asked.status != "not_signed":
            notes.append(f"that {self.stands}")
        if self.asked.status == "inherited":
            notes.append("that a new council makes its own promises")
        if names := listed([row.short_name_in_sentence for row in self.signed_neighbours]):
            if len(self.page.neighbours) == 1:
                notes.append(f"that the one council next to it, {names}, has signed")
            else:
                notes.append(f"that of the councils next to it, {names} {self.have} signed")
        notes.append(
            "that every council that runs children’s services has legal duties to children who go"
            " missing, whether or not it has signed"
        )
        return notes

    @cached_property
    def resolves(self) -> list[str]:
        """What the council resolves to do, as a list of steps."""
        if self.for_a_district:
            return self.asks_the_county()
        match self.asked.status:
            case "signed":
                first = ["to renew the promise it made by signing the Runaways’ Charter"]
            case "inherited":
                first = [
                    f"to take up the promise of {self.asked.inherited_from.name_in_sentence}, and to sign"
                    " the Runaways’ Charter itself"
                ]
            case "withdrawn":
                first = ["to sign the Runaways’ Charter again"]
            case "forming":
                first = [
                    "that the Runaways’ Charter be put to the council for signature when it takes"
                    f" over on {format_date(self.asked.starts_on)}"
                ]
            case _:
                first = ["to sign the Runaways’ Charter"]
        return [*first, REPORT, TELL]

    def asks_the_county(self) -> list[str]:
        county = self.asked.name_in_sentence
        if self.asked.status == "signed":
            first = f"to thank {county} for its signature, and to ask it to renew its promise"
        elif self.asked.status == "inherited":
            first = (
                f"to ask {county} to take up the promise of the council before it, and to sign the"
                " Runaways’ Charter itself"
            )
        else:
            first = f"to ask {county} to sign the Runaways’ Charter"
        return [
            first,
            f"to ask the Lead Member for Children’s Services of {county} to report once a year, in"
            " public, on what has been done to count, think, act and prevent",
            "to ask the Leader of this council to write to the Lead Member, and to lay the answer"
            " before this council",
        ]

    @property
    def afterwards(self) -> str:
        """What to tell us once the council has decided, as the words of a link."""
        if not self.for_a_district:
            return "Send us the link to the minutes"
        does = "renews its promise" if self.asked.status == "signed" else "signs"
        return f"If {self.asked.short_name_in_sentence} {does}, tell us"

    # What stands behind it

    @cached_property
    def page(self) -> CouncilPage:
        return CouncilPage(self.record, self.asked)

    @cached_property
    def signed_neighbours(self) -> list[CouncilOnDay]:
        return [] if self.asked.status == "forming" else self.page.signed_neighbours

    @property
    def have(self) -> str:
        return "has" if len(self.signed_neighbours) == 1 else "have"

    @cached_property
    def neighbours_note(self) -> str:
        """Say of its neighbours what the list does not."""
        if self.asked.status == "forming":
            return "Its neighbours are those of the council before it until it starts."
        total = len(self.page.neighbours)
        if not total:
            return f"{capfirst(self.asked.short_name_in_sentence)} has no neighbour on land."
        if total == 1:
            signed = (
                "is on record as signed:"
                if self.signed_neighbours
                else "has no signature on record."
            )
            return f"The one council next to {self.asked.short_name_in_sentence} {signed}"
        if not self.signed_neighbours:
            return f"None of the {total} councils next to {self.asked.short_name_in_sentence} is on record as signed."
        return f"Of the {total} councils next to {self.asked.short_name_in_sentence}, on record as signed:"

    @cached_property
    def local_figure(self) -> sources.Fact | None:
        """The newest year for which the department gives numbers of this council, if loaded."""
        for year in self.page.missing_from_care:
            cells = (year.children, year.looked_after, year.incidents)
            if year.is_provided and all(cell.isdigit() for cell in cells):
                children, looked_after, incidents = (f"{int(cell):,}" for cell in cells)
                return sources.Fact(
                    f"{self.asked.name}, year ending 31 March {year.year}: {children} of"
                    f" {looked_after} children in its care during the year went missing,"
                    f" {incidents} times in all.",
                    sources.DEPARTMENT,
                    sources.DEPARTMENTS_PAGE,
                )
        return None

    @property
    def figures(self) -> tuple[sources.Fact, ...]:
        return (*sources.FIGURES, *([self.local_figure] if self.local_figure else []))

    @property
    def figures_note(self) -> str:
        return (
            f"{sources.TWO_THINGS} {sources.IN_CARE}" if self.local_figure else sources.TWO_THINGS
        )

    @cached_property
    def region_note(self) -> str:
        return sentence(self.record, self.record.region(self.asked.region))

    @cached_property
    def evidence(self) -> sources.Fact | None:
        """Where the council stands, with what shows it; None where there is nothing to show."""
        signature = self.asked.signature if self.asked.status in ("signed", "inherited") else None
        shown = signature or self.asked.spell
        if shown is None or self.asked.status in ("not_signed", "forming"):
            return None
        return sources.Fact(self.standing, shown.source or shown.source_url, shown.source_url)


def pack_of(record: Record, row: CouncilOnDay | None) -> Pack | None:
    """Return the pack for the councillors of a council, or None where there is nothing to ask.

    None outside England, and for a council that has closed.
    """
    if row is None or row.status == "former" or row.nation != "England":
        return None
    asked = row if row.is_responsible else record.responsible_for(row)
    return Pack(record, row, asked) if asked else None


def listed(names: list[str]) -> str:
    """Join names as a sentence does: "Kent, Surrey and the Isle of Wight"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
