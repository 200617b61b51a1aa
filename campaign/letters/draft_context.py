"""A letter that is being written: what its screens say, prepared for templates to lay out."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from campaign.email_addresses import ascii_address
from campaign.letters.composition.compose import First, Words, heirs_of
from campaign.letters.composition.originality import coach, own_words_percent
from campaign.letters.composition.printable import Paper
from campaign.letters.models import Letter
from campaign.letters.recipient import Addressee, addressee
from councils.dates import format_local_date
from councils.record import CouncilOnDay, Record


def digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


@dataclass
class DraftContext:
    """A draft, the council it is for as it stands today, and how that council can be reached."""

    letter: Letter
    record: Record
    row: CouncilOnDay

    @cached_property
    def to(self) -> Addressee:
        return addressee(self.row, self.record.on)

    @property
    def by_us(self) -> bool:
        """Whether we can deliver it: only where staff know a checked address that can be mailed."""
        try:
            return bool(self.to.email and ascii_address(self.to.email))
        except ValueError:
            return False

    def words(self, turn: int | None = None) -> Words:
        """Return the wordings of this draft, or those that another ``turn`` would give it."""
        return Words(
            self.row,
            seed=self.letter.draft_token or "",
            turn=self.letter.variant if turn is None else turn,
            heirs=heirs_of(self.record, self.row),
            first=self.first,
        )

    @cached_property
    def first(self) -> First | None:
        """The letter that this one asks about again, as far as it is still known."""
        follows = self.letter.follows
        if follows is None or not follows.confirmed_at:
            return None
        return First(
            format_local_date(follows.confirmed_at),
            self.record.by_id[follows.council_id].name_in_sentence,
        )

    def put_together(self, turn: int | None = None) -> dict:
        """Return the fields of the letter as we put it together from what the supporter ticked."""
        letter, words = self.letter, self.words(turn)
        text = words.text(self.to.role, letter.points, letter.own_line)
        return {
            "variant": words.turn,
            "status_at_drafting": self.row.status,
            "subject": words.subject if self.subject_is_ours else letter.subject,
            "text": text,
            "generated_digest": digest(text),
            "own_words_percent": own_words_percent(text, words.places),
        }

    def share_of(self, text: str) -> int:
        """Return how many of a hundred words of ``text`` are the supporter's own."""
        return own_words_percent(text, self.words().places)

    @property
    def text_is_ours(self) -> bool:
        """Whether the letter still is as we put it together, so that we may do so again.

        Never a second letter: what was ticked makes a first one.
        """
        if self.letter.follows_id:
            return False
        return not self.letter.text or digest(self.letter.text) == self.letter.generated_digest

    @property
    def subject_is_ours(self) -> bool:
        return not self.letter.subject or self.letter.subject in self.words().subjects

    @property
    def status_has_changed(self) -> bool:
        """Whether the council's status is another one than the text was written for."""
        return bool(self.letter.text) and self.letter.status_at_drafting != self.row.status

    @property
    def coach(self) -> str:
        return coach(self.letter.own_words_percent) if self.letter.text else ""

    @property
    def new_opening(self) -> str:
        """What a letter of today would ask, for whoever has changed the text by hand."""
        return self.words().ask

    @property
    def new_subject(self) -> str:
        """The subject a letter of today would have; "" where it has it already."""
        subject = self.words().subject
        return "" if subject == self.letter.subject else subject

    @property
    def paper(self) -> Paper:
        letter = self.letter
        return Paper(self.to, letter.subject, letter.text, letter.name, letter.home, self.record.on)

    def address(self, screen: str = "") -> str:
        """Return the address of one of its screens; of the second one unless told."""
        name = f"letters:{screen or 'draft'}"
        return reverse(name, args=[self.row.slug, self.letter.draft_token])

    @property
    def address_of_check(self) -> str:
        return self.address("check")

    @property
    def address_of_yourself(self) -> str:
        return self.address("yourself")
