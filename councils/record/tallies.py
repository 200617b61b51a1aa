"""Count how many councils of a group have signed, and say how their signatures are known."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from councils import names
from councils.dates import PartialDate, Precision, format_date
from councils.record.council_on_day import CouncilOnDay
from councils.record.status import Confirmation, Status

if TYPE_CHECKING:
    from councils.record.snapshot import Record

LIST = "list of 2013"
THE_LIST = "The Children’s Society’s list of September 2013"
"""The charity's report of September 2013. Its names are in register/signatures.csv."""

DAY_OF_THE_LIST = PartialDate(Precision.BY, dt.date(2013, 9, 19))
COUNCILLORS_PAGE = (
    "https://michellelowe.yourcllr.com/2012/12/03/the-childrens-society-runaways-charter/"
)
"""What tells Kent's day more closely than the list. The note of its signature names it."""

ITS_DAY = PartialDate(Precision.BY, dt.date(2012, 12, 3))


def better_source(row: CouncilOnDay) -> tuple[str, str] | None:
    """Return what tells a listed council's day more closely than the list, and its address."""
    if row.status != Status.SIGNED or row.signature is None:
        return None
    # A correction of the day or of the note ends what the page tells.
    if row.signature.when != ITS_DAY or COUNCILLORS_PAGE not in row.signature.note:
        return None
    return f"a councillor’s page of {ITS_DAY.words.removeprefix('by ')}", COUNCILLORS_PAGE


def signed_words(rows: Sequence[CouncilOnDay], us: str = "us", what: str = "") -> str:
    """Return how the signature of councils is known, to follow their names.

    They are one council, or several whose signatures are known in the same way. ``us`` is what we
    are called, and ``what`` was signed.
    """
    row = rows[0]
    is_one = len(rows) == 1
    signed = f"signed {what}".strip()
    signature = row.signature
    if signature is None:
        return ""
    if signature.register_key and row.confirmation == Confirmation.TO_US:
        confirmed = "has confirmed it" if is_one else "have confirmed theirs"
        return f"{signed} {signature.when.words}, and {confirmed} to {us}"
    if signature.register_key and row.confirmation == Confirmation.REAFFIRMED:
        reaffirmed = "has re-affirmed it" if is_one else "have re-affirmed theirs"
        return f"{signed} {signature.when.words}, and {reaffirmed} since"
    if signature.register_key and row.confirmation == Confirmation.SHOWN:
        their = "its" if is_one else "their"
        return f"{signed} {signature.when.words}, and {their} own papers show it"
    if signature.register_key and signature.when == DAY_OF_THE_LIST:
        are = "is" if is_one else "are"
        return f"{are} on the 2013 list of councils that {signed}"
    if better_source(row):
        return f"{signed} {signature.when.words}, says a councillor’s page of that day"
    return f"{signed} {signature.when.words}"


def told_alike(
    rows: Iterable[CouncilOnDay], us: str = "us", what: str = ""
) -> list[tuple[str, list[CouncilOnDay]]]:
    """Return in which words each council's signature is known, and those known alike together."""
    alike: dict[str, list[CouncilOnDay]] = {}
    for row in rows:
        alike.setdefault(signed_words([row], us, what), []).append(row)
    return [(signed_words(rows, us, what), rows) for rows in alike.values()]


class Provenance(NamedTuple):
    """Where the names of a group's signed councils come from."""

    signed: int
    """Councils in the group that have signed, as far as we know."""
    listed: int
    """How many of them the list of 2013 names."""
    confirmed: int
    """How many of the listed councils have confirmed their signature since."""

    @classmethod
    def of(cls, rows: Iterable[CouncilOnDay]) -> "Provenance":
        signed = [row for row in rows if row.status == Status.SIGNED]
        listed = [row for row in signed if row.is_listed]
        return cls(len(signed), len(listed), sum(row.is_confirmed for row in listed))

    def sentence(self, us: str = "us") -> str:
        """Describe the provenance in one or two sentences; empty if no council has signed.

        ``us`` is what we are called: a quoted sentence has our name.
        """
        if not self.signed:
            return ""
        if not self.listed:
            return f"No name is from the {LIST}."
        if self.signed == self.listed == 1:
            return f"Its name is on {THE_LIST}, and it {self._one_confirmed(us)} since."
        if self.signed == self.listed:
            return f"{self._all_names} on {THE_LIST}, and {self._confirmed(us, ' council')} since."
        unlisted = self.signed - self.listed
        others = "one isn’t" if unlisted == 1 else f"{names.number_word(unlisted)} aren’t"
        if self.listed == 1:
            on_it = f"One of the {self.signed} names is"
            confirmed = f"The council on it {self._one_confirmed(us)}"
        else:
            on_it = f"{names.number_word(self.listed).capitalize()} of the {self.signed} names are"
            confirmed = f"Of those on it, {self._confirmed(us)}"
        return f"{on_it} on {THE_LIST}; the other {others}. {confirmed} since."

    @property
    def _all_names(self) -> str:
        if self.listed == 2:
            return "Both names are"
        return f"All {names.number_word(self.listed)} names are"

    # A council may have confirmed it elsewhere: in its own papers, or by re-affirming it.

    def _one_confirmed(self, us: str) -> str:
        if self.confirmed:
            return "has confirmed its signature"
        return f"hasn’t confirmed its signature to {us}"

    def _confirmed(self, us: str, council: str = "") -> str:
        """Say how many of the listed councils have confirmed; of others it says nothing."""
        if not self.confirmed:
            none = f"no{council}" if council else "none"
            return f"{none} has confirmed its signature to {us}"
        if self.confirmed == 1:
            return f"one{council} has confirmed its signature"
        councils = f"{council}s" if council else ""
        return f"{names.number_word(self.confirmed)}{councils} have confirmed theirs"

    @property
    def in_brackets(self) -> str:
        """A few words to put after a count: " (list of 2013)"; empty if nobody has signed."""
        if not self.signed:
            return ""
        if not self.listed:
            return f" (not from the {LIST})"
        words = LIST if self.listed == self.signed else f"{self.listed} from the {LIST}"
        if self.confirmed:
            words += f", {self.confirmed} confirmed since"
        return f" ({words})"


REPORTED_IN_2014 = 41
"""Signatures in total, by the charity's impact report of 2014, which names no council."""


class Tally(NamedTuple):
    """How many of a group of councils have signed."""

    name: str
    slug: str
    signed: int = 0
    total: int = 0
    provenance: Provenance = Provenance(0, 0, 0)

    @classmethod
    def of(cls, name: str, slug: str, rows: Iterable[CouncilOnDay]) -> "Tally":
        """Count the councils of a group."""
        group = list(rows)
        provenance = Provenance.of(group)
        return cls(name, slug, provenance.signed, len(group), provenance)

    @property
    def short_name_in_sentence(self) -> str:
        """Its name as it stands inside a sentence: "the North East"."""
        return names.region_with_article(self.name)

    @property
    def counted(self) -> str:
        return f"{self.signed} of {self.total} councils"

    @property
    def have_signed(self) -> str:
        """What follows ``counted`` on a page."""
        have = "has" if self.signed == 1 else "have"
        return f"{have} signed, as far as we know."

    def sentence_on(self, day: dt.date) -> str:
        """Return its count on a day with its provenance, to stand alone in a newspaper."""
        count = (
            f"On {format_date(day)}, there was evidence that {self.signed} of the {self.total}"
            f" councils that run children’s services in {self.short_name_in_sentence} had signed"
            " the Runaways’ Charter."
        )
        return f"{count} {self.provenance.sentence('Make Runaways Safe')}".strip()


def reported_2014_sentence(record: "Record") -> str:
    """Return how many of the signatures that The Children's Society reported can be named.

    This is not the total on a day, which may include newer signatures and lack some of these.
    """
    words = (
        f"An undated report by The Children’s Society, probably of 2014, says {REPORTED_IN_2014}"
        f" councils had signed. We can name {record.named_of_2014} that had signed by the end of"
        " 2014"
    )
    if unnamed := record.not_named:
        are = "is" if unnamed == 1 else "are"
        words += f", so there {are} at least {names.number_word(unnamed)} we can’t name"
    return f"{words}."
