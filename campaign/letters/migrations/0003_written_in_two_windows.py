from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("letters", "0002_counted_once")]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="last_page",
            field=models.CharField(blank=True, default="", max_length=16),
            preserve_default=False,
        ),
    ]
