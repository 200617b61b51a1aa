"""One council on one day, with everything a list or a map says about it."""

import datetime as dt
from dataclasses import dataclass

from django.utils.text import slugify

from councils import names
from councils.dates import ActivePeriod, PartialDate, format_date
from councils.models import RESPONSIBLE_KINDS, Event, Kind, Signature
from councils.record.status import STATUS_WORDS


@dataclass(slots=True)
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
    """Its official name, its short name, then all others people search by."""
    former_names: list[str]
    url: str
    status: str = "not_signed"
    signature: Signature | None = None
    spell: Event | None = None
    has_withdrawn: bool = False
    """Whether it withdrew and has not signed since, whatever it said or became afterwards."""
    inherited_from: "CouncilOnDay | None" = None
    status_words: str = STATUS_WORDS["not_signed"]
    when_words: str = ""
    _folded_names: list[names.Name] | None = None

    @property
    def folded_names(self) -> list[names.Name]:
        """What it is called, ready to be compared. Made when somebody first searches."""
        if self._folded_names is None:
            self._folded_names = [names.Name.of(name) for name in self.called]
        return self._folded_names

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

    def put_in_words(self) -> None:
        """Prepare what lists say of it, so that a template of many rows only puts it down."""
        if self.status == "forming":
            self.status_words = f"Starts on {format_date(self.starts_on)}"
        elif self.status == "former":
            self.status_words = f"Closed on {format_date(self.ends_on - dt.timedelta(days=1))}"
        else:
            self.status_words = STATUS_WORDS[self.status]
        when = self.when
        self.when_words = when.words if when else ""
        if self.status == "intends":  # "will sign on 14 January" would say another thing
            self.when_words = f"(said {when.words})"

    @property
    def when(self) -> PartialDate | None:
        """The date of the fact the status rests on, or None where there is none."""
        if self.status in ("signed", "inherited"):
            return self.signature.when
        if self.status in ("intends", "withdrawn"):
            return self.spell.when
        return None
