"""The statuses of a council: their words, their looks, and what is said of one that has it."""

from dataclasses import dataclass, replace

from django.db import models


class Status(models.TextChoices):
    """Where a council stands on a day, in the order of the legend, and what the public reads."""

    SIGNED = "signed", "Signed"
    INTENDS = "intends", "Says it will sign"
    INHERITED = "inherited", "Signed by the council before it"
    NOT_SIGNED = "not_signed", "No signature found"
    WITHDRAWN = "withdrawn", "Has withdrawn"
    FORMING = "forming", "Starts"
    FORMER = "former", "Closed"

    @property
    def is_current(self) -> bool:
        """Whether a council that exists on the day can have it."""
        return self not in (Status.FORMING, Status.FORMER)

    @property
    def rests_on_a_signature(self) -> bool:
        """Whether a signature, its own or that of the council before it, gives it."""
        return self in (Status.SIGNED, Status.INHERITED)

    @property
    def rests_on_an_event(self) -> bool:
        """Whether what the council said since gives it."""
        return self in (Status.INTENDS, Status.WITHDRAWN)

    @property
    def may_have_signed_unseen(self) -> bool:
        """Whether a signature may exist that nobody has found."""
        return self in (Status.NOT_SIGNED, Status.INTENDS)


class Confirmation(models.TextChoices):
    """How a council itself stands behind a signature of its own, the strongest first."""

    TO_US = "to us", "has confirmed it to us"
    REAFFIRMED = "re-affirmed", "has re-affirmed it since"
    SHOWN = "shown", "its own papers show it"
    NONE = "none", "hasn’t confirmed it to us"


@dataclass(frozen=True, kw_only=True)
class StatusText:
    """How a status is drawn, and what is said of a council that has it.

    In the sentences {name} stands for the council inside a sentence and {Name} at its start,
    {before} and {Before} for its predecessor, {when} for the day of the fact, and {day} for today.
    Former and forming councils have few: they are not asked for anything.
    """

    code: Status
    marker: tuple[tuple[str, str], ...]
    """Its hexagon in lists, legends and on the map: (CSS class, outline) of each part, in order."""
    pattern: tuple[str, str] | None = None
    """(CSS class, path) of its pattern on the map of true areas, where colour is not enough."""
    button: str = ""
    """The button on a council's page; {} stands for the council. Empty for former and forming."""
    ask: str = ""
    """On a council's page, after what it did: what one can ask it. {} stands for the council."""
    councillors: str = "Take the draft motion."
    """What a councillor can do, as a row of its page."""
    council: str = "Sign, or put us right."
    """What somebody who works for it can do."""
    press: str = ""
    """The first sentence to quote."""
    badge: tuple[str, str] = ("{Name}", "{status}")
    """The two lines of a badge."""
    message: str = ""
    """What somebody who has written to it says when sharing its page."""

    @property
    def words(self) -> str:
        """What the public reads, in the legend and wherever a status is named."""
        return str(self.code.label)


STATUSES = {
    text.code: text
    for text in (
        StatusText(
            code=Status.SIGNED,
            marker=(("lit", "hexagon"), ("core", "core")),
            button="Thank {}, and ask what’s next",
            ask="Ask {} what’s next.",
            councillors="Ask what the signature has led to: take the draft motion.",
            council="Tell us what it does today, or put us right.",
            press="As of {day}, there’s evidence that {name} signed the Runaways’ Charter {when}.",
            badge=("{Name} has signed", "the Runaways’ Charter {when}"),
            message="{Name} has signed the Runaways’ Charter for children who run away. I thanked"
            " it. You can write to it too:",
        ),
        StatusText(
            code=Status.INTENDS,
            marker=(("cell", "hexagon"), ("ember", "lower half"), ("line", "hexagon")),
            pattern=("fill-ember", "M0 15H30V30H0z"),
            button="Ask {} when it will sign",
            ask="Ask it when.",
            councillors="Ask when it will sign: take the draft motion.",
            press="{Name} says it will sign the Runaways’ Charter {when}.",
            badge=("{Name} says it will sign", "the Runaways’ Charter"),
            message="{Name} says it will sign the Runaways’ Charter for children who run away. I"
            " asked when. Will you?",
        ),
        StatusText(
            code=Status.INHERITED,
            marker=(("cell", "hexagon"), ("ring", "ring")),
            pattern=("fill-ring", "M0 0H9V30H0z"),
            button="Ask {} to sign too",
            ask="Ask {} to sign too.",
            council="Have you signed? Tell us, and it’s counted from that day.",
            press="On {day}, there was no evidence that {name} had signed the Runaways’ Charter"
            " itself. {Before}, the council before it, {signed}.",
            badge=(
                "Ask {name} to sign too",
                "the Runaways’ Charter, signed by the council before it",
            ),
            message="I asked {name} to sign the Runaways’ Charter for children who run away, as the"
            " council before it did. Will you?",
        ),
        StatusText(
            code=Status.NOT_SIGNED,
            marker=(("cell", "hexagon"),),
            button="Ask {} to sign",
            press="By {day}, Make Runaways Safe had found no evidence that {name} signed the"
            " Runaways’ Charter. It may have signed, or it may never have been asked.",
            badge=("Ask {name} to sign", "the Runaways’ Charter"),
            message="When a child runs away, their council should be ready. I asked {name} to sign"
            " the Runaways’ Charter. Will you?",
        ),
        StatusText(
            code=Status.WITHDRAWN,
            marker=(("cell", "hexagon"), ("bar", "bar")),
            pattern=("fill-bar", "M0 12H30V17H0z"),
            button="Ask {} to think again",
            ask="Ask it to think again.",
            press="{Name} has told Make Runaways Safe in writing that it has withdrawn from the"
            " Runaways’ Charter ({when}).",
            badge=("{Name} has withdrawn", "from the Runaways’ Charter, {when}"),
            message="I wrote to {name} about children who run away. Will you?",
        ),
        StatusText(code=Status.FORMING, marker=(("dashed", "hexagon"),)),
        StatusText(code=Status.FORMER, marker=(("dotted", "hexagon"),)),
    )
}
"""Every status by its code, in the order of the legend."""

DISPUTED = replace(
    STATUSES[Status.SIGNED],
    button="Ask {} whether it signed",
    ask="Ask it whether it did.",
    councillors="Ask whether it signed: take the draft motion.",
    council="Say what is right, or sign.",
    message="I asked {name} whether it has signed the Runaways’ Charter for children who run away."
    " Will you?",
)
"""What is said of a council that disputes the signature on record: it is thanked for nothing."""


STATUS_WORDS = {status: str(status.label) for status in Status}
CURRENT_STATUSES = tuple(status for status in Status if status.is_current)
"""The statuses a council that exists on the day can have."""
