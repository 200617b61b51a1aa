import django.core.validators
from django.db import migrations, models

HOUR, DAY = 60, 24 * 60

SHIPPED = [
    ("draft", "ip", 600, HOUR, "Whole classes write at once from one connection."),
    ("draft", "network", 1200, HOUR, "Several connections of one owner."),
    ("confirm", "email", 6, DAY, "A first email, some more, and two people who share an address."),
    ("confirm", "ip", 200, HOUR, "A class of 30 with several emails each, six times over."),
    ("confirm", "network", 400, HOUR, "Each email goes to an address we do not know yet."),
    ("confirm", "council", 1500, HOUR, "A good day of the campaign; a flood is more."),
    ("links", "email", 3, DAY, "Nobody’s mailbox is filled by somebody else."),
    ("links", "ip", 60, HOUR, ""),
    ("links", "network", 120, HOUR, ""),
    ("tip", "ip", 60, HOUR, ""),
    ("tip", "ip", 20, DAY, "Fewer than may be told of one council in a day."),
    ("tip", "network", 120, HOUR, ""),
    ("tip", "council", 40, DAY, "More is no longer read with care."),
    ("alert", "email", 6, DAY, "Nobody’s mailbox is filled by somebody else."),
    ("alert", "ip", 200, HOUR, "After an assembly, a whole school may ask."),
    ("alert", "network", 400, HOUR, ""),
]
"""Kind, what is counted, how many, within how many minutes, and why: a new site starts with these."""


def add_shipped_limits(apps, schema_editor):
    Limit = apps.get_model("rate_limits", "Limit")
    for kind, by, most, minutes, why in SHIPPED:
        Limit.objects.create(kind=kind, by=by, most=most, minutes=minutes, why=why)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Count",
            fields=[
                ("key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("hits", models.PositiveIntegerField()),
                ("ends_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Limit",
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
                            ("draft", "begin a letter"),
                            ("confirm", "ask for the email that confirms a letter"),
                            ("links", "ask for lost links"),
                            ("tip", "tell us something"),
                            ("alert", "ask to be told when a council signs"),
                        ],
                        max_length=10,
                        verbose_name="to",
                    ),
                ),
                (
                    "by",
                    models.CharField(
                        choices=[
                            ("email", "each email address"),
                            ("ip", "each internet connection (a school has one)"),
                            ("network", "each network (up to 256 connections)"),
                            ("council", "each council"),
                            ("all", "everybody together"),
                        ],
                        help_text="Whose uses are counted together.",
                        max_length=10,
                        verbose_name="counted for",
                    ),
                ),
                (
                    "most",
                    models.PositiveIntegerField(
                        help_text="How many times. 0 means not at all.", verbose_name="at most"
                    ),
                ),
                (
                    "minutes",
                    models.PositiveIntegerField(
                        help_text="How many minutes. A day has 1,440.",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="within",
                    ),
                ),
                (
                    "paused",
                    models.BooleanField(
                        default=False,
                        help_text="While this is ticked, the limit holds nobody back.",
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True, help_text="Why you chose these numbers.", max_length=200
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "by", "minutes"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "by", "minutes"), name="one_limit_a_window"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1)), name="limit_has_a_window"
                    ),
                ],
            },
        ),
        migrations.RunPython(add_shipped_limits, migrations.RunPython.noop),
    ]
