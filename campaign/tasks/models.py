"""What waits for a member of staff: visitors' messages, councils' answers, reports of spam.

None of them changes the record by itself.
"""

import datetime as dt
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from campaign import retention
from campaign.email_addresses import is_address
from councils.models import Council

MAX_OPEN = 2000
"""Open tasks kept at most, so that nobody can fill the disk."""
WORDS_GONE = "The council answered. The words of its answer were deleted with the letter."
"""What a task says from then on: that there was an answer, and nothing of a person."""


class TaskKind(models.TextChoices):
    """What a task is about."""

    CALL = "call", "An email that may be a call for help"
    SIGNED = "signed", "It has signed the charter"
    ADDRESS = "address", "I found the right address for letters"
    REPLY = "reply", "The council answered a letter"
    WRONG = "wrong", "Something on its page is wrong"
    COMPLAINT = "complaint", "A letter was reported as spam"
    SIGN_UP = "sign_up", "A council tells us about itself"
    COMPLAINED = "complained", "A complaint to answer"


OF_VISITORS = [TaskKind.SIGNED, TaskKind.ADDRESS, TaskKind.REPLY, TaskKind.WRONG]
"""What a visitor may tell us. The others come in by email, or by forms of their own."""
MAX_CALL_TEXT = 10_000
"""Characters of an email that may be a call for help; the rest of a longer one is left out."""


class TaskQuerySet(models.QuerySet["Task"]):
    """Tasks: which are open, whose they are, and how long they are kept."""

    def open(self) -> Self:
        return self.filter(done_at=None)

    def has_room(self) -> bool:
        """Whether one more task can be taken at all. Rate limits are a separate matter."""
        return self.open().count() < MAX_OPEN

    def add_answer(
        self,
        council_id: int,
        text: str,
        keep_until: dt.datetime | None,
        on_behalf: str = "",
        about: str = "",
    ) -> "Task":
        """Keep a council's answer as a task; the same answer to one letter is one task.

        ``on_behalf`` is the address of the person it answers, by which it is found and erased;
        ``about`` is the key of the letter, with whose words it goes.
        """
        task = {"council_id": council_id, "kind": TaskKind.REPLY, "text": text, "about": about}
        # Not get_or_create: once their words are gone, several tasks are the same.
        return self.open().filter(**task).first() or self.create(
            **task, keep_until=keep_until, on_behalf=on_behalf
        )

    def add_call_for_help(
        self, council_id: int | None, text: str, email: str, about: str
    ) -> "Task | None":
        """Keep an email that may be a call for help as a task; return None if it is one already.

        ``about`` tells it from other emails, however often a server hands it over.
        """
        if self.filter(about=about).exists():
            return None
        return self.create(
            council_id=council_id,
            kind=TaskKind.CALL,
            text=text[:MAX_CALL_TEXT],
            email=email[:254],
            about=about,
        )

    def add_spam_report(self, council_id: int, text: str) -> "Task":
        """Keep the report of a letter as spam as a task: one for each council until it is done.

        Its text names nobody, and so outlives the letter.
        """
        task = {"council_id": council_id, "kind": TaskKind.COMPLAINT}
        return self.open().filter(**task).first() or self.create(**task, text=text)

    def forget_words(self) -> int:
        """Delete what answers say and whom they are for; that there was one is kept, for staff."""
        return self.update(text=WORDS_GONE, on_behalf="", about="", outcome="", keep_until=None)

    def past_keeping_words(self, now: dt.datetime) -> Self:
        """Answers of councils that were kept as long as the letters they answer."""
        return self.filter(keep_until__lte=now)

    def past_keeping(self, now: dt.datetime) -> Self:
        """What was kept as long as we say: half a year."""
        return self.filter(created_at__lte=now - retention.PEOPLE)

    def for_email(self, email: str) -> Self:
        """Messages from a person, and answers of councils to them."""
        return self.filter(is_address("email", email) | is_address("on_behalf", email))


class Task(models.Model):
    """One thing for staff to deal with, about one council but for some emails."""

    council = models.ForeignKey(
        Council, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    kind = models.CharField("what it is about", max_length=10, choices=TaskKind)
    text = models.TextField("what you know", max_length=3000)
    link = models.URLField("a link that shows it", max_length=500, blank=True)
    email = models.EmailField("your email", blank=True)
    on_behalf = models.CharField(max_length=254, blank=True, editable=False)
    about = models.CharField(max_length=40, blank=True, editable=False, db_index=True)
    """The key of the letter that an answer is about, such as "letter:12"; or "call:" and an email's
    fingerprint."""
    created_at = models.DateTimeField(default=timezone.now)
    keep_until = models.DateTimeField(null=True, blank=True, editable=False)
    """When the words of an answer go, with those of the letter that it answers."""
    done_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField("what came of it", blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "message from a visitor"
        verbose_name_plural = "messages from visitors"

    def __str__(self) -> str:
        about = f"{self.council}: " if self.council else ""
        return about + self.get_kind_display()

    def finish(self, outcome: str = "") -> None:
        """Mark it as dealt with."""
        if self.done_at:
            raise ValidationError("This has already been dealt with.")
        self.done_at, self.outcome = timezone.now(), outcome
        self.save(update_fields=["done_at", "outcome"])
