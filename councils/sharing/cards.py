"""The picture and the words that people share of a council's page, and of a letter they sent.

A picture is two lines and a foot that can be read when it is 90 pixels high: a signed neighbour, or
the count, and a question. Only a signature that its council does not dispute is named on it, and
of a council that disputes its own, or has answered us, the count stands in its place.
"""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import dist
from urllib.parse import quote

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import capfirst

from councils.dates import Precision, format_date
from councils.map import areas
from councils.names import number_word, possessive
from councils.record import CouncilOnDay, Record, cached_with_record, closed_words
from councils.record.status import Status
from councils.record.tallies import signed_words
from councils.sentences import CHARTER, acting, capitalised, is_listed_only
from councils.sharing import font_metrics
from councils.sharing.pictures import render_png

LIT, PAPER = "#ffc24b", "#f8f5ef"
"""The sky over the roofs: amber where it tells of a signature, pale where somebody asked."""
ROOM = 1092
FIRST_SIZES = (150, 141, 133, 122, 119, 112, 105, 98, 92, 85, 78, 72)
SECOND_SIZES = (180, 171, 160, 150, 140, 131, 122)
TWO_LINES = 122
"""The size of a second line that needs two."""
FOOT, FOOT_ROOM = 34, 1090

PROTECTS = "The Runaways’ Charter asks councils to protect children who run away."
RAN_AWAY = (
    "In one year, 84,000 children under 16 in England ran away overnight (The Children’s Society,"
    " 2011). A council can sign a charter to protect them: the Runaways’ Charter."
)


@dataclass(frozen=True)
class CardLine:
    """A line of text on a picture, from its left end."""

    words: str
    x: int
    y: int
    size: int
    kind: str
    """"first", "second" or "foot": its face and colour."""


@dataclass(frozen=True)
class Card:
    """What a picture says, in two lines and a foot, and the colour of its sky."""

    first: str
    second: str
    foot: list[str]
    sky: str = LIT
    lines: list[CardLine] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.lines.extend([*first_lines(self.first), *second_lines(self.second)])
        self.lines.extend(foot_lines(self.foot))

    @property
    def words(self) -> str:
        """What it says, in the title of a shared link and for who cannot see it."""
        return f"{self.first} {self.second}"

    @property
    def digest(self) -> str:
        """What its address carries: another picture has another."""
        said = "\n".join([self.first, self.second, *self.foot])
        return hashlib.blake2b(said.encode(), digest_size=5).hexdigest()

    @cached_property
    def svg(self) -> str:
        context = {"card": self, "heading": font_metrics.heading(), "text": font_metrics.text()}
        return render_to_string("sharing/card.svg", context)

    @property
    def png(self) -> bytes:
        return render_png(self.svg)


def first_lines(words: str) -> list[CardLine]:
    """Return what is told, on one line, or on two where it is too long."""
    face = font_metrics.heading()
    for size in FIRST_SIZES:
        if face.width(words, size) <= ROOM:
            return [CardLine(words, 54, round(35.8 + 0.8615 * size), size, "first")]
    fitted, broken = face.fitted(words, (84, 76, 68, 60), ROOM, most=2)
    return [
        CardLine(line, 54, 88 + round(1.04 * fitted) * number, round(fitted), "first")
        for number, line in enumerate(broken)
    ]


def second_lines(words: str) -> list[CardLine]:
    """Return the question on one line, or on two where it is too long."""
    face = font_metrics.heading()
    for size in SECOND_SIZES:
        if face.width(words, size) <= ROOM:
            return [CardLine(words, 54, round(287 + 0.889 * size), size, "second")]
    fitted, broken = face.fitted(words, (TWO_LINES, 110, 98, 88, 78), ROOM, most=2)
    return [
        CardLine(line, 54, 390 + round(1.04 * TWO_LINES) * number, round(fitted), "second")
        for number, line in enumerate(broken)
    ]


def foot_lines(sentences: list[str]) -> list[CardLine]:
    """Return the lines at the foot, the last one where it always stands."""
    face = font_metrics.text()
    lines = []
    for sentence in sentences:
        lines.extend(face.balanced(sentence, FOOT, FOOT_ROOM))
    top = 592 - 44 * (len(lines) - 1)
    return [CardLine(line, 56, top + 44 * n, FOOT, "foot") for n, line in enumerate(lines)]


# Of a council's page


@cached_with_record
def card_of(record: Record, row: CouncilOnDay) -> Card:
    """Return the picture of a council's page."""
    return Card(told_first(record, row), asked_second(record, row), foot_of(record))


def told_first(record: Record, row: CouncilOnDay) -> str:
    who = named_first(record, row)
    if who:
        return f"{capitalised(who)} signed."
    return counted(record)


def counted(record: Record) -> str:
    """Return the count as a first line: "32 councils signed."."""
    if record.signed == 0:
        return "No council signed yet."
    if record.signed == 1:
        return "One council signed."
    return f"{record.signed} councils signed."


def named_first(record: Record, row: CouncilOnDay) -> CouncilOnDay | None:
    """Return whose signature a picture tells: its own, or that of a neighbour; None for nobody's.

    Nobody's on the picture of a council that disputes its own, or has answered us.
    """
    if row.disputed or has_answered(row):
        return None
    if row.status == Status.SIGNED:
        return row
    return signed_beside(record, row)


def has_answered(row: CouncilOnDay) -> bool:
    """Whether its own word on the charter is on record: it is not held up to a neighbour."""
    return row.refusal is not None or row.status in (Status.INTENDS, Status.WITHDRAWN)


def signed_beside(record: Record, row: CouncilOnDay) -> CouncilOnDay | None:
    """Return the neighbour with the longest border that signed and does not dispute it."""
    best, longest = None, 0.0
    for code, length in borders(record).get(row.code, {}).items():
        other = record.by_code[code]
        if other.status == Status.SIGNED and not other.disputed and length > longest:
            best = other
            longest = length
    return best


@cached_with_record
def borders(record: Record) -> dict[str, dict[str, float]]:
    """Return how long a border each council shares with each neighbour, in units of 100 metres."""
    owner_of = areas.owners(record)
    shared: dict[str, dict[str, float]] = {}
    for arc in areas.arcs():
        left = owner_of.get(arc.left)
        right = owner_of.get(arc.right)
        if left is None or right is None or left == right:
            continue
        length = sum(dist(one, other) for one, other in pairwise(arc.points))
        for one, other in ((left, right), (right, left)):
            of_one = shared.setdefault(one, {})
            of_one[other] = of_one.get(other, 0.0) + length
    return shared


def asked_second(record: Record, row: CouncilOnDay) -> str:
    """Return the question: of this council, or of the reader's own where this one signed."""
    name = capfirst(row.short_name_in_sentence)
    if row.status in (Status.SIGNED, Status.FORMER):
        return "Has yours?"
    if row.status == Status.FORMING or row.is_replaced_soon(record.on):
        return f"{name} next?"
    return f"{name}?"


def foot_of(record: Record) -> list[str]:
    have = "has" if record.signed == 1 else "have"
    count = f"{record.signed} of {record.total} {have}"
    said = [f"{count} signed the Runaways’ Charter, as far as we know."]
    if record.query:
        said.append(f"On {format_date(record.on)}, as we know it now.")
    if closed := closed_words():
        said.append(f"{closed}.")
    return said


# Of a letter that was sent


@cached_with_record
def asked_card(record: Record, row: CouncilOnDay) -> Card:
    """Return the picture that somebody may share who has written to a council."""
    did = "thanked" if row.status == Status.SIGNED and not row.disputed else "asked"
    foot = ["The Runaways’ Charter asks councils to protect children who run away."]
    return Card(f"I {did} {row.short_name_in_sentence}.", "Will you?", foot, PAPER)


# Its address, and what is said beside it


def picture_address(record: Record, row: CouncilOnDay) -> str:
    """Return the path of the picture of a council's page.

    Social networks keep a picture by its address for weeks, so it changes with what is shown, and
    only then.
    """
    path = reverse("councils:share_picture", args=[row.slug])
    return record.on_its_day(f"{path}?v={card_of(record, row).digest}")


def asked_picture_address(record: Record, row: CouncilOnDay) -> str:
    """Return the path of the picture of somebody who has written to a council."""
    path = reverse("councils:share_asked_picture", args=[row.slug])
    return record.on_its_day(f"{path}?v={asked_card(record, row).digest}")


@dataclass(frozen=True)
class Shared:
    """What somebody sends with a link: a message, an email, and what the link says of itself."""

    message: str
    subject: str
    body: str
    description: str

    @property
    def whatsapp(self) -> str:
        return f"https://wa.me/?text={quote(self.message, safe='')}"

    @property
    def email(self) -> str:
        return f"mailto:?subject={quote(self.subject, safe='')}&body={quote(self.body, safe='')}"


@cached_with_record
def shared_of(record: Record, row: CouncilOnDay) -> Shared:
    """Return what is sent with a link to a council's page."""
    address = f"{settings.SITE_URL}{row.url}"
    home = f"{settings.SITE_URL}{reverse('home')}"
    subject = card_of(record, row).words
    name = acting(row)
    if row.status == Status.SIGNED and not row.disputed:
        told = f"{capitalised(row)} {told_shortly(row)}."
        return Shared(
            f"{capitalised(row)} signed {CHARTER}{when_shortly(row)}. Has your council? The charter"
            f" asks councils to protect children who run away. Look yours up: {home}",
            subject,
            f"{RAN_AWAY}\n\n{told} Look yours up: {home}",
            f"{PROTECTS} {told}",
        )
    if row.is_replaced_soon(record.on) and row.ends_on:
        replaced = who_replaces(row)
        told = " ".join([*told_beside(record, row), replaced])
        return Shared(
            f"{replaced} Ask yours to sign from the start: {address}",
            subject,
            f"{RAN_AWAY}\n\n{told}\n\nAsk yours to sign from the start: {address}",
            f"{replaced} Ask yours to sign {CHARTER} from the start.",
        )
    not_found = what_is_not_known(row)
    by_email = not_found.replace("We haven’t", "This website hasn’t")
    told = " ".join([*told_beside(record, row), by_email])
    return Shared(
        f"{signed_message(record, row)} Has {name}? The charter asks councils to protect children"
        f" who run away. Ask, in your own words: {address}",
        subject,
        f"{RAN_AWAY}\n\n{told}\n\nYou can ask {name} here, in your own words: {address}",
        f"{PROTECTS} {not_found} Ask it.",
    )


def signed_message(record: Record, row: CouncilOnDay) -> str:
    """Say who signed, as a message begins: a neighbour, or how many councils."""
    who = named_first(record, row)
    if who:
        return f"{capitalised(who)} signed {CHARTER}{when_shortly(who)}."
    all_listed = record.provenance.listed == record.signed
    when = " by 2013" if all_listed and record.signed else ""
    return f"{counted(record).removesuffix('.')} {CHARTER}{when}."


def when_shortly(row: CouncilOnDay) -> str:
    """Return when it signed, no more exactly than a message needs: " by December 2012"."""
    if is_listed_only(row):
        return " by 2013"
    if row.when is None or row.when.precision == Precision.UNKNOWN or row.when.date is None:
        return ""
    if row.when.precision == Precision.BY:
        return f" by {row.when.date:%B %Y}"
    return f" {row.when.words}"


def told_shortly(row: CouncilOnDay) -> str:
    """Return how its signature is known, after its name."""
    if is_listed_only(row):
        return signed_words([row])
    when = row.when.words if row.when and row.when.precision != Precision.UNKNOWN else ""
    return f"signed {when}".rstrip()


def told_beside(record: Record, row: CouncilOnDay) -> list[str]:
    """Tell of the neighbour on the picture, if one is."""
    who = named_first(record, row)
    return [f"{capitalised(who)} {told_shortly(who)}."] if who else []


def what_is_not_known(row: CouncilOnDay) -> str:
    if row.disputed:
        return f"{capitalised(row)} disputes the signature on our record."
    if row.refusal:
        return f"{capitalised(row)} says that it will not sign."
    if row.status == Status.INTENDS:
        return f"{capitalised(row)} says it will sign."
    if row.status == Status.WITHDRAWN:
        return f"{capitalised(row)} has withdrawn."
    if row.status == Status.INHERITED:
        return f"We haven’t found a signature of {acting(row)} itself."
    return f"We haven’t found {possessive(acting(row))} signature."


def who_replaces(row: CouncilOnDay) -> str:
    day = format_date(row.ends_on) if row.ends_on else ""
    heirs = row.successors
    if len(heirs) == 1:
        return f"{capitalised(heirs[0])} replaces {acting(row)} on {day}."
    return f"{capfirst(number_word(len(heirs)))} new councils replace {acting(row)} on {day}."
