from django.db import migrations, models


def carry_over(apps, schema_editor):
    names = apps.get_model("councils", "councilname").objects
    for former in apps.get_model("councils", "formerslug").objects.all():
        names.get_or_create(council_id=former.council_id, kind="address", name=former.slug)


class Migration(migrations.Migration):
    dependencies = [("councils", "0023_one_owner")]

    operations = [
        migrations.AlterField(
            model_name="councilname",
            name="kind",
            field=models.CharField(
                choices=[
                    ("official", "former official name"),
                    ("other", "another name people use"),
                    ("welsh", "Welsh name"),
                    ("address", "former address on this site"),
                ],
                default="other",
                help_text="A former official name is shown on past days; the others only help to"
                " find it.",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="councilname",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "address")),
                fields=("name",),
                name="an_address_of_one_council",
            ),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.DeleteModel(name="FormerSlug"),
    ]
