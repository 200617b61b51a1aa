"""What every view of a letter shares: a draft, who may see it, and what its screens need to know.

Whoever has the address of a letter's page may see it. Nobody stores such pages or finds them; only
the empty first screen can be found: it is the same for everybody.
"""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, ClassVar, Concatenate

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from campaign import retention
from campaign.http.refusals import Refusal
from campaign.letters.composition.compose import (
    FirstLetter,
    LetterComposer,
    mailto,
    signed_text,
    small_print,
)
from campaign.letters.composition.originality import (
    digest,
    own_words,
    own_words_percent,
    paragraphs_of,
)
from campaign.letters.models import Letter
from campaign.letters.recipient import Recipient, recipient_for
from campaign.letters.states import AGAIN_AFTER, OPEN
from campaign.operations.models import CompletedJob
from campaign.outbox import dev_mail
from councils.dates import format_local_date
from councils.email_addresses import ascii_address
from councils.models import Council, Pause
from councils.page_cache import for_one_visitor
from councils.record import CouncilOnDay, Record, record_on
from councils.record.snapshot import pause_of
from councils.record.status import STATUSES, Status


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
        """Why letters to its council wait, and until when; "" if they do not."""
        name = capfirst(self.row.short_name_in_sentence)
        return self.pause.sentence_for(name) if self.pause else ""

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

    def can_go_on(self, *, by_us: bool) -> bool:
        """Whether it fits the council's status today and, if sent ``by_us``, can be delivered."""
        return not self.letter.status_has_changed and (self.is_deliverable or not by_us)

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
        for name, value in fields.items():
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

    def composed(
        self, topics: list[str] | None = None, own_line: str | None = None
    ) -> dict[str, Any]:
        """Return the letter's fields as composed from its questions and own line.

        An argument replaces what the letter has.
        """
        letter, composer = self.letter, self.composer
        has_our_subject = not letter.subject or letter.subject in composer.subjects
        text = composer.text(
            letter.topics if topics is None else topics,
            letter.own_line if own_line is None else own_line,
        )
        return {
            "status_at_drafting": self.row.status,
            "subject": composer.subject if has_our_subject else letter.subject,
            "text": text,
            "generated_digest": digest(text),
            "own_words_percent": own_words_percent(text, composer.paragraphs),
        }

    @property
    def text_is_generated(self) -> bool:
        """Whether the text is unchanged since it was composed, so that it may be composed again.

        Never a second letter: its wording does not come from what was ticked.
        """
        if self.letter.follows_id:
            return False
        return not self.letter.text or digest(self.letter.text) == self.letter.generated_digest

    # What its writer sends, prints or copies

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs of the text: on paper each has its own text direction."""
        return paragraphs_of(self.letter.text)

    @property
    def small_print(self) -> str:
        return small_print(self.row)

    @cached_property
    def mailto(self) -> str:
        """The address that opens it in an email app; without its text, if that is too long."""
        letter = self.letter
        text = signed_text(self.row, letter.text, letter.sender)
        return mailto(self.recipient.email, letter.subject, text)

    # Once it has gone

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is shared or thanked for, as something terrible happened there."""
        return self.pause is not None and self.pause.is_quiet

    @property
    def again_on(self) -> dt.date:
        """The day on which its writer, without an answer, can write again."""
        sent_at = self.letter.confirmed_at or self.letter.self_sent_at or timezone.now()
        return timezone.localdate(sent_at) + AGAIN_AFTER

    @property
    def share_links(self) -> dict[str, str]:
        """The public address of the council's page, and a message and subject that share it.

        It is what somebody who has written may send to friends. Nothing reports who did.
        """
        name, address = self.row.short_name_in_sentence, f"{settings.SITE_URL}{self.row.url}"
        message = self.row.text.message or STATUSES[Status.WITHDRAWN].message
        return {
            "address": address,
            "message": f"{message.format(name=name, Name=capfirst(name))} {address}",
            "subject": f"Children who run away, and {name}",
        }

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
    row = record.responsible_for(record.by_id[letter.council_id]) or record.by_id[letter.council_id]
    who = {name: getattr(letter, name) for name in ("name", "email", "postal_address")}
    draft = DraftContext(Letter(council_id=row.id, follows=letter, **who), record, row)
    draft.save(**draft.composed())
    return draft


# Its views

type DraftView = Callable[[HttpRequest, DraftContext], HttpResponse]


def unlisted[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Mark a view whose pages belong to one person.

    They stay out of caches and, unless the view says otherwise, out of search engines; what is sent
    stays out of error reports, and ``refuse`` guards its POSTs: public pages set no cookie to keep
    a token in.
    """

    @sensitive_post_parameters()
    @csrf_exempt
    @wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        return for_one_visitor(response)

    return wrapped


def with_letter(view: DraftView) -> Callable[[HttpRequest, str], HttpResponse]:
    """Give a view the letter of a token, which is only ever sent to its writer by email."""

    @unlisted
    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        letter = Letter.objects.by_token(token)
        if letter is None:
            return wrong_link(request)
        record = record_on()
        return view(request, DraftContext(letter, record, record.by_id[letter.council_id]))

    return wrapped


def wrong_link(request: HttpRequest) -> HttpResponse:
    """Return the page (404) of an address that has no letter, or no longer has one.

    After a restore the letter may have gone although we have lost it, and its writer is told.
    """
    names = (CompletedJob.Name.RESTORE, CompletedJob.Name.BARE_RESTORE)
    since = timezone.now() - retention.PEOPLE
    context = {
        "heading": "There is no letter at this address",
        "restored": CompletedJob.objects.filter(name__in=names, at__gt=since).first(),
    }
    return render(request, "letters/wrong_link.html", context, status=404)


def show(
    request: HttpRequest,
    name: str,
    draft: DraftContext,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Show one of a letter's screens, with what it says of a form that was refused."""
    context |= {"draft": draft, "letter": draft.letter, "row": draft.row, "to": draft.recipient}
    page = render(request, f"letters/{name}.html", context | {"refusal": refusal}, status=status)
    return refusal.answer(page) if refusal else page


def see_other(address: str) -> HttpResponse:
    """Redirect from a POST (303) to a page that can be reloaded."""
    return HttpResponseRedirect(address, status=303)
