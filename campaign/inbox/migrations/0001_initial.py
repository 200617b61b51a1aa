import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("outbox", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="IncomingMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("permanent", "came back: the address does not work"),
                            ("temporary", "came back: given up after trying for days"),
                            ("full", "came back: the mailbox is full"),
                            ("policy", "came back: refused by a rule or a filter"),
                            ("delayed", "on its way: not delivered, still being tried"),
                            ("auto_reply", "an automatic reply"),
                            ("answer", "an answer from a person"),
                            ("shown", "an answer that the writer of a letter showed us"),
                            ("receipt", "a receipt"),
                            ("complaint", "a complaint of spam"),
                            ("unknown", "cannot be read"),
                        ],
                        max_length=12,
                    ),
                ),
                ("status", models.CharField(blank=True, max_length=12)),
                ("said", models.TextField(blank=True, verbose_name="what the server said")),
                ("sender", models.CharField(blank=True, max_length=254, verbose_name="from")),
                ("subject", models.CharField(blank=True, max_length=250)),
                ("text", models.TextField(blank=True)),
                (
                    "wants_form",
                    models.BooleanField(default=False, verbose_name="asks to use a form"),
                ),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="incoming_messages",
                        to="outbox.outgoingmessage",
                    ),
                ),
            ],
            options={
                "verbose_name": "mail that came in",
                "verbose_name_plural": "mail that came in",
                "ordering": ["-received_at"],
            },
        ),
    ]
