import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import campaign.confirmation


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
                ("address_hash", models.CharField(editable=False, max_length=26, unique=True)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("not_me", "said: this was not me"),
                            ("asked", "asked us never to write"),
                            ("complained", "reported our email as spam"),
                            ("staff", "added by staff"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "suppressed address",
                "verbose_name_plural": "suppressed addresses",
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
                        default=campaign.confirmation.new_token,
                        max_length=32,
                        unique=True,
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                ("address_hash", models.CharField(db_index=True, max_length=26)),
                (
                    "basis",
                    models.CharField(
                        choices=[("consent", "consent")], default="consent", max_length=10
                    ),
                ),
                (
                    "wording",
                    models.PositiveSmallIntegerField(verbose_name="version of the wording"),
                ),
                ("source", models.CharField(max_length=40, verbose_name="page where it was asked")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("requested_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("confirmations_sent", models.PositiveSmallIntegerField(default=0)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("renewal_asked_at", models.DateTimeField(blank=True, null=True)),
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
                        fields=("council", "address_hash"), name="one_alert_per_mailbox_and_council"
                    )
                ],
            },
        ),
    ]
