import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("councils", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("signed", "It has signed the charter"),
                            ("address", "I found the right address for letters"),
                            ("reply", "The council answered a letter"),
                            ("wrong", "Something on its page is wrong"),
                            ("complaint", "A letter was reported as spam"),
                        ],
                        max_length=10,
                        verbose_name="what it is about",
                    ),
                ),
                ("text", models.TextField(max_length=3000, verbose_name="what you know")),
                (
                    "link",
                    models.URLField(
                        blank=True, max_length=500, verbose_name="a link that shows it"
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="your email")),
                ("on_behalf", models.CharField(blank=True, editable=False, max_length=254)),
                (
                    "about",
                    models.CharField(blank=True, db_index=True, editable=False, max_length=40),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("keep_until", models.DateTimeField(blank=True, editable=False, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.TextField(blank=True, verbose_name="what came of it")),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="councils.council",
                    ),
                ),
            ],
            options={
                "verbose_name": "message from a visitor",
                "verbose_name_plural": "messages from visitors",
                "ordering": ["-created_at"],
            },
        ),
    ]
