from django.db import migrations, models

ABOUT_A_LETTER = (
    *("letter", "confirm", "reminder", "failed", "bounced", "cancelled", "followup"),
    *("auto", "answer"),
)
ABOUT_AN_ALERT = ("alert", "alert_confirm", "alert_renew")
"""What keys began with until now; the number of the letter or the alert followed."""


def fill(apps, schema_editor):
    messages = apps.get_model("outbox", "Message").objects
    for pk, key in messages.values_list("pk", "key").iterator():
        kind, number = [*key.split(":"), ""][:2]
        what = {**dict.fromkeys(ABOUT_A_LETTER, "letter"), **dict.fromkeys(ABOUT_AN_ALERT, "alert")}
        if kind in what and number.isdigit():
            messages.filter(pk=pk).update(about=f"{what[kind]}:{number}")


class Migration(migrations.Migration):
    dependencies = [("outbox", "0005_names_for_staff")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="about",
            field=models.CharField(blank=True, db_index=True, default="", max_length=40),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
