"""A council as it stood on a day."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.utils.text import slugify

from councils import names
from councils.dates import ActivePeriod, PartialDate, format_date
from councils.models import RESPONSIBLE_KINDS, Event, Kind, Signature
from councils.record.status import STATUS_WORDS


@dataclass
class CouncilOnDay(ActivePeriod):
    """One council on one day, with everything a list or a map says about it."""

    id: int
    code: str
    slug: str
    gss: str | None
    name: str
    short_name: str
    kind: str
    nation: str
    region: str
    website: str
    county_id: int | None
    starts_on: dt.date | None
    ends_on: dt.date | None
    called: list[str]
    """Its official name, its short name, then every other name people search by."""
    former_names: list[str]
    url: str
    """The path of its page."""
    status: str = "not_signed"
    signature: Signature | None = None
    status_event: Event | None = None
    """The event its status rests on: its withdrawal or its intention to sign."""
    has_withdrawn: bool = False
    """Whether it withdrew and has not signed since, even if it says that it will."""
    inherited_from: "CouncilOnDay | None" = None
    reaffirmed: Event | None = None
    """The last event in which it re-affirmed a signature."""
    is_confirmed: bool = False
    """Whether the council itself shows, confirmed or re-affirmed the signature it rests on."""

    def reaffirmation_of(self, signature: Signature) -> Event | None:
        """Return the last event in which it re-affirmed one of its signatures, or None."""
        event = self.reaffirmed
        return event if event and event.counts_from >= signature.counts_from else None

    @cached_property
    def folded_names(self) -> list[names.Name]:
        """Its names, prepared for comparison when somebody first searches."""
        return [names.Name.of(name) for name in self.called]

    @property
    def short_name_in_sentence(self) -> str:
        """Its short name as it stands inside a sentence: "the Isle of Wight"."""
        return names.with_article(self.short_name)

    @property
    def name_in_sentence(self) -> str:
        """Its official name as it stands inside a sentence: "the London Borough of Barnet"."""
        return names.with_article(self.name)

    @property
    def kind_words(self) -> str:
        return Kind(self.kind).label

    @property
    def is_responsible(self) -> bool:
        return self.kind in RESPONSIBLE_KINDS

    @property
    def region_slug(self) -> str:
        return slugify(self.region)

    @property
    def fact(self) -> Signature | Event | None:
        """The fact its status rests on, if there is one."""
        if self.status in ("signed", "inherited"):
            return self.signature
        return self.status_event if self.status in ("intends", "withdrawn") else None

    @property
    def status_words(self) -> str:
        """Its status wherever it is shown: "Signed", and "Signed (disputed)" until that is settled.

        One that closed or starts has its day: "Closed on 31 March 2023".
        """
        return f"{self.plain_status_words}{self.disputed}"

    @property
    def disputed(self) -> str:
        """The mark of a council that disputes the fact its status rests on, or ""."""
        return " (disputed)" if self.fact and self.fact.disputed else ""

    @property
    def plain_status_words(self) -> str:
        if self.status == "forming" and self.starts_on:
            return f"Starts on {format_date(self.starts_on)}"
        if self.status == "former" and self.ends_on:
            return f"Closed on {format_date(self.ends_on - dt.timedelta(days=1))}"
        return STATUS_WORDS[self.status]

    @property
    def shared_status(self) -> str:
        """Its status where nothing beside it says whose record it is, as on a shared picture."""
        if self.status == "signed":
            return f"On record as signed{self.disputed}"
        return self.status_words

    @property
    def when_words(self) -> str:
        """The date of the fact its status rests on, in words; empty if there is no such fact."""
        if self.when is None:
            return ""
        if self.status == "intends":  # "will sign on 14 January" would mean something else
            return f"(said {self.when.words})"
        return self.when.words

    @property
    def dated_status(self) -> str:
        """Its status and when: "Signed in March 2015", "Has withdrawn (on 3 March 2018)"."""
        when = self.when_words
        if self.status == "withdrawn" and when:
            when = f"({when})"
        return f"{self.status_words} {when}".rstrip()

    @property
    def when(self) -> PartialDate | None:
        """The date of the fact its status rests on, or None if there is no such fact."""
        return self.fact.when if self.fact else None
