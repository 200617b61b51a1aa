import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import campaign.outbox.models


def add_mail_settings(apps, schema_editor):
    """Put the one row of switches in place, so that staff find it in the admin."""
    apps.get_model("outbox", "MailSettings").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="MailMayRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent", models.PositiveBigIntegerField(default=0)),
                ("seen_at", models.DateTimeField(null=True)),
                ("server_error", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "db_table": "mail_may_run",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_mail_may_run")
                ],
            },
        ),
        migrations.CreateModel(
            name="MailSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("paused", models.BooleanField(default=False)),
                ("live", models.BooleanField(default=False)),
                ("busy_until", models.DateTimeField(editable=False, null=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "permissions": [("go_live", "Can let letters go to councils")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_mail_settings")
                ],
            },
        ),
        migrations.CreateModel(
            name="OutgoingMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_id", models.BigIntegerField(editable=False, null=True)),
                ("key", models.CharField(max_length=120, unique=True)),
                ("purpose", models.CharField(max_length=20)),
                (
                    "urgency",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Somebody waits for it"), (2, "To a council"), (3, "To many")],
                        default=1,
                    ),
                ),
                ("recipient", models.CharField(max_length=254, verbose_name="to")),
                ("on_behalf", models.CharField(blank=True, max_length=254)),
                ("content", models.BinaryField()),
                ("message_id", models.CharField(max_length=200, verbose_name="Message-ID")),
                (
                    "token",
                    models.CharField(
                        default=campaign.outbox.models.new_envelope_token,
                        max_length=32,
                        unique=True,
                    ),
                ),
                ("council", models.CharField(blank=True, max_length=9)),
                ("to_council", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting"),
                            ("sending", "Being sent"),
                            ("accepted", "Accepted by our mail server"),
                            ("deferred", "To be tried again"),
                            ("failed", "Rejected"),
                            ("unsure", "Unsure whether it went"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("is_test", models.BooleanField(default=False, verbose_name="sent to nobody")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="queued"),
                ),
                (
                    "due_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="due"),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("attempts_before", models.PositiveSmallIntegerField(default=0)),
                ("last_attempt_at", models.DateTimeField(null=True)),
                (
                    "data_started_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="handed over"),
                ),
                (
                    "outcome_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="outcome known"),
                ),
                ("server_said", models.TextField(blank=True, verbose_name="the server said")),
                ("tell_at", models.DateTimeField(null=True)),
                (
                    "taken_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="taken by the recipient’s server"
                    ),
                ),
                (
                    "relayed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="passed on"),
                ),
                (
                    "notice_said",
                    models.TextField(blank=True, db_default="", verbose_name="that server said"),
                ),
                (
                    "bounced_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="came back"),
                ),
                ("address_is_gone", models.BooleanField(default=False)),
                (
                    "subject_type",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
            ],
            options={
                "verbose_name": "email",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "deferred"])),
                        fields=["urgency", "due_at", "id"],
                        name="outbox_due",
                    ),
                    models.Index(
                        condition=models.Q(("state", "sending")),
                        fields=["id"],
                        name="outbox_sending",
                    ),
                    models.Index(
                        condition=models.Q(("tell_at__isnull", False)),
                        fields=["tell_at"],
                        name="outbox_to_tell",
                    ),
                    models.Index(
                        condition=models.Q(("council", ""), _negated=True),
                        fields=["last_attempt_at", "council"],
                        name="outbox_rate",
                    ),
                    models.Index(fields=["council"], name="outbox_council"),
                    models.Index(fields=["subject_type", "subject_id"], name="outbox_subject"),
                    models.Index(fields=["purpose", "due_at"], name="outbox_purpose"),
                    models.Index(fields=["outcome_at"], name="outbox_outcome"),
                    models.Index(
                        condition=models.Q(("state__in", ["failed", "unsure"])),
                        fields=["state", "outcome_at"],
                        name="outbox_problems",
                    ),
                    models.Index(
                        condition=models.Q(("bounced_at__isnull", False)),
                        fields=["recipient", "bounced_at"],
                        name="outbox_came_back",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["queued", "sending"]),
                            ("outcome_at__isnull", False),
                            _connector="OR",
                        ),
                        name="outbox_outcome_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["queued", "deferred"]), _negated=True),
                            ("data_started_at__isnull", True),
                            _connector="OR",
                        ),
                        name="outbox_waiting_is_not_handed_over",
                    ),
                ],
            },
        ),
        migrations.RunPython(add_mail_settings, migrations.RunPython.noop),
    ]
