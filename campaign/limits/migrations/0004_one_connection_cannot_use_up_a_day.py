from django.db import migrations

DAY = 24 * 60


def ship(apps, schema_editor):
    apps.get_model("limits", "Limit").objects.get_or_create(
        kind="tip",
        by="line",
        minutes=DAY,
        defaults={"most": 20, "why": "Fewer than may be told of one council in a day."},
    )


class Migration(migrations.Migration):
    dependencies = [("limits", "0003_only_what_exists")]

    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
