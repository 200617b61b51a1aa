from django.db import migrations, models


def rename(apps, schema_editor):
    apps.get_model("letters", "Trace").objects.filter(kind="own").update(kind="noted")


class Migration(migrations.Migration):
    dependencies = [
        ("letters", "0009_plainer_reason_to_wait"),
    ]

    operations = [
        migrations.AlterField(
            model_name="trace",
            name="kind",
            field=models.CharField(
                choices=[
                    ("words", "two words of its writer's own, one after another"),
                    ("link", "where it leads, or a telephone number"),
                    ("noted", "that it went, mostly in its writer's own words or with a link"),
                    ("network", "the day, and the network from which it was confirmed"),
                    ("domain", "the day, and the domain of its writer's address"),
                ],
                max_length=8,
            ),
        ),
        migrations.RunPython(rename, migrations.RunPython.noop),
    ]
