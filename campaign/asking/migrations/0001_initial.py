import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import campaign.outbox.subjects


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("councils", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Ask",
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
                            ("confirm", "You are on record: is that right?"),
                            ("question", "Have you signed?"),
                        ],
                        max_length=10,
                        verbose_name="what is asked",
                    ),
                ),
                ("reference", models.CharField(editable=False, max_length=6, unique=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("lead_member", "Lead Member for Children’s Services"),
                            ("director", "Director of Children’s Services"),
                            ("leader", "Leader of the Council"),
                            ("democratic", "Democratic services"),
                            ("information", "Information requests"),
                        ],
                        max_length=12,
                        verbose_name="whom we asked",
                    ),
                ),
                ("address_checked_on", models.DateField()),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="made"),
                ),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="handed over")),
                ("reminder_made_at", models.DateTimeField(null=True)),
                (
                    "reminded_at",
                    models.DateTimeField(null=True, verbose_name="reminder handed over"),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "open"),
                            ("answered", "answered"),
                            ("came_back", "it came back, or was refused"),
                            ("not_received", "the council says that it was not received"),
                            ("called_off", "called off by us"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
            options={
                "verbose_name": "question to a council",
                "verbose_name_plural": "questions to councils",
                "ordering": ["-created_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "")),
                        fields=("council", "kind"),
                        name="one_open_ask_of_a_kind",
                        violation_error_message="This council has been asked, and that is still open.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("outcome", "")),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                ("ended_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="ask_ended_at_a_time",
                    ),
                ],
            },
            bases=(campaign.outbox.subjects.Subject, models.Model),
        ),
    ]
