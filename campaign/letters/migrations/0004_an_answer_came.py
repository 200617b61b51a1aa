from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("letters", "0003_written_in_two_windows")]

    operations = [
        migrations.AddField(
            model_name="letter", name="answer_came_at", field=models.DateTimeField(null=True)
        ),
    ]
