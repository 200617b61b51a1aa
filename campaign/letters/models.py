"""A supporter's letter to a council: one row, from the first draft until it is forgotten.

Every change of state is one guarded UPDATE in one method below: it names the states it may
start from, and says whether it happened. Of two at once, one wins.
"""

import datetime as dt
import re
import secrets
from base64 import b32encode
from itertools import batched

from django.core.mail import EmailMessage
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from campaign import retention
from campaign.email_addresses import is_address, spellings
from campaign.letters import by_token, emails
from campaign.letters.recipient import Addressee
from campaign.outbox.models import OutgoingMessage
from campaign.supporters.suppression import may_write_to
from campaign.tasks.models import Task
from councils.dates import today
from councils.models import Council

MOST_TRIES = 5
"""Wrong codes after which a code is dead: then the link works, or new numbers."""


def new_token() -> str:
    """Return 128 bits nobody can guess, in small letters and digits: fit for an address."""
    return b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()


def key_of(number: int) -> str:
    """Return what the outbox and tasks for staff know a letter by. It says nothing of it."""
    return f"letter:{number}"


AT_ONCE = 500
"""Letters that a purge names in one statement."""
TOKEN = re.compile(r"[a-z2-7]{26}")


class State(models.TextChoices):
    DRAFT = "draft", "being written"
    AWAITING = "awaiting", "waits for its writer to confirm"
    QUEUED = "queued", "next in line"
    SENDING = "sending", "being handed over"
    ACCEPTED = "accepted", "handed to our mail service"
    DEFERRED = "deferred", "put off by the mail service; tried again"
    BOUNCED = "bounced", "came back"
    FAILED = "failed", "was refused"
    UNSURE = "unsure", "we cannot tell whether it arrived"
    CANCELLED = "cancelled", "cancelled"
    EXPIRED = "expired", "not confirmed in time"


OPEN = (State.DRAFT, State.AWAITING)
"""States in which a letter can still be changed."""
CONFIRMED = (
    *(State.QUEUED, State.SENDING, State.ACCEPTED, State.DEFERRED),
    *(State.BOUNCED, State.FAILED, State.UNSURE),
)
"""States a letter has only after its writer said: send it."""
SELF_SENDABLE = (
    *(State.DRAFT, State.AWAITING, State.EXPIRED),
    *(State.BOUNCED, State.FAILED, State.CANCELLED),
)
"""States in which a supporter may have sent the letter themselves instead."""
SETTLED = (State.ACCEPTED, State.BOUNCED, State.FAILED, State.UNSURE)
"""States that have an outcome."""

LINKS = ("links", "lost_link")
"""Purposes of mails with the links to a person's letters, all of them."""
NO_WORDS = {"subject": "", "text": "", "own_line": "", "generated_digest": "", "points": []}
"""What is left of a letter's words once they are deleted."""
NOTHING = NO_WORDS | {"name": "", "email": "", "home": ""}
"""What is left of a letter and its writer once both are deleted."""


def over_if_asked_before(now: dt.datetime) -> dt.datetime:
    """Return the moment before which a letter must have been asked for to be too late ``now``.

    The last day on which it can be confirmed is a whole one in London, as pages and mails say it.
    """
    first = timezone.localdate(now) - retention.UNCONFIRMED
    return timezone.make_aware(dt.datetime.combine(first, dt.time()))


class LetterQuerySet(models.QuerySet):
    def behind(self, **token) -> "Letter | None":
        """Return the letter with a ``token`` or a ``draft_token``, or None: also for any junk."""
        ((column, value),) = token.items()
        return by_token.one(self.model, column, value) if TOKEN.fullmatch(value) else None

    def unconfirmed_since(self, now: dt.datetime):
        """Letters whose time to be confirmed is over by ``now``."""
        return self.filter(state=State.AWAITING, asked_at__lt=over_if_asked_before(now))

    def to_remind(self, on: dt.date | None = None):
        """Letters to be confirmed since the day before yesterday or longer, not reminded yet.

        Not those whose writer sent them without us: a reminder would make it two.
        """
        day_before = timezone.make_aware(
            dt.datetime.combine((on or today()) - dt.timedelta(days=1), dt.time())
        )
        return self.filter(
            state=State.AWAITING,
            asked_at__lt=day_before,
            asked_at__gte=over_if_asked_before(timezone.now()),
            reminded_at=None,
            confirmed_at=None,
            self_sent_at=None,
        )

    def expire(self, now: dt.datetime | None = None) -> int:
        """Close what nobody confirmed in time; return how many."""
        return self.unconfirmed_since(now or timezone.now()).update(state=State.EXPIRED)

    def follow(self, state: "State", at: dt.datetime | None, test: bool) -> int:
        """Give letters the state that their messages in the outbox have come to; return how many.

        One that came back stays so. ``test`` says that it went only to a file here.
        """
        changes = {"outcome_at": at or timezone.now()} if state in SETTLED else {}
        if state == State.CANCELLED:
            changes = {"cancelled_at": at or timezone.now()}
        onward = [one for one in CONFIRMED if one != State.BOUNCED]
        return self.filter(state__in=onward).update(state=state, test=test, **changes)

    def with_link(self):
        """Letters to which a link in a mail leads: they wait, or were confirmed."""
        return self.filter(
            Q(state=State.AWAITING) | Q(confirmed_at__isnull=False), token__isnull=False
        )

    def of(self, email: str):
        """Letters from an email address, however it is spelled."""
        return self.filter(is_address("email", email))

    # What the nightly purge deletes (retention.py)

    def erase(self) -> int:
        """Delete these letters and every mail about them; return how many letters.

        Mails with links to all letters of a writer go with the last of them.
        """
        erased = 0
        letters = self.order_by("pk").values_list("pk", "email")
        for some in batched(list(letters), AT_ONCE):
            numbers = [pk for pk, _ in some]
            with transaction.atomic():
                OutgoingMessage.objects.filter(about__in=[key_of(pk) for pk in numbers]).erase()
                deleted = Letter.objects.filter(pk__in=numbers).delete()[1]
                forget_links({email.lower() for _, email in some if email})
            erased += deleted.get("letters.Letter", 0)
        return erased

    def forget_words(self, now: dt.datetime) -> int:
        """Delete the words of these letters and of every mail about them; return how many."""
        numbers = list(self.values_list("pk", flat=True))
        for some in batched(numbers, AT_ONCE):
            with transaction.atomic():
                OutgoingMessage.objects.filter(about__in=[key_of(pk) for pk in some]).forget_texts()
                Letter.objects.filter(pk__in=some).update(forgotten_at=now, **NO_WORDS)
        return len(numbers)

    def left_as_drafts(self, now: dt.datetime):
        return self.filter(state=State.DRAFT, changed_at__lte=now - retention.DRAFTS)

    def never_confirmed(self, now: dt.datetime):
        """Letters that nobody confirmed in time, or that were cancelled so long ago."""
        return self.filter(
            Q(state__in=[State.AWAITING, State.EXPIRED], asked_at__lt=over_if_asked_before(now))
            | Q(state=State.CANCELLED, cancelled_at__lte=now - retention.UNCONFIRMED),
            confirmed_at=None,
        )

    def past_keeping_words(self, now: dt.datetime):
        """Letters that still have words, and should not. One on its way keeps them."""
        after = now - retention.TEXTS_AFTER_OUTCOME
        return self.filter(
            Q(confirmed_at__lte=now - retention.TEXTS_AT_MOST)
            | Q(state__in=SETTLED, outcome_at__lte=after)
            | Q(state=State.CANCELLED, cancelled_at__lte=after),
            state__in=[*SETTLED, State.CANCELLED],
            confirmed_at__isnull=False,
            forgotten_at=None,
        )

    def past_keeping(self, now: dt.datetime):
        """Letters whose writers are no longer kept."""
        old = self.filter(confirmed_at__lte=now - retention.PEOPLE)
        return old.exclude(state=State.SENDING)


def forget_links(writers: set[str]) -> None:
    """Delete the mails with links to all their letters of those writers who have no letter left.

    Read once for all of them: to look for each would read the whole table as often.
    """
    mails = OutgoingMessage.objects.filter(purpose__in=LINKS).values_list(
        "pk", "on_behalf", "recipient"
    )
    of_them = {
        pk: writer
        for writer, spelled in ((one, spellings(one)) for one in writers)
        for pk, *addresses in (mails if writers else ())
        if not spelled.isdisjoint(address.lower() for address in addresses)
    }
    gone = [pk for pk, writer in of_them.items() if not Letter.objects.of(writer).exists()]
    if gone:
        OutgoingMessage.objects.filter(pk__in=gone).erase()


class Letter(models.Model):
    """A letter to a council that runs children's services.

    Two tokens give authority over it. ``draft_token`` is in the address of whoever writes it;
    ``token`` only ever travels in the mail to its writer, and so proves the address.
    """

    draft_token = models.CharField(max_length=40, unique=True, null=True, default=new_token)
    token = models.CharField(max_length=40, unique=True, null=True)
    code_round = models.PositiveSmallIntegerField(default=0)
    """Which code holds now; raised when one is dead or must not work any more."""
    code_tries = models.PositiveSmallIntegerField(default=0)
    mails = models.PositiveSmallIntegerField(default=0)
    """Confirmations sent so far, each with a key of its own in the outbox."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    status_at_drafting = models.CharField(max_length=20)
    """The council's status for which the text was put together, or was last said to be right."""
    points = models.JSONField(default=list)
    own_line = models.TextField(blank=True)
    variant = models.PositiveSmallIntegerField(default=0)
    """How often it was said another way."""
    generated_digest = models.CharField(max_length=64, blank=True)
    """Digest of the text as we last put it together: whether the supporter has changed it."""
    subject = models.TextField(blank=True)
    text = models.TextField(blank=True)
    name = models.TextField(blank=True)
    email = models.TextField(blank=True)
    home = models.TextField(blank=True)
    last_page = models.CharField(max_length=16, blank=True)
    """The page of the second screen that last wrote it (elsewhere.py)."""
    helplines_dismissed = models.BooleanField(default=False)
    """Whether the writer was shown the helplines and said that it is not about them, now."""
    own_words_percent = models.PositiveSmallIntegerField(default=0)
    """How much of the text is the supporter's own wording, in hundredths of its words."""

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    test = models.BooleanField(default=False)
    """Whether it went only to files here: such a letter is in no public count."""
    answered = models.CharField(
        max_length=10,
        blank=True,
        choices=[("yes", "yes"), ("no", "no"), ("not_yet", "not yet")],
    )

    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True)
    """When it was last asked to be confirmed."""
    reminded_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    outcome_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    answer_came_at = models.DateTimeField(null=True)
    """When an answer from a person came to us, and was passed on."""
    followed_up_at = models.DateTimeField(null=True)
    self_sent_at = models.DateTimeField(null=True)
    """When the supporter said: I sent it myself."""
    counted_at = models.DateTimeField(null=True)
    """When it became one of the delivered letters in the public totals; it does so once."""
    self_sent_counted_at = models.DateTimeField(null=True)
    """When it became one of those sent by people themselves; once, too."""
    follows = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="followed_by"
    )
    """The letter this one asks about again."""
    forgotten_at = models.DateTimeField(null=True)
    """When its words were deleted. The row itself goes with the person."""

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["state", "changed_at"], name="letters_by_state"),
            models.Index(Upper("email"), name="letters_by_email"),
            models.Index(fields=["council", "confirmed_at"], name="letters_to_a_council"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State), name="letter_has_a_state"),
            models.CheckConstraint(
                condition=~Q(state__in=[State.AWAITING, State.EXPIRED, *CONFIRMED])
                | Q(asked_at__isnull=False, token__isnull=False),
                name="letter_was_asked_for_before_it_waits",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CONFIRMED, confirmed_at__isnull=False)
                | Q(state__in=[*OPEN, State.EXPIRED], confirmed_at=None)
                | Q(state=State.CANCELLED),
                name="letter_goes_only_when_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CANCELLED, cancelled_at__isnull=False)
                | (~Q(state=State.CANCELLED) & Q(cancelled_at=None)),
                name="letter_cancelled_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=SETTLED) | Q(outcome_at__isnull=False),
                name="letter_settled_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.BOUNCED) | Q(bounced_at__isnull=False),
                name="letter_bounced_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at=None) | Q(text="", own_line="", subject=""),
                name="letter_forgotten_has_no_words",
            ),
            models.CheckConstraint(
                condition=Q(own_words_percent__lte=100), name="letter_own_share_is_of_a_hundred"
            ),
            models.CheckConstraint(
                condition=Q(answered__in=["", "yes", "no", "not_yet"]),
                name="letter_answered_is_known",
            ),
        ]

    def __str__(self):
        return f"Letter {self.pk} to {self.council}"

    # What it is

    @property
    def key(self) -> str:
        return key_of(self.pk)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def private_url(self) -> str:
        """Its private page, which only its writer knows."""
        return reverse("letters:private", args=[self.token])

    @property
    def answers_to(self) -> str:
        """The address to which its writer can forward the council's answer; "" where there is none.

        It is the letter's own, so what comes there is known to be about it; and not its envelope
        sender, so nobody can say by it that the letter came back.
        """
        if not (self.may_have_arrived and self.takes_answers):
            return ""
        message = OutgoingMessage.objects.filter(key=self.key).first()
        return message.answers_to if message else ""

    @property
    def takes_answers(self) -> bool:
        """Whether its page asks for the council's answer: only as long as its words are kept."""
        until = self.words_go_at
        return self.forgotten_at is None and (until is None or timezone.now() < until)

    @property
    def may_have_arrived(self) -> bool:
        """Whether the council may have it: as far as we know it went, and not to a file here."""
        return self.state in (State.ACCEPTED, State.UNSURE) and not self.test

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def confirmed_on(self) -> dt.date | None:
        return self.confirmed_at and timezone.localdate(self.confirmed_at)

    @property
    def until(self) -> dt.date | None:
        """The last day on which it can be confirmed, as pages and mails say it."""
        return self.asked_at and timezone.localdate(self.asked_at) + retention.UNCONFIRMED

    def is_late(self, now: dt.datetime | None = None) -> bool:
        """Whether its time to be confirmed is over, though no purge may have closed it yet."""
        if self.state == State.EXPIRED:
            return True
        on = timezone.localdate(now or timezone.now())
        return self.state == State.AWAITING and self.until < on

    # When it is forgotten

    @property
    def words_go_at(self) -> dt.datetime | None:
        """When its words are deleted at the latest; None before it is confirmed."""
        if not self.confirmed_at:
            return None
        latest = self.confirmed_at + retention.TEXTS_AT_MOST
        settled_at = self.outcome_at or self.cancelled_at
        return min(settled_at + retention.TEXTS_AFTER_OUTCOME, latest) if settled_at else latest

    @property
    def person_goes_at(self) -> dt.datetime | None:
        """When its writer's name and addresses are deleted at the latest."""
        return self.confirmed_at and self.confirmed_at + retention.PEOPLE

    @property
    def is_forgotten(self) -> bool:
        """Whether its words and its writer are deleted, and only what counts is left."""
        return self.forgotten_at is not None and not (self.name or self.email or self.home)

    def earlier(self) -> "Letter | None":
        """Return the last letter that this writer has confirmed to the same council, or None."""
        others = Letter.objects.of(self.email).exclude(pk=self.pk)
        return (
            others.filter(council=self.council_id, confirmed_at__isnull=False)
            .order_by("confirmed_at")
            .last()
        )

    @property
    def confirmation_came_back(self) -> bool:
        """Whether the last mail that asked to confirm it did not arrive."""
        last = OutgoingMessage.objects.filter(key=f"confirm:{self.pk}:{self.mails}").first()
        return last is not None and (last.state == "failed" or last.bounced_at is not None)

    # Its code

    @property
    def code(self) -> str:
        """The six digits that confirm it. Made from the token and our key: never stored."""
        digest = salted_hmac("letters.code", f"{self.token}:{self.code_round}", algorithm="sha256")
        return f"{int.from_bytes(digest.digest()[:8]) % 1_000_000:06d}"

    @property
    def tries_left(self) -> int:
        return max(0, MOST_TRIES - self.code_tries)

    @property
    def code_is_dead(self) -> bool:
        return self.code_tries >= MOST_TRIES

    def try_code(self, typed: str) -> bool:
        """Whether these are its six digits. Each try counts before it is compared."""
        counted = Letter.objects.filter(
            pk=self.pk,
            state=State.AWAITING,
            code_round=self.code_round,
            code_tries__lt=MOST_TRIES,
        ).update(code_tries=F("code_tries") + 1)
        if not counted:
            return False
        self.code_tries += 1
        return constant_time_compare(typed, self.code)

    # Its life

    def _transition(self, start, end, **changes) -> bool:
        """Change its state, if it is still as this object has it and in one of ``start``.

        ``mails`` stands for what its writer was last shown: a change of it in between loses.
        """
        rows = Letter.objects.filter(pk=self.pk, state__in=start, mails=self.mails)
        moved = rows.update(state=end, **changes)
        if moved:
            self.state = end
            for field, value in changes.items():
                setattr(self, field, value)
        return bool(moved)

    def save_draft(self, now: dt.datetime | None = None, page: str = "", **typed) -> bool:
        """Keep what was typed, on the ``page`` that is known by that.

        A letter that waits to be confirmed becomes a draft again, and what was mailed before then
        confirms nothing: nobody has confirmed these words. To another address, even its link leads
        nowhere.
        """
        changed = {field: value for field, value in typed.items() if getattr(self, field) != value}
        if not changed:
            return self.is_open
        if self.token:
            changed |= {"code_round": self.code_round + 1, "code_tries": 0}
        if "email" in changed:
            changed["token"] = None
        changed["last_page"] = page[:16]
        with transaction.atomic():
            kept = self._transition(OPEN, State.DRAFT, changed_at=now or timezone.now(), **changed)
            if kept:
                self._take_back_what_asks(was_for_another="email" in changed)
        return kept

    def _take_back_what_asks(self, was_for_another: bool = False) -> None:
        """Let no mail leave any more that asks to confirm it: what it says is not so by now.

        Of one to another address nothing stays, not even whom it was to.
        """
        asks = OutgoingMessage.objects.filter(about=self.key, purpose__in=["confirm", "reminder"])
        waiting = list(asks.waiting().values_list("pk", flat=True))
        if not waiting:
            return
        those = OutgoingMessage.objects.filter(pk__in=waiting)
        if was_for_another:
            those.erase()
        else:
            those.forget_texts()

    def request_confirmation(self, now: dt.datetime | None = None) -> bool:
        """Ask its writer, by mail, to confirm it; or ask again. Say whether that happened."""
        fresh_code = {"code_round": self.code_round + 1, "code_tries": 0}
        with transaction.atomic():
            asked = self._transition(
                OPEN,
                State.AWAITING,
                asked_at=now or timezone.now(),
                token=self.token or new_token(),
                mails=self.mails + 1,
                **(fresh_code if self.code_is_dead else {}),
            )
            if asked:
                self._take_back_what_asks()
                self.mail_writer(
                    "confirm", f"confirm:{self.pk}:{self.mails}", emails.confirmation(self)
                )
        return asked

    def remind(self, now: dt.datetime | None = None) -> bool:
        """Remind its writer, once, that it waits. Say whether that happened."""
        with transaction.atomic():
            reminded = Letter.objects.filter(
                pk=self.pk, state=State.AWAITING, reminded_at=None
            ).update(reminded_at=now or timezone.now())
            if reminded:
                self.mail_writer("reminder", f"reminder:{self.pk}", emails.reminder(self))
        return bool(reminded)

    def confirm(self, to: Addressee, now: dt.datetime | None = None) -> bool:
        """Put it in the queue for ``to``, once: of any number of presses, one does it."""
        now = now or timezone.now()
        if not to.email or self.is_late(now):
            return False
        with transaction.atomic():
            confirmed = self._transition([State.AWAITING], State.QUEUED, confirmed_at=now)
            if confirmed:
                self._take_back_what_asks()
                OutgoingMessage.objects.queue(
                    "letter",
                    self.key,
                    to.email,
                    emails.letter(self, to),
                    pace=f"council:{self.council.code}",
                    safe_to_resend=False,
                    on_behalf=self.email,
                    about=self.key,
                )
        return confirmed

    def follow(self, state: State, at: dt.datetime | None, test: bool) -> bool:
        """Take the state that its message in the outbox has come to, as ``follow`` of all letters
        says; return whether it did.
        """
        followed = Letter.objects.filter(pk=self.pk).follow(state, at, test)
        if followed:
            self.refresh_from_db()
        return bool(followed)

    def come_back(self, at: dt.datetime) -> bool:
        """Note that it came back, whatever our mail service has said of it or will; once."""
        return self._transition(
            [one for one in CONFIRMED if one != State.BOUNCED],
            State.BOUNCED,
            bounced_at=at,
            outcome_at=self.outcome_at or at,
        )

    def cancel(self, now: dt.datetime | None = None) -> bool:
        """Cancel it before it goes. Its words and its writer are deleted at once."""
        with transaction.atomic():
            mails = list(self._mails())
            at = now or timezone.now()
            cancelled = self._transition(OPEN, State.CANCELLED, cancelled_at=at, **NOTHING)
            return cancelled and self._forget(mails)

    def forget(self, now: dt.datetime | None = None) -> bool:
        """Delete its words and its writer at once; say whether it was done.

        What is left names nobody: it is counted when its time comes, and its links say that the
        letter was deleted. Not while it is on its way: stop it first.
        """
        if self.is_open:
            return self.cancel(now)
        with transaction.atomic():
            mails = list(self._mails())
            forgotten = self._transition(
                [*SETTLED, State.CANCELLED, State.EXPIRED],
                self.state,
                forgotten_at=now or timezone.now(),
                **NOTHING,
            )
            return forgotten and self._forget(mails)

    def _mails(self):
        """The mails about it, whoever they went to, and those with the links to it."""
        those = Q(about=self.key)
        if self.email:
            those |= is_address("on_behalf", self.email) & Q(purpose__in=LINKS)
        return OutgoingMessage.objects.filter(those).values_list("pk", flat=True)

    def _forget(self, mails: list[int]) -> bool:
        """Delete mails with its words and its writer, what came in about it, and what was begun
        from it: a second letter that nobody has confirmed.

        Of the letter itself the row stays, without words: it may still come back, and then it is
        not counted. That the council answered stays as well, for staff.
        """
        sent = OutgoingMessage.objects.filter(pk__in=mails)
        letters = sent.filter(purpose="letter")
        for message in letters:
            message.received.all().delete()
        letters.forget_texts()
        letters.update(on_behalf="")
        sent.exclude(purpose="letter").erase()
        Task.objects.filter(about=self.key).forget_words()
        for second in self.followed_by.filter(state__in=[*OPEN, State.EXPIRED]):
            second.forget()
        return True

    def erase(self) -> bool:
        """Stop it if it has not left, and delete its words and its writer; say whether it was."""
        with transaction.atomic():
            self.stop()
            return self.forget()

    def stop(self, now: dt.datetime | None = None) -> bool:
        """Cancel it after it was confirmed, if our mail service has not taken it yet."""
        with transaction.atomic():
            message = OutgoingMessage.objects.filter(key=self.key).first()
            if message is None or not message.cancel():
                return False
            return self._transition(
                [State.QUEUED, State.SENDING, State.DEFERRED],
                State.CANCELLED,
                cancelled_at=now or timezone.now(),
            )

    def note_answer(self, at: dt.datetime) -> None:
        """Note that an answer from a person came to us; the first one counts."""
        Letter.objects.filter(pk=self.pk, answer_came_at=None).update(answer_came_at=at)

    def say_answered(self, answered: str) -> bool:
        """Keep whether the council answered, as the supporter says: yes, no or not_yet."""
        self.answered = answered
        return bool(
            Letter.objects.filter(pk=self.pk, state__in=CONFIRMED).update(answered=answered)
        )

    def say_self_sent(self, now: dt.datetime | None = None) -> bool:
        """Keep that the supporter sent it themselves; said twice it counts once.

        A letter that we sent and that did not come back is not counted a second time.
        """
        rows = Letter.objects.filter(pk=self.pk, self_sent_at=None, state__in=SELF_SENDABLE)
        return bool(rows.update(self_sent_at=now or timezone.now()))

    def agree_to(self, status: str) -> None:
        """Note that its writer has seen the council's new status and sends it as it is."""
        self._transition([State.AWAITING], State.AWAITING, status_at_drafting=status)

    def give_draft_address(self) -> None:
        """Give it a drafting address again, for its writer, if it has none."""
        Letter.objects.filter(pk=self.pk, draft_token=None).update(draft_token=new_token())
        self.refresh_from_db(fields=["draft_token"])

    def leave_device(self) -> None:
        """Take it from the device it was written on: its drafting address leads nowhere.

        A letter that waits to be confirmed can still be, from the mail; a draft is deleted. One
        that its writer has sent without us loses its words, and stays until it is counted.
        """
        if self.state == State.DRAFT and self.self_sent_at:
            self.cancel()
        if not Letter.objects.filter(pk=self.pk, state=State.DRAFT).erase():
            Letter.objects.filter(pk=self.pk).update(draft_token=None)

    def mail_writer(self, purpose: str, key: str, message: EmailMessage) -> bool:
        """Queue a mail of ours to its writer; return whether that may be done.

        Not to one whose details are gone, nor to an address that asked us never to write.
        """
        may = bool(self.email) and may_write_to(self.email)
        if may:
            OutgoingMessage.objects.queue(
                purpose, key, self.email, message, on_behalf=self.email, about=self.key
            )
        return may
