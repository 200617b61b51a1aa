from django.db import migrations, models
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

FACTS = ("signature", "event")


def fill(apps, schema_editor):
    """Store each fact's last day, and when what was public from a later day became so."""
    from councils.dates import PartialDate, midnight, today

    for name in FACTS:
        model = apps.get_model("councils", name)
        for fact in model._base_manager.only("pk", "date_precision", "date", "public_from"):
            waits = fact.public_from is not None and fact.public_from > today()
            last_day = PartialDate(fact.date_precision, fact.date).last_day
            published_at = None if waits else midnight(fact.public_from or today())
            model._base_manager.filter(pk=fact.pk).update(
                last_day=last_day, published_at=published_at
            )
    model = apps.get_model("councils", "change")
    model._base_manager.filter(on__gt=today()).delete()  # the night writes these lines


def indexes(add):
    """Return operations that remove or add the indexes on the day from which a fact counts."""
    made = [
        (
            "signature",
            models.Index(
                fields=["council", "counted_from"],
                condition=models.Q(retracted_on=None),
                name="last_signature_of_a_council",
            ),
        ),
        (
            "event",
            models.Index(
                fields=["council", "kind", "counted_from"],
                condition=models.Q(retracted_on=None),
                name="last_event_of_a_council",
            ),
        ),
    ]
    if add:
        return [migrations.AddIndex(model_name=name, index=index) for name, index in made]
    return [migrations.RemoveIndex(model_name=name, name=index.name) for name, index in made]


class Migration(migrations.Migration):
    dependencies = [("councils", "0020_postcodes_ship_as_a_file")]

    operations = [
        migrations.AlterModelManagers(name="change", managers=[]),
        migrations.AlterModelManagers(name="event", managers=[]),
        migrations.AlterModelManagers(name="signature", managers=[]),
        *(
            migrations.RemoveIndex(model_name=model, name=name)
            for model, name in (
                ("change", "last_change_of_a_council"),
                ("signature", "signatures_with_a_link"),
                ("event", "events_with_a_link"),
                ("event", "events_last_checked"),
                ("event", "events_last_retracted"),
                ("event", "days_of_events"),
                ("event", "newest_events"),
            )
        ),
        *indexes(add=False),
        *(
            operation
            for name in FACTS
            for operation in (
                migrations.RemoveField(model_name=name, name="has_link"),
                migrations.RemoveField(model_name=name, name="counted_from"),
                migrations.RemoveField(model_name=name, name="log_line"),
                migrations.AddField(
                    model_name=name,
                    name="last_day",
                    field=models.DateField(editable=False, null=True),
                ),
                migrations.AddField(
                    model_name=name,
                    name="published_at",
                    field=models.DateTimeField(default=timezone.now, editable=False, null=True),
                ),
                migrations.AlterField(
                    model_name=name,
                    name="public_from",
                    field=models.DateField(
                        blank=True,
                        help_text="The night’s jobs publish it on this day. Leave it empty to"
                        " publish it at once.",
                        null=True,
                        verbose_name="public from",
                    ),
                ),
            )
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        *(
            migrations.AddField(
                model_name=name,
                name="counted_from",
                field=models.GeneratedField(
                    db_persist=True,
                    expression=Least(Coalesce("last_day", "checked_on"), "checked_on"),
                    output_field=models.DateField(),
                ),
            )
            for name in FACTS
        ),
        *indexes(add=True),
    ]
