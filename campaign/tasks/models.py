"""Tasks for staff: visitors' messages, councils' answers and reports of spam.

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
"""Maximum number of open tasks, so that nobody can fill the disk."""
WORDS_GONE = "The council answered. The words of its answer were deleted with the letter."
"""Text that replaces a deleted answer: it contains no personal data."""


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
"""The kinds that visitors may choose. The others come by email or by their own forms."""
MAX_CALL_TEXT = 10_000
"""Maximum characters kept of an email that may be a call for help."""


class TaskQuerySet(models.QuerySet["Task"]):
    """Tasks, selected by state, person and retention."""

    def open(self) -> Self:
        return self.filter(done_at=None)

    def has_room(self) -> bool:
        """Whether one more task can be stored at all. Rate limits are separate."""
        return self.open().count() < MAX_OPEN

    def add_answer(
        self,
        council_id: int,
        text: str,
        keep_until: dt.datetime | None,
        on_behalf: str = "",
        about: str = "",
    ) -> "Task":
        """Add a council's answer as a task; the same answer to a letter makes only one task.

        ``on_behalf`` is the address of the person it answers, by which it is found and erased;
        ``about`` is the key of the letter, with whose text its own is deleted.
        """
        task = {"council_id": council_id, "kind": TaskKind.REPLY, "text": text, "about": about}
        # Not get_or_create: once their text is deleted, several tasks are identical.
        return self.open().filter(**task).first() or self.create(
            **task, keep_until=keep_until, on_behalf=on_behalf
        )

    def add_call_for_help(
        self, council_id: int | None, text: str, email: str, about: str
    ) -> "Task | None":
        """Add an email that may be a call for help as a task; return None if it is one already.

        ``about`` identifies the email, however often a server delivers it.
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
        """Add a report of a letter as spam as a task: only one open task for each council.

        Its text names nobody, so it may be kept for longer than the letter.
        """
        task = {"council_id": council_id, "kind": TaskKind.COMPLAINT}
        return self.open().filter(**task).first() or self.create(**task, text=text)

    def forget_words(self) -> int:
        """Delete the text of answers and whom they are for; keep the tasks, for staff."""
        return self.update(text=WORDS_GONE, on_behalf="", about="", outcome="", keep_until=None)

    def past_keeping_words(self, now: dt.datetime) -> Self:
        """Answers from councils past the retention of the letters they answer."""
        return self.filter(keep_until__lte=now)

    def past_keeping(self, now: dt.datetime) -> Self:
        """Tasks past their retention of half a year."""
        return self.filter(created_at__lte=now - retention.PEOPLE)

    def for_email(self, email: str) -> Self:
        """Messages from a person, and answers from councils to them."""
        return self.filter(is_address("email", email) | is_address("on_behalf", email))


class Task(models.Model):
    """Something for staff to deal with; always about a council, except for some emails."""

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
    """When an answer's text is deleted, together with the text of the letter it answers."""
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
