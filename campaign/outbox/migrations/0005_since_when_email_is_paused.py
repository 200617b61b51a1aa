from django.db import migrations, models


def only_while_it_is_paused(apps, schema_editor):
    apps.get_model("outbox", "MailSettings").objects.filter(paused=False).update(paused_at=None)


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0004_quick_to_find"),
    ]

    operations = [
        migrations.RenameField("mailsettings", "changed_at", "paused_at"),
        migrations.AlterField(
            "mailsettings", "paused_at", models.DateTimeField(editable=False, null=True)
        ),
        migrations.RunPython(only_while_it_is_paused, migrations.RunPython.noop),
    ]
