import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models

import campaign.confirmation
import campaign.letters.models
import campaign.outbox.subjects


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("councils", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("confirmations_sent", models.PositiveSmallIntegerField(default=0)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("status_at_drafting", models.CharField(max_length=20)),
                ("topics", models.JSONField(default=list)),
                ("own_line", models.TextField(blank=True)),
                ("generated_digest", models.CharField(blank=True, max_length=64)),
                ("subject", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("name", models.TextField(blank=True)),
                ("postal_address", models.TextField(blank=True)),
                ("last_page", models.CharField(blank=True, max_length=16)),
                ("helplines_dismissed", models.BooleanField(default=False)),
                ("own_words_percent", models.PositiveSmallIntegerField(default=0)),
                ("own_words_hash", models.CharField(blank=True, db_index=True, max_length=40)),
                (
                    "held_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("many", "many came at the same time"),
                            ("same", "it matches a letter that went to another council"),
                            (
                                "link",
                                "it has a link to another website and hardly any of our wording",
                            ),
                        ],
                        max_length=4,
                    ),
                ),
                ("why_not", models.TextField(blank=True)),
                ("is_test", models.BooleanField(default=False)),
                (
                    "answered",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "yes"), ("no", "no"), ("not_yet", "not yet")],
                        max_length=10,
                    ),
                ),
                ("email", models.TextField(blank=True)),
                (
                    "draft_token",
                    models.CharField(
                        default=campaign.confirmation.new_token,
                        max_length=40,
                        null=True,
                        unique=True,
                    ),
                ),
                ("token", models.CharField(max_length=40, null=True, unique=True)),
                ("code_round", models.PositiveSmallIntegerField(default=0)),
                ("code_tries", models.PositiveSmallIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being written"),
                            ("awaiting", "waiting to be confirmed"),
                            ("held", "waiting for us to read it"),
                            ("queued", "next in line"),
                            ("accepted", "handed to our mail service"),
                            ("deferred", "delayed by the mail service; will be tried again"),
                            ("bounced", "came back"),
                            ("failed", "was refused"),
                            ("unsure", "we cannot tell whether it arrived"),
                            ("cancelled", "cancelled"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("asked_at", models.DateTimeField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("outcome_at", models.DateTimeField(null=True)),
                ("taken_at", models.DateTimeField(null=True)),
                ("bounced_at", models.DateTimeField(null=True)),
                ("answer_received_at", models.DateTimeField(null=True)),
                ("asked_if_answered_at", models.DateTimeField(null=True)),
                ("self_sent_at", models.DateTimeField(null=True)),
                ("counted_at", models.DateTimeField(null=True)),
                ("text_deleted_at", models.DateTimeField(null=True)),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="councils.council",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="followed_by",
                        to="letters.letter",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
                "indexes": [
                    models.Index(fields=["state", "changed_at"], name="letters_by_state"),
                    models.Index(
                        django.db.models.functions.text.Upper("email"), name="letters_by_email"
                    ),
                    models.Index(fields=["council", "confirmed_at"], name="letters_to_a_council"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", campaign.letters.models.State)),
                        name="letter_has_a_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "state__in",
                                    [
                                        "awaiting",
                                        "held",
                                        "queued",
                                        "accepted",
                                        "deferred",
                                        "bounced",
                                        "failed",
                                        "unsure",
                                    ],
                                ),
                                _negated=True,
                            ),
                            models.Q(("asked_at__isnull", False), ("token__isnull", False)),
                            _connector="OR",
                        ),
                        name="letter_awaiting_was_requested",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_at__isnull", False),
                                (
                                    "state__in",
                                    (
                                        "held",
                                        "queued",
                                        "accepted",
                                        "deferred",
                                        "bounced",
                                        "failed",
                                        "unsure",
                                    ),
                                ),
                            ),
                            models.Q(("confirmed_at", None), ("state__in", ("draft", "awaiting"))),
                            ("state", "cancelled"),
                            _connector="OR",
                        ),
                        name="letter_sent_was_confirmed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancelled_at__isnull", False), ("state", "cancelled")),
                            models.Q(
                                models.Q(("state", "cancelled"), _negated=True),
                                ("cancelled_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="letter_cancelled_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ("accepted", "bounced", "failed", "unsure")),
                                _negated=True,
                            ),
                            ("outcome_at__isnull", False),
                            _connector="OR",
                        ),
                        name="letter_settled_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "bounced"), _negated=True),
                            ("bounced_at__isnull", False),
                            _connector="OR",
                        ),
                        name="letter_bounced_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("text_deleted_at", None),
                            models.Q(("own_line", ""), ("subject", ""), ("text", "")),
                            _connector="OR",
                        ),
                        name="letter_text_deleted_is_empty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("own_words_percent__lte", 100)),
                        name="letter_own_words_is_a_percentage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answered__in", ["", "yes", "no", "not_yet"])),
                        name="letter_answered_is_known",
                    ),
                ],
            },
            bases=(campaign.outbox.subjects.Subject, models.Model),
        ),
    ]
