import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import campaign.confirmation
import campaign.outbox.subjects


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("councils", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SignUp",
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
                            ("wants", "We want to sign"),
                            ("signed", "We’ve signed"),
                            ("confirm", "What you say about us is right"),
                            ("progress", "We’ve done something new"),
                            ("wrong", "Something’s wrong"),
                            ("refuses", "We don’t want to sign"),
                            ("reply", "Add our own words to our page"),
                            ("letters", "Change how residents’ letters reach us"),
                        ],
                        max_length=10,
                        verbose_name="what it is about",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True, max_length=3000, verbose_name="what you want us to know"
                    ),
                ),
                (
                    "commitment",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("count", "Count"),
                            ("think", "Think"),
                            ("act", "Act"),
                            ("prevent", "Prevent"),
                        ],
                        max_length=8,
                        verbose_name="which of the four words it is about",
                    ),
                ),
                ("day", models.CharField(blank=True, max_length=80, verbose_name="on what day")),
                (
                    "evidence",
                    models.TextField(blank=True, max_length=1000, verbose_name="what shows it"),
                ),
                (
                    "link",
                    models.URLField(
                        blank=True, max_length=500, verbose_name="a link that shows it"
                    ),
                ),
                (
                    "reply",
                    models.TextField(
                        blank=True, max_length=1500, verbose_name="words of your own for your page"
                    ),
                ),
                ("officer", models.CharField(max_length=120, verbose_name="your name")),
                ("role", models.CharField(max_length=120, verbose_name="your role at the council")),
                ("email", models.EmailField(max_length=254, verbose_name="your work email")),
                (
                    "from_own_mail",
                    models.BooleanField(default=False, verbose_name="from the council’s own mail"),
                ),
                ("asked_back_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("", "open"), ("accepted", "accepted"), ("declined", "declined")],
                        default="",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="councils.council",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "message from a council",
                "verbose_name_plural": "messages from councils",
                "ordering": ["-asked_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("outcome", "")),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                ("decided_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="sign_up_decided_at_a_time",
                    )
                ],
            },
            bases=(campaign.outbox.subjects.Subject, models.Model),
        ),
    ]
