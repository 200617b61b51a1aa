"""Add the switch that hides the story of one night on home."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pages", "0002_when_a_page_was_made")]
    operations = [
        migrations.AddField(
            model_name="organisation",
            name="tells_one_night",
            field=models.BooleanField(
                default=True,
                help_text="Untick it to take the story off home at once.",
                verbose_name="Home tells the story of one night",
            ),
        ),
    ]
