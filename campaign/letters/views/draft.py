"""A letter that is being written, with the council that it is for and how that can be reached."""

from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from campaign import retention
from campaign.letters.composition.compose import FirstLetter, LetterComposer
from campaign.letters.composition.finished import mailto, signed_text, small_print
from campaign.letters.composition.originality import (
    digest,
    own_words,
    own_words_percent,
    paragraphs_of,
)
from campaign.letters.composition.wordings import QUESTIONS
from campaign.letters.forms import LetterForm, WordsForm
from campaign.letters.models import Letter
from campaign.letters.recipient import Recipient, recipient_for
from campaign.letters.states import OPEN
from campaign.outbox import dev_mail
from campaign.pages.models import is_being_prepared
from councils.dates import format_local_date
from councils.email_addresses import ascii_address
from councils.models import Council, Pause, Role
from councils.names import possessive
from councils.record import CouncilOnDay, Record
from councils.record.snapshot import pause_of
from councils.record.status import Status
from councils.sharing.cards import Card, Shared, asked_card


@dataclass
class DraftContext:
    """A letter, the council it is for as it stands today, and how that council can be reached."""

    letter: Letter
    record: Record
    row: CouncilOnDay
    days_kept: ClassVar[int] = retention.DRAFTS.days

    @cached_property
    def recipient(self) -> Recipient:
        return recipient_for(self.row, self.record.on)

    @property
    def pause(self) -> Pause | None:
        return pause_of(self.record, self.row)

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

    @cached_property
    def is_deliverable(self) -> bool:
        """Whether we can deliver it: only if staff have checked an address that can be mailed."""
        try:
            return bool(self.recipient.mailbox and ascii_address(self.recipient.mailbox))
        except ValueError:
            return False

    @property
    def goes_to_test_mailbox(self) -> bool:
        """Whether its emails go to files that this site shows, and none to its council."""
        return dev_mail.is_shown()

    @property
    def goes_by_us(self) -> bool:
        """Whether we would send it: never before the site is open, which asks for no email yet."""
        return self.is_deliverable and not is_being_prepared()

    def can_go_on(self, *, by_us: bool) -> bool:
        """Whether it fits the council's status today and, if sent ``by_us``, can be delivered."""
        if self.letter.status_has_changed:
            return False
        return self.is_deliverable or not by_us

    def guarded(self, words: str) -> str:
        """Return the writer's own words, to check for a child in danger.

        "" once the helplines were dismissed.
        """
        if self.letter.helplines_dismissed:
            return ""
        return own_words(words, self.composer.paragraphs)

    def save(self, page: str = "", **fields: Any) -> None:
        """Save fields of the draft as typed on a ``page``; make its row, if it has none yet.

        Of one page that was sent twice at once, the row that came first stays.
        """
        if self.letter.pk:
            if not self.letter.save_draft(page, **fields):
                self.letter.refresh_from_db()  # a second click of the same button came first
            return
        for name, value in {**fields, "last_page": page[:16]}.items():
            setattr(self.letter, name, value)
        with suppress(IntegrityError), transaction.atomic():
            self.letter.save(force_insert=True)

    # Its wording

    @cached_property
    def composer(self) -> LetterComposer:
        return LetterComposer(
            self.record,
            self.row,
            role=self.recipient.role,
            seed=self.letter.draft_token or "",
            first=self.first,
        )

    @cached_property
    def first(self) -> FirstLetter | None:
        """The confirmed letter that this one follows up; None if there is none."""
        follows = self.letter.follows
        if follows is None or not follows.confirmed_at:
            return None
        council = self.record.by_id[follows.council_id]
        return FirstLetter(format_local_date(follows.confirmed_at), council)

    def composed(self, **typed: Any) -> dict[str, Any]:
        """Return the letter's fields as composed from its questions and own line.

        What is ``typed`` replaces what the letter has.
        """
        letter = self.letter
        composer = self.composer
        topics = typed.get("topics", letter.topics)
        text = composer.text(topics, typed.get("own_line", letter.own_line))
        return {
            "status_at_drafting": self.row.status,
            "addressed_to": self.recipient.role,
            "subject": composer.subject,
            "text": text,
            "generated_digest": digest(text),
            "own_words_percent": own_words_percent(text, composer.paragraphs),
        }

    @property
    def text_is_generated(self) -> bool:
        """Whether the text is unchanged since it was composed, so that it may be composed again.

        Never a second letter: its wording does not come from what was ticked.
        """
        letter = self.letter
        if letter.follows_id:
            return False
        if not (letter.text or letter.generated_digest):
            return True
        return digest(letter.text) == letter.generated_digest

    @property
    def has_own_words(self) -> bool:
        """Whether it is in its writer's words, or follows another: then it is one field of text."""
        subject = self.letter.subject
        if subject and subject not in self.composer.subjects:
            return True
        return not self.text_is_generated

    # The form on which it is written

    def form_of(self, *, by_us: bool) -> LetterForm | WordsForm:
        """Return its form filled in, with its errors."""
        if self.has_own_words:
            return WordsForm.of(self.letter, needs_email=by_us)
        return LetterForm.of(self.letter, needs_email=by_us)

    def is_ready(self, *, by_us: bool) -> bool:
        """Whether nothing stands in its way."""
        return self.can_go_on(by_us=by_us) and self.form_of(by_us=by_us).is_valid()

    def wording(self, form: type[forms.Form]) -> str:
        """Return the digest of what a page with this form shows and its writer did not type.

        That is to whom it goes and, where we put it together, all of our words; "" if a page with
        boxes would show other words than the letter has.
        """
        shown = [self.recipient.role, self.row.name]
        if form is LetterForm:
            if self.has_own_words:
                return ""
            keys = [question.key for question in QUESTIONS]
            shown += [self.composer.subject, self.composer.text(keys)]
        return digest("\0".join(shown))

    def shows_what_is_true(self, form: LetterForm | WordsForm) -> bool:
        """Whether the page that sent a form showed the letter as it would go."""
        seen = form.data.get("seen_wording", "")
        if not seen and type(form) is WordsForm:  # a page of yesterday's, whose text was all of it
            return True
        return bool(seen) and seen == self.wording(type(form))

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
        return small_print(self.row)

    @property
    def sender_by_hand(self) -> list[str]:
        """Who it is from, where its writer sends it: an email says from where it comes."""
        letter = self.letter
        return [line for line in (letter.name, letter.postal_address) if line]

    @cached_property
    def mailto(self) -> str:
        """The address that opens it in an email app; without its text, if that is too long."""
        letter = self.letter
        text = signed_text(self.row, letter.text, self.sender_by_hand)
        return mailto(self.recipient.email, letter.subject, text)

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
        return self.pause is not None and self.pause.is_quiet

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
        """Return the path of a screen or an act of this draft; of the letter if unnamed."""
        args = [self.row.slug, self.letter.draft_token]
        return reverse(f"letters:{name or 'draft'}", args=args)


def second_letter(letter: Letter, record: Record) -> DraftContext:
    """Return a draft of a second letter to whoever runs the services now; an open one, if begun."""
    open_draft = letter.followed_by.filter(state__in=OPEN).first()
    if open_draft:
        return DraftContext(open_draft, record, record.by_id[open_draft.council_id])
    first_row = record.by_id[letter.council_id]
    row = record.responsible_for(first_row) or first_row
    second = Letter(
        council_id=row.id,
        follows=letter,
        name=letter.name,
        email=letter.email,
        postal_address=letter.postal_address,
    )
    draft = DraftContext(second, record, row)
    draft.save(**draft.composed())
    return draft
