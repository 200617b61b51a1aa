"""Limits of a form that does not exist were offered to staff."""

from django.db import migrations, models


def leave_out(apps, schema_editor):
    apps.get_model("limits", "Limit").objects.filter(kind="sign").delete()


class Migration(migrations.Migration):
    dependencies = [("limits", "0002_limits_that_ship")]
    operations = [
        migrations.RunPython(leave_out, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="limit",
            name="kind",
            field=models.CharField(
                choices=[
                    ("draft", "begin a letter"),
                    ("confirm", "ask for the mail that confirms a letter"),
                    ("links", "ask for lost links"),
                    ("tip", "tell us something"),
                    ("alert", "ask to be told when a council signs"),
                ],
                max_length=10,
                verbose_name="to",
            ),
        ),
    ]
