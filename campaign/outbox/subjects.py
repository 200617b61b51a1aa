"""What an email or a task is about: any row of any table, by Django's generic foreign key.

The class of an email's subject is told what became of the email, and what comes in about it. The
row may be gone by then: nothing is deleted with it, and whoever deletes it names its emails.
"""

from typing import Any, Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class Subject:
    """What a model adds for its class to be told of emails about its rows.

    ``message`` is an OutgoingMessage, ``mail`` a ParsedMail of the inbox: both know this file.
    """

    @classmethod
    def on_outcome(cls, message: Any) -> None:
        """Take in a new state of an email, in the transaction that stores it; maybe once more.

        The states are accepted, deferred, failed and unsure; queued when staff send it again;
        cancelled when staff cancel it; and accepted again when incoming email shows that it went.
        """

    @classmethod
    def on_leaving(cls, message: Any) -> bool:
        """Return whether an email may leave that a worker is about to send; if not, act on it."""
        return True

    @classmethod
    def on_arrival(cls, message: Any, mail: Any) -> None:
        """Take in what came in about an email, in the transaction that stores it."""


def type_of(subject: models.Model | type[models.Model]) -> ContentType:
    return ContentType.objects.get_for_model(subject, for_concrete_model=False)


class AboutQuerySet[Row: "About"](models.QuerySet[Row]):
    """Rows by what they are about."""

    def for_subject(self, subject: models.Model) -> Self:
        return self.filter(subject_type=type_of(subject), subject_id=subject.pk)

    def for_subjects(self, subjects: models.QuerySet[Any]) -> Self:
        of_type = self.filter(subject_type=type_of(subjects.model))
        return of_type.filter(subject_id__in=list(subjects.values_list("pk", flat=True)))


class About(models.Model):
    """A row that is about another one, or about nothing."""

    subject_type = models.ForeignKey(
        ContentType,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        db_index=False,
        related_name="+",
    )
    subject_id = models.BigIntegerField(null=True, editable=False)
    subject = GenericForeignKey("subject_type", "subject_id", for_concrete_model=False)

    class Meta:
        abstract = True

    @property
    def subject_class(self) -> type[models.Model] | None:
        """Return the class of what it is about, whether or not the row is still there."""
        if self.subject_type is None:
            return None
        return self.subject_type.model_class()
