import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import campaign.confirmation
import campaign.subjects


class Migration(migrations.Migration):
    dependencies = [
        ("councils", "0001_initial"),
        ("supporters", "0002_updates"),
    ]

    operations = [
        migrations.DeleteModel(name="Alert"),
        migrations.DeleteModel(name="Subscription"),
        migrations.CreateModel(
            name="Wish",
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
                        default=campaign.confirmation.new_token, max_length=40, unique=True
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("confirmations_sent", models.PositiveSmallIntegerField(default=0)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("signing", "when it signs"),
                            ("updates", "what there is to do or to know"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="councils.council",
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                ("address_hash", models.CharField(db_index=True, max_length=26)),
                (
                    "wording",
                    models.PositiveSmallIntegerField(verbose_name="version of the wording"),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("renewal_asked_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "wish to be told",
                "verbose_name_plural": "wishes to be told",
                "ordering": ["-created_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "council", "address_hash"),
                        name="one_wish_of_a_kind_per_mailbox",
                    )
                ],
            },
            bases=(campaign.subjects.Subject, models.Model),
        ),
    ]
