from django.db import migrations, models


def add_limit(apps, schema_editor):
    """Ship a limit of our own automatic replies, unless staff have set one already."""
    apps.get_model("rate_limits", "Limit").objects.get_or_create(
        kind="reply",
        by="all",
        minutes=60,
        defaults={
            "most": 60,
            "why": "Anybody can write to us in anybody’s name, and our answer goes there.",
        },
    )


class Migration(migrations.Migration):
    dependencies = [
        ("rate_limits", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="limit",
            name="kind",
            field=models.CharField(
                choices=[
                    ("draft", "begin a letter"),
                    ("confirm", "ask for the email that confirms a letter"),
                    ("links", "ask for lost links"),
                    ("tip", "tell us something"),
                    ("alert", "ask to be told when a council signs"),
                    ("reply", "be answered by a program, after an email to us"),
                ],
                max_length=10,
                verbose_name="to",
            ),
        ),
        migrations.RunPython(add_limit, migrations.RunPython.noop),
    ]
