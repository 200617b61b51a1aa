import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import campaign.outbox.models


def add_mail_settings(apps, schema_editor):
    """Put the one row of switches in place, so that staff find it in the admin."""
    apps.get_model("outbox", "MailSettings").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Throttle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="For example council:KEN, with the council’s own code.",
                        max_length=60,
                        unique=True,
                    ),
                ),
                (
                    "per_hour",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="For this council alone. Leave it empty to use the rate for all councils.",
                        null=True,
                        verbose_name="most letters an hour",
                    ),
                ),
                ("used_until", models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                "verbose_name": "rate for one council",
                "verbose_name_plural": "rates for single councils",
                "ordering": ["key"],
            },
        ),
        migrations.CreateModel(
            name="Worker",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("server_error", models.CharField(blank=True, max_length=500)),
                ("server_error_since", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-seen_at"],
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
                (
                    "paused",
                    models.BooleanField(
                        default=False,
                        help_text="No email leaves while this is ticked. It takes effect within seconds.",
                    ),
                ),
                (
                    "live",
                    models.BooleanField(
                        default=False,
                        help_text="Two more things are needed: the server’s own switch, which whoever runs the server turns on, and a name and an address under Who runs the site.",
                        verbose_name="letters go to councils",
                    ),
                ),
                (
                    "per_minute",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="All kinds together. 0 means as fast as possible.",
                        verbose_name="most emails a minute",
                    ),
                ),
                (
                    "per_council_an_hour",
                    models.PositiveIntegerField(
                        default=60,
                        help_text="The first ten may go at once. 0 means as fast as possible.",
                        verbose_name="most letters an hour to one council",
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "mail settings",
                "verbose_name_plural": "mail settings: pause, rates, going live",
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
                ("key", models.CharField(max_length=120, unique=True)),
                ("purpose", models.CharField(max_length=20)),
                ("recipient", models.CharField(max_length=254, verbose_name="to")),
                ("on_behalf", models.CharField(blank=True, max_length=254)),
                ("about", models.CharField(blank=True, db_index=True, max_length=40)),
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
                ("throttle_key", models.CharField(blank=True, max_length=60)),
                ("to_council", models.BooleanField(default=False)),
                ("safe_to_resend", models.BooleanField(default=True, verbose_name="may go twice")),
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
                ("is_test", models.BooleanField(default=False, verbose_name="only to a file")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="queued"),
                ),
                (
                    "due_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="due"),
                ),
                ("throttled_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("lease", models.CharField(blank=True, max_length=32)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                (
                    "data_started_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="handed over"),
                ),
                (
                    "outcome_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="outcome known"),
                ),
                ("server_said", models.TextField(blank=True, verbose_name="the server said")),
                ("callback_pending", models.BooleanField(default=False)),
                (
                    "bounced_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="came back"),
                ),
                ("bounce_kind", models.CharField(blank=True, max_length=20, verbose_name="how")),
            ],
            options={
                "verbose_name": "email",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "deferred"])),
                        fields=["to_council", "due_at", "created_at"],
                        name="outbox_due",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["sending"])),
                        fields=["lease_until"],
                        name="outbox_leased",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["failed", "unsure"])),
                        fields=["state", "outcome_at"],
                        name="outbox_problems",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["accepted", "deferred"])),
                        fields=["state", "outcome_at"],
                        name="outbox_attempted",
                    ),
                    models.Index(
                        condition=models.Q(("callback_pending", True)),
                        fields=["id"],
                        name="outbox_callback_pending",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sending"), _negated=True),
                            models.Q(
                                models.Q(("lease", ""), _negated=True),
                                ("lease_until__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="outbox_sending_has_lease",
                    ),
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
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("send_again", "Send again"),
                            ("was_sent", "It was sent"),
                            ("cancel", "Cancel"),
                            ("came_in", "It was sent: email about it came in"),
                        ],
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="outbox.outgoingmessage",
                    ),
                ),
            ],
            options={
                "ordering": ["decided_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("action", "came_in"), ("decided_by", None)),
                            models.Q(
                                models.Q(("action", "came_in"), _negated=True),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="outbox_decision_has_user",
                    )
                ],
            },
        ),
        migrations.RunPython(add_mail_settings, migrations.RunPython.noop),
    ]
