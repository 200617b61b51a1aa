"""A letter with its council as it stands today: how that can be reached, what can be shared."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst

from campaign.letters.composition import finished
from campaign.letters.composition.originality import paragraphs_of
from campaign.letters.models import Letter
from campaign.letters.recipient import Recipient, recipient_for
from campaign.letters.states import ASK_AFTER, Answered
from campaign.outbox import dev_mail
from campaign.pages.models import is_being_prepared
from councils.dates import format_date
from councils.models import Council, Pause, Role
from councils.names import possessive
from councils.record import CouncilOnDay, Record, snapshot
from councils.record.status import Status
from councils.sharing.cards import Card, Shared, asked_card


@dataclass
class LetterToday:
    """A letter, the council it is for as it stands today, and how that council can be reached.

    Its pages call it ``current``. Whether it can go is asked for several purposes:

        takes_letters      its council runs children's services, or soon will (recipient.py)
        is_deliverable     we know an address there that can be mailed (recipient.py)
        goes_by_us         and this site is open: its page offers to send it
        letter.can_go      deliverable, and its council takes letters: its link confirms it, and the
                           night reminds its writer (delivery.py)
        can_be_confirmed   it waits to be confirmed, and is not late (link_in_email.py)
        awaits_its_writer  the same, it can go, and its writer has not sent it (models.py)
        fits_its_council   its words fit the status today; deliverable, if we send it (draft.py)
        is_ready           it fits its council, and its form has no mistake (draft.py)
        is_complete        its form has no mistake, for its writer to send it (by_hand.py)

    Where a draft is written its council takes letters: others are led on (finding.py).
    """

    letter: Letter
    record: Record
    row: CouncilOnDay

    @cached_property
    def recipient(self) -> Recipient:
        return recipient_for(self.row, self.record.on)

    @property
    def pause(self) -> Pause | None:
        return snapshot.pause_of(self.record, self.row)

    @property
    def paused_until(self) -> str:
        """Why letters to its council wait, and until when, as HTML; "" if they do not."""
        pause = self.pause
        if pause is None:
            return ""
        name = capfirst(self.row.short_name_in_sentence)
        before, day, after = pause.sentence_for(name).partition(pause.ends)
        return format_html("{}<b>{}</b>{}", before, day, after)

    @property
    def most_a_day(self) -> int | None:
        """How many letters a day its council takes from us; None if it has not said."""
        return Council.objects.get(pk=self.row.id).letters_a_day

    @property
    def is_deliverable(self) -> bool:
        """Whether we can deliver it: only if staff have checked an address that can be mailed."""
        return self.recipient.is_deliverable

    @property
    def goes_to_test_mailbox(self) -> bool:
        """Whether its emails go to files that this site shows, and none to its council."""
        return dev_mail.is_shown()

    @property
    def goes_by_us(self) -> bool:
        """Whether we would send it: never before the site is open, which asks for no email yet."""
        return self.is_deliverable and not is_being_prepared()

    # How its pages name the council

    @property
    def whose(self) -> str:
        return possessive(self.row.short_name_in_sentence)

    @property
    def short_website(self) -> str:
        """The council's website as people say it: sheffield.gov.uk."""
        host = urlsplit(self.row.website).netloc or self.row.website
        return host.removeprefix("www.")

    @property
    def greets_the_director(self) -> bool:
        return self.addressee == Role.DIRECTOR.label

    # What its writer sends, prints or copies

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs of the text: on paper each has its own text direction."""
        return paragraphs_of(self.letter.text)

    @property
    def small_print(self) -> str:
        return finished.small_print(self.row)

    @property
    def sender_by_hand(self) -> list[str]:
        """Who it is from, where its writer sends it: an email says from where it comes."""
        letter = self.letter
        return [line for line in (letter.name, letter.postal_address) if line]

    @cached_property
    def mailto(self) -> str:
        """The address that opens it in an email app; without its text, if that is too long."""
        letter = self.letter
        text = finished.finished_text(self.row, letter.text, self.sender_by_hand)
        return finished.mailto(self.recipient.email, letter.subject, text)

    @property
    def fits_into_an_email(self) -> bool:
        return "&body=" in self.mailto

    @property
    def addressee(self) -> str:
        """The role that the letter greets; whoever is written to now, if it was not composed."""
        return self.letter.addressed_to or self.recipient.role

    # Once it has gone

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is shared or thanked for, as something terrible happened there."""
        return snapshot.is_quiet(self.record, self.row)

    @property
    def question_comes(self) -> str:
        """When its writer is asked by email whether the council answered; "" if that never comes.

        It is what ``to_ask_whether_answered`` does (queryset.py): a council that is kept quiet is
        asked about later. Its page says it only where the letter has gone and no answer is known
        (letters/private.html).
        """
        letter = self.letter
        if letter.asked_if_answered_at or letter.answered == Answered.NO:
            return ""
        if not letter.may_be_told:
            return ""
        due_on = timezone.localdate((letter.outcome_at or timezone.now()) + ASK_AFTER)
        if self.pause and self.is_quiet and self.pause.until >= due_on:
            return f"After {format_date(self.pause.until)}"
        return "Four weeks after it goes"

    @property
    def has_thanked(self) -> bool:
        """Whether it thanks its council, as its picture says: for a signature not disputed."""
        return self.row.status == Status.SIGNED and not self.row.disputed

    @property
    def card(self) -> Card:
        """The picture that somebody may share who has written."""
        return asked_card(self.record, self.row)

    @property
    def write_address(self) -> str:
        """The public address of the letter to this council, for friends."""
        return settings.SITE_URL + reverse("letters:write", args=[self.row.slug])

    @property
    def shared(self) -> Shared:
        """What somebody who has written may send to friends. Nothing reports who did."""
        name = self.row.short_name_in_sentence
        asked = f"I asked {name} to sign the Runaways’ Charter."
        told = "I asked it to sign the Runaways’ Charter, which"
        if self.row.status != Status.NOT_SIGNED:
            asked = f"I wrote to {name} about the Runaways’ Charter."
            told = "It’s about the Runaways’ Charter, which"
        return Shared(
            f"{asked} It asks councils to protect children who run away. Will you ask too, in your"
            f" own words? {self.write_address}",
            self.card.words,
            f"I’ve just written to {self.row.name_in_sentence}. {told} asks councils to protect"
            " children who run away.\n\nWill you ask too? It takes a few minutes, and you say it in"
            f" your own words: {self.write_address}",
            "",
        )

    # Its addresses

    def address(self, name: str = "") -> str:
        """Return the path of a screen or an act while it is written; of its page if unnamed."""
        args = [self.row.slug, self.letter.draft_token]
        return reverse(f"letters:{name or 'draft'}", args=args)
