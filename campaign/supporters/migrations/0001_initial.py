import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import campaign.supporters.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("councils", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SuppressedAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=26, unique=True)),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("not_me", "said: this was not me"),
                            ("asked", "asked us never to write"),
                            ("complained", "reported our mail as spam"),
                            ("staff", "put there by staff"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "address never to write to",
                "verbose_name_plural": "addresses never to write to",
                "ordering": ["-since"],
            },
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=campaign.supporters.models.new_token, max_length=32, unique=True
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                ("known_by", models.CharField(db_index=True, max_length=26)),
                (
                    "basis",
                    models.CharField(
                        choices=[("consent", "consent")], default="consent", max_length=10
                    ),
                ),
                ("wording", models.PositiveSmallIntegerField()),
                ("source", models.CharField(max_length=40)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("mails", models.PositiveSmallIntegerField(default=0)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("asked_again_at", models.DateTimeField(blank=True, null=True)),
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
                "ordering": ["-created_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("council", "known_by"), name="one_alert_a_mailbox"
                    )
                ],
            },
        ),
    ]
