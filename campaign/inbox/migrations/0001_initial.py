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
                            ("receipt", "a receipt: a server took it or passed it on"),
                            ("bounce", "came back: it has not arrived and will not"),
                            ("delayed", "delayed: not delivered yet, still being tried"),
                            ("automatic", "an automatic reply"),
                            ("person", "from a person"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        blank=True, max_length=12, verbose_name="code of the mail server"
                    ),
                ),
                ("diagnostic", models.TextField(blank=True, verbose_name="what the server said")),
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
                "verbose_name": "incoming email",
                "verbose_name_plural": "incoming emails",
                "ordering": ["-received_at"],
            },
        ),
    ]
