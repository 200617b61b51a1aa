"""The postcodes in use, as one row."""

from django.db import models


class PostcodeEdition(models.Model):
    """The edition of postcodes in use. ``councils.postcodes.store`` reads and replaces it.

    It is a database row rather than a file so that backups contain it, a new edition replaces it
    in one step, and every process on every machine can read it.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    edition = models.CharField(
        max_length=100, help_text='As its publisher calls it: "ONSPD May 2026".'
    )
    edition_date = models.DateField(
        null=True, blank=True, help_text="The first day of the month the edition is named after."
    )
    loaded_at = models.DateTimeField()
    counts = models.JSONField(help_text="Postcodes by nation.")
    sha256 = models.CharField(max_length=64, help_text="Of the index's bytes.")
    size = models.PositiveIntegerField(help_text="Of the index, in bytes.")
    data = models.BinaryField(
        help_text="The index: councils/postcodes/index.py says how to read it."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_postcode_edition"),
        ]

    def __str__(self) -> str:
        return self.edition
