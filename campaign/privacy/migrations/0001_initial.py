import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("by_role", models.CharField(max_length=20, verbose_name="by")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("asked", "the person asked for it"),
                            ("child", "it is about a child"),
                            ("mistake", "it should not have been kept"),
                            ("law", "a court or an authority asked for it"),
                        ],
                        max_length=10,
                    ),
                ),
                ("rows", models.PositiveIntegerField(verbose_name="entries erased")),
            ],
            options={
                "verbose_name": "erased person",
                "verbose_name_plural": "erased people",
                "ordering": ["-at"],
            },
        ),
    ]
