"""The content of a council's page, prepared here so that the template only lays it out."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst, slugify

from councils.council_page import status_text, timeline
from councils.council_page.children_missing import ChildrenMissing
from councils.council_page.commitments import SinceSigning, since_signing
from councils.council_page.evidence import Evidence
from councils.council_page.letters import Letters
from councils.council_page.lineage import Lineage
from councils.council_page.near import Neighbours
from councils.council_page.own_words import OwnWords
from councils.dates import PartialDate, Precision, format_date
from councils.decisions.ahead import SETTLES
from councils.models import (
    Change,
    Event,
    EventKind,
    Progress,
    Signature,
)
from councils.names import lower_first
from councils.record import CouncilOnDay, Record, Tally
from councils.record.signatures import signatures_by_council
from councils.record.status import STATUSES
from councils.search.places.gazetteer import MOSTLY, Place, responsible_councils
from councils.sharing.press_sentences import reported_2014_sentence
from councils.sharing.share_row import ShareLinks

NOT_CONFIRMED = "Not confirmed by the council"


@dataclass
class CouncilPage(Lineage, Letters, Neighbours, ChildrenMissing, OwnWords):
    """A council's page on the day of a record, and the district its visitor came from, if any.

    ``called`` is the former slug of the district or of this council that the visitor asked for.
    ``at`` is the day requested, or None for today; ``today`` is today. Once the campaign has
    closed, which ``closed_on`` names, ``at`` is that day unless another is requested.
    """

    record: Record
    row: CouncilOnDay
    came_from: CouncilOnDay | None = None
    place: Place | None = None
    called: str = ""
    at: dt.date | None = None
    today: dt.date | None = None
    closed_on: dt.date | None = None

    @property
    def template(self) -> str:
        if self.row.nation != "England":
            return "councils/elsewhere.html"
        if self.row.kind == "district":
            return f"councils/{'district' if self.responsible else 'closed_district'}.html"
        if self.row.status in ("former", "forming"):
            return "councils/not_now.html"
        return "councils/council.html"

    # Another day

    @property
    def is_of_another_day(self) -> bool:
        """Whether the visitor asked for another day than the one the record shows by itself."""
        return self.at is not None and self.at != self.closed_on

    @property
    def is_ahead(self) -> bool:
        return self.at is not None and self.today is not None and self.at > self.today

    @property
    def as_at(self) -> str:
        """The query that keeps links on the requested day; empty for today."""
        return f"?at={self.at.isoformat()}" if self.at and self.is_of_another_day else ""

    @property
    def on_day(self) -> str:
        """The requested day, to be added to a title: " on 19 September 2013"."""
        return f" on {format_date(self.at)}" if self.at else ""

    @property
    def other_day(self) -> tuple[str, str]:
        """Return a sentence on the day that the page shows, and an explanation."""
        if self.at is None:
            return "", ""
        day = format_date(self.at)
        if self.is_ahead:
            return f"As it would stand on {day}.", status_text.DAY_AHEAD
        return f"As it stood on {day}.", status_text.PAST_DAY

    def on_the_same_day(self, address: str, **query: str) -> str:
        """Return an address with a query and the requested day."""
        day = {"at": self.at.isoformat()} if self.at and self.is_of_another_day else {}
        parameters = {**query, **day}
        return f"{address}?{urlencode(parameters)}" if parameters else address

    @property
    def region_url(self) -> str:
        return self.on_the_same_day(reverse("councils:tracker"), region=self.row.region_slug)

    @property
    def responsible_url(self) -> str:
        """The page of the council that runs children's services here, which explains why."""
        address = self.responsible.url if self.responsible else ""
        return self.on_the_same_day(address, **{"from": self.row.slug})

    # What to do

    @property
    def button(self) -> str:
        """The text of the main button; shortly before a council ends, it names its successors."""
        if self.ends_soon:
            return status_text.ASK_IN_COUNCILS_TO_COME.format(self.councils_to_come)
        return STATUSES[self.row.status].button.format(self.row.short_name_in_sentence)

    @property
    def sentence(self) -> str:
        """Return one or two sentences on what the status means."""
        row = self.row
        if row.status == "withdrawn" and row.signature:
            return status_text.WITHDRAWN_AFTER_SIGNING
        before = row.inherited_from.name_in_sentence if row.inherited_from else ""
        name = row.short_name_in_sentence
        return STATUSES[row.status].sentence.format(
            name=name, Name=capfirst(name), Before=capfirst(before)
        )

    @property
    def share_links(self) -> ShareLinks:
        name = self.row.short_name_in_sentence
        words = status_text.SHARED.format(name=name)
        return ShareLinks.of(self.row.url, words, f"Children who run away, and {name}")

    practice = status_text.PRACTICE

    @property
    def for_councillors(self) -> str:
        if self.ends_soon and self.row.ends_on:
            return status_text.FOR_COUNCILLORS_AT_THE_END.format(
                capfirst(self.councils_to_come),
                "takes" if len(self.successors) == 1 else "take",
                format_date(self.row.ends_on),
            )
        return STATUSES[self.row.status].councillors

    @property
    def for_the_council(self) -> str:
        return STATUSES[self.row.status].council

    @cached_property
    def decision_ahead(self) -> str:
        """Say when a decision is due and what helps: "Sheffield decides on 14 January. …"."""
        settled = [event for event in self.events if event.kind in SETTLES] + self.signatures
        event = timeline.decision_ahead(self.events, settled, self.record.on)
        if event is None or self.pause:
            return ""
        when = timeline.decides(event.when, self.record.on)
        return f"{capfirst(self.row.short_name_in_sentence)} {when}. Letters before then help most."

    # Where it is

    @cached_property
    def region(self) -> Tally | None:
        return self.record.region(self.row.region)

    @cached_property
    def responsible(self) -> CouncilOnDay | None:
        """The council that runs children's services here now, if this one does not."""
        return self.record.responsible_for(self.row)

    @property
    def explains(self) -> CouncilOnDay | None:
        """The district the visitor came from, if this council is responsible for it."""
        if self.came_from and self.record.responsible_for(self.came_from) is self.row:
            return self.came_from if self.came_from is not self.row else None
        return None

    @property
    def what_the_district_does(self) -> str:
        """Explain to a visitor from a district why this is another council's page."""
        if self.explains is None:
            return ""
        district = self.explains
        formerly = f", formerly {self.former_name}," if self.former_name else ""
        if district.status == "former":
            closed = lower_first(district.status_words)
            return f"{district.name}{formerly} is no longer there. It {closed}."
        return f"{district.name}{formerly} looks after bins and housing."

    @cached_property
    def former_name(self) -> str:
        """The council's or district's former name that the visitor asked for, or ""."""
        council = self.explains or self.row
        return next((name for name in council.former_names if slugify(name) == self.called), "")

    @property
    def now_called(self) -> str:
        """Say that the name the visitor asked for is a former name of this council."""
        if self.explains or not self.former_name:
            return ""
        return f"{self.former_name} is now called {self.row.name_in_sentence}."

    @cached_property
    def where_the_place_is(self) -> str:
        """Say why this council answers for the place the visitor looked for ("Margate is in Kent").

        Empty if it does not.
        """
        if self.place is None:
            return ""
        shares = dict.fromkeys([self.row.id], 0)
        shares |= {row.id: share for row, share in responsible_councils(self.place, self.record)}
        share = shares[self.row.id]
        if not share:
            return ""
        how_much = "" if share == 100 else "Most of " if share >= MOSTLY else "Part of "
        return f"{how_much}{self.place.name} is in {self.row.short_name_in_sentence}."

    @cached_property
    def districts(self) -> list[CouncilOnDay]:
        return self.record.districts_of(self.row)

    # Its facts

    @cached_property
    def signatures(self) -> list[Signature]:
        return signatures_by_council(self.record).get(self.row.id, [])

    @cached_property
    def events(self) -> list[Event]:
        counting = Event.objects.counting(self.record.on)
        return list(counting.filter(council_id=self.row.id).order_by("counted_from", "pk"))

    @cached_property
    def progress(self) -> list[Progress]:
        """Its progress since it signed; empty until it has been asked."""
        counting = Progress.objects.counting(self.record.on).filter(council_id=self.row.id)
        facts = list(counting.order_by("counted_from", "pk"))
        signed_on = [signature.counts_from for signature in self.signatures]
        asked_on = [event.counts_from for event in self.events if event.kind == EventKind.CONTACTED]
        return facts if signed_on and asked_on and max(asked_on) >= min(signed_on) else []

    @cached_property
    def timeline(self) -> list[timeline.Entry]:
        """Everything on record about it, newest first."""
        return timeline.timeline(self.record, self.row, self.signatures, self.events, self.progress)

    # How we know

    @cached_property
    def evidence(self) -> Evidence | None:
        """The evidence for its status, if any."""
        row = self.row
        if row.status == "inherited" and row.signature and row.inherited_from:
            return Evidence(row.signature, row.inherited_from, "Signed")
        if row.status in ("intends", "withdrawn") and row.status_event:
            return Evidence(row.status_event, row, row.plain_status_words)
        if row.signature is not None:
            return Evidence(self._with_edition(row.signature), row, "Signed")
        return None

    def _with_edition(self, signature: Signature) -> Signature:
        return next(candidate for candidate in self.signatures if candidate.pk == signature.pk)

    @cached_property
    def last_confirmed(self) -> PartialDate | None:
        """When the council last confirmed or reaffirmed its signature, if it did."""
        signature = self.row.signature
        if self.row.status != "signed" or signature is None:
            return None
        since = signature.counts_from
        confirmations = [
            (event.counts_from, event.when)
            for event in self.events
            if event.kind == EventKind.REAFFIRMED and event.counts_from >= since
        ]
        confirmed = signature.confirmed_on
        if confirmed and confirmed <= self.record.on:
            confirmations.append((confirmed, PartialDate(Precision.DAY, confirmed)))
        return max(confirmations, key=lambda pair: pair[0])[1] if confirmations else None

    @property
    def confirmation(self) -> str:
        """Say whether the council confirmed its signature; empty if it has not signed."""
        if self.row.status != "signed" or self.disputed:
            return ""
        if last := self.last_confirmed:
            return f"Last confirmed {last.words}"
        return f"Confirmed {self.confirmed_by}" if self.confirmed_by else NOT_CONFIRMED

    @property
    def disputed(self) -> str:
        """Say that the council disputes what its status rests on; "" if it does not."""
        return self.row.fact.disputed if self.row.fact else ""

    @property
    def confirmed_by(self) -> str:
        """Say how the signature was confirmed; empty if it was not."""
        by = self.evidence.confirmed_by(self.record.on) if self.evidence else ""
        if by or self.last_confirmed is None:
            return by
        return f"The council re-affirmed it {self.last_confirmed.words}."

    @property
    def nothing_on_record(self) -> str:
        """Say why there is no evidence: a retracted signature, or nothing was found."""
        if self.retracted and self.retracted.retracted_on and not self.at:
            day = format_date(self.retracted.retracted_on)
            reason = self.retracted.retraction_reason
            return status_text.RETRACTED.format(day=day, reason=reason)
        if self.row.starts_on:
            return status_text.NOT_SIGNED_SINCE.format(day=format_date(self.row.starts_on))
        if self.record.not_named and not self.at:
            return f"{status_text.NOT_IN_THE_LIST} {reported_2014_sentence(self.record)}"
        return status_text.NOT_IN_THE_LIST

    @property
    def closed_sentence(self) -> str:
        """Say whether a council that has closed had signed."""
        row = self.row
        if not row.signature:
            return f"There is no record that {row.name} signed the Runaways’ Charter."
        later = status_text.WITHDREW_LATER if row.has_withdrawn else status_text.STAYS_ON_RECORD
        when = row.signature.when.words
        return f"{row.name} is on record as having signed the Runaways’ Charter {when}. {later}"

    @cached_property
    def retracted(self) -> Signature | None:
        """The last signature that was recorded in error and retracted."""
        return (
            Signature.objects.filter(council_id=self.row.id)
            .exclude(retracted_on=None)
            .order_by("retracted_on")
            .last()
        )

    @cached_property
    def changes(self) -> list[Change]:
        """Our corrections to its facts, newest first; none on a past day."""
        if self.at:
            return []
        return timeline.newest_changes(self.row.id)

    @cached_property
    def changes_cut(self) -> str:
        return timeline.cut_sentence(self.changes)

    # Since it signed

    @cached_property
    def since_signing(self) -> SinceSigning | None:
        if self.row.status != "signed" or self.row.signature is None:
            return None
        return since_signing(self.row.signature, self.events, self.progress, self.record.on)
