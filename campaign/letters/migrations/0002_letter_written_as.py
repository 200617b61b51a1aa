"""Who writes: the four ways in which a letter begins."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="written_as",
            field=models.CharField(
                choices=[
                    ("resident", "I live here"),
                    ("professional", "I work with children here"),
                    ("carer", "I care for a child"),
                    ("on_behalf", "I write for someone who lives here"),
                ],
                default="resident",
                db_default="resident",
                max_length=12,
            ),
        ),
    ]
