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
                            ("bad_address", "came back: the address does not work"),
                            ("refused", "came back: refused, or not taken for days"),
                            ("delayed", "delayed: not delivered yet, still being tried"),
                            ("auto_reply", "an automatic reply"),
                            ("answer", "an answer from a person"),
                            ("forwarded", "an answer that the writer of a letter forwarded to us"),
                            ("delivered", "a notice: the recipient’s server took it"),
                            ("relayed", "a notice: passed on to a server that gives no notice"),
                            ("receipt", "a receipt"),
                            ("complaint", "a spam complaint"),
                            ("unreadable", "cannot be read"),
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
