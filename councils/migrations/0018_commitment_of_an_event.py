from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("councils", "0017_alter_quietperiod_kind")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="commitment",
            field=models.CharField(
                blank=True,
                choices=[
                    ("count", "Count"),
                    ("think", "Think"),
                    ("act", "Act"),
                    ("prevent", "Prevent"),
                ],
                default="",
                help_text="Only for progress: which of the charter’s four words it belongs to.",
                max_length=8,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="event",
            name="evidence_level",
            field=models.CharField(
                blank=True,
                choices=[("promised", "Stated"), ("evidenced", "Shown"), ("checked", "Checked")],
                default="",
                help_text="Stated: the council says it. Shown: something published shows it."
                " Checked: somebody outside the council has looked.",
                max_length=10,
                verbose_name="what is on record",
            ),
            preserve_default=False,
        ),
        migrations.DeleteModel(name="Progress"),
    ]
