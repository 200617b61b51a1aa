"""A letter that is being written: its wording, its form, and whether it can go on."""

from contextlib import suppress
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.db import IntegrityError, transaction

from campaign import retention
from campaign.letters.composition.compose import LetterComposer
from campaign.letters.composition.facts import FirstLetter
from campaign.letters.composition.originality import digest, own_words, own_words_percent
from campaign.letters.composition.wordings import QUESTIONS, status_for_letters
from campaign.letters.forms import LetterForm, WordsForm
from campaign.letters.models import Letter
from campaign.letters.states import OPEN
from campaign.letters.views.letter_today import LetterToday
from councils.dates import format_local_date
from councils.record import Record


class Draft(LetterToday):
    """A letter that is being written."""

    days_kept: ClassVar[int] = retention.DRAFTS.days

    def fits_its_council(self, *, by_us: bool) -> bool:
        """Whether it fits the council's status today and, if sent ``by_us``, can be delivered."""
        if self.letter.status_has_changed:
            return False
        return self.is_deliverable or not by_us

    def words_for_the_guard(self, words: str) -> str:
        """Return what of ``words`` is the writer's own, to check for a child in danger.

        Once they went on past the helplines, those that were saved then are not asked about again.
        """
        known = set(self.composer.all_of_ours)
        if self.letter.helplines_dismissed:
            known |= {self.letter.text, self.letter.own_line}
        return own_words(words, known)

    def lock(self) -> None:
        """Read its row anew, if it has one, and keep others from changing it meanwhile."""
        if self.letter.pk:
            self.letter.refresh_from_db(from_queryset=Letter.objects.select_for_update())

    def save(self, page_id: str = "", **fields: Any) -> None:
        """Save fields of the draft as typed on one page; make its row, if it has none yet.

        Of one page that was sent twice at once, the row that came first stays. ``page_id`` is the
        page's (edit_conflicts.py).
        """
        if self.letter.pk:
            if not self.letter.save_draft(page_id, **fields):
                self.letter.refresh_from_db()  # a second click of the same button came first
            return
        for name, value in {**fields, "last_page": page_id[:16]}.items():
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
            "status_at_drafting": status_for_letters(self.row),
            "addressed_to": self.recipient.role,
            "subject": composer.subject,
            "text": text,
            "generated_digest": digest(text),
            "own_words_percent": own_words_percent(text, composer.all_of_ours),
        }

    @property
    def is_as_composed(self) -> bool:
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
    def is_one_field(self) -> bool:
        """Whether it is shown as one field of text: it was changed, or follows another letter."""
        subject = self.letter.subject
        if subject and subject not in self.composer.subjects:
            return True
        return not self.is_as_composed

    # The form on which it is written

    def checked_form(self, *, by_us: bool) -> LetterForm | WordsForm:
        """Return its form filled in, with its errors."""
        if self.is_one_field:
            return WordsForm.checking(self.letter, needs_email=by_us)
        return LetterForm.checking(self.letter, needs_email=by_us)

    def is_ready(self, *, by_us: bool) -> bool:
        """Whether nothing stands in its way."""
        return self.fits_its_council(by_us=by_us) and self.checked_form(by_us=by_us).is_valid()

    def wording_digest(self, form_class: type[forms.Form]) -> str:
        """Return the digest of what a page with such a form shows and its writer did not type.

        That is to whom it goes and, where we put it together, all of our words. For a letter in its
        writer's own words no page with boxes is true: then it is "".
        """
        shown = [self.recipient.role, self.row.name]
        if form_class is LetterForm:
            if self.is_one_field:
                return ""
            keys = [question.key for question in QUESTIONS]
            shown += [self.composer.subject, self.composer.text(keys)]
        return digest("\0".join(shown))

    def shows_what_is_true(self, form: LetterForm | WordsForm) -> bool:
        """Whether the page that sent a form showed the letter as it would go."""
        seen = form.data.get("seen_wording", "")
        # An old screen, whose text was all of the letter (old_screens.py).
        if not seen and type(form) is WordsForm:
            return True
        return bool(seen) and seen == self.wording_digest(type(form))


@transaction.atomic
def second_letter(letter: Letter, record: Record) -> Draft:
    """Return a draft of a second letter to whoever runs the services now; an open one, if begun."""
    # Of two requests at once the second one finds the draft of the first.
    Letter.objects.select_for_update().get(pk=letter.pk)
    open_draft = letter.followed_by.filter(state__in=OPEN).first()
    if open_draft:
        return Draft(open_draft, record, record.by_id[open_draft.council_id])
    first_row = record.by_id[letter.council_id]
    row = record.responsible_for(first_row) or first_row
    second = Letter(
        council_id=row.id,
        follows=letter,
        name=letter.name,
        email=letter.email,
        postal_address=letter.postal_address,
    )
    draft = Draft(second, record, row)
    draft.save(**draft.composed())
    return draft
