from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tips", "0003_whom_an_answer_is_for"),
    ]

    operations = [
        migrations.AddField(
            model_name="tip",
            name="about",
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=40),
        ),
    ]
