import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
from django.db import migrations, models

import councils.dates


class LastDay(models.Func):
    """The last day of a date's month or year (``unit``), as the first release computed it."""

    output_field = models.DateField()

    def as_sqlite(self, compiler, connection, **context):
        template = "date(%(expressions)s, 'start of %(unit)s', '+1 %(unit)s', '-1 day')"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler, connection, **context):
        template = (
            "(date_trunc('%(unit)s', %(expressions)s::timestamp)"
            " + interval '1 %(unit)s - 1 day')::date"
        )
        return self.as_sql(compiler, connection, template=template, **context)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "published_on",
                    models.DateField(
                        help_text="The day on which it was published. Signatures dated before it are refused.",
                        unique=True,
                    ),
                ),
                (
                    "title",
                    models.CharField(help_text="As printed on the document.", max_length=120),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        help_text="Only the charter’s own words, never a summary.",
                        verbose_name="official text",
                    ),
                ),
                (
                    "source",
                    models.TextField(
                        blank=True,
                        help_text="Who gave it to us and when, or where it can be read.",
                        verbose_name="where the text comes from",
                    ),
                ),
            ],
            options={
                "verbose_name": "edition of the charter",
                "verbose_name_plural": "editions of the charter",
                "ordering": ["published_on"],
            },
        ),
        migrations.CreateModel(
            name="EvidenceLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.URLField(max_length=500, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("opens", "opens"),
                            ("gone", "no longer there"),
                            ("no_answer", "gave no clear answer"),
                            ("not_asked", "not asked"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "said",
                    models.CharField(
                        help_text="What the website answered, or why it was not asked.",
                        max_length=200,
                    ),
                ),
                ("checked_on", models.DateField()),
                (
                    "opened_on",
                    models.DateField(
                        blank=True, help_text="The last day on which it opened.", null=True
                    ),
                ),
            ],
            options={
                "ordering": ["url"],
            },
        ),
        migrations.CreateModel(
            name="Council",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        help_text="Short, and it never changes: everything else about a council may.",
                        max_length=8,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z0-9-]{2,8}\\Z", "Use two to eight capital letters."
                            )
                        ],
                        verbose_name="our code",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="The end of its page’s address: “kent” is at /councils/kent/.",
                        max_length=80,
                        unique=True,
                        verbose_name="address on this site",
                    ),
                ),
                (
                    "gss",
                    models.CharField(
                        blank=True,
                        help_text="From the Office for National Statistics. Leave it empty until there is one.",
                        max_length=9,
                        null=True,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[ENSW]\\d{8}\\Z", "A letter and eight digits: E10000016."
                            )
                        ],
                        verbose_name="GSS code",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="In full, as the council itself writes it: “Kent County Council”.",
                        max_length=120,
                        verbose_name="official name",
                    ),
                ),
                (
                    "short_name",
                    models.CharField(
                        help_text="As used in a sentence: “Ask Kent to sign.”", max_length=80
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("county", "County council"),
                            ("unitary", "Unitary council"),
                            ("metropolitan", "Metropolitan council"),
                            ("london", "London borough"),
                            ("city", "City of London"),
                            ("scilly", "Isles of Scilly"),
                            ("district", "District council"),
                            ("welsh", "Welsh council"),
                            ("scottish", "Scottish council"),
                            ("northern_irish", "Northern Irish council"),
                        ],
                        help_text="Decides whether it runs children’s services: districts do not.",
                        max_length=20,
                    ),
                ),
                (
                    "nation",
                    models.CharField(
                        choices=[
                            ("England", "England"),
                            ("Wales", "Wales"),
                            ("Scotland", "Scotland"),
                            ("Northern Ireland", "Northern Ireland"),
                        ],
                        default="England",
                        help_text="Only councils in England are asked to sign.",
                        max_length=20,
                    ),
                ),
                (
                    "region",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("North East", "North East"),
                            ("North West", "North West"),
                            ("Yorkshire and The Humber", "Yorkshire and The Humber"),
                            ("East Midlands", "East Midlands"),
                            ("West Midlands", "West Midlands"),
                            ("East of England", "East of England"),
                            ("London", "London"),
                            ("South East", "South East"),
                            ("South West", "South West"),
                        ],
                        help_text="For a council in England only.",
                        max_length=30,
                    ),
                ),
                (
                    "website",
                    models.URLField(
                        blank=True,
                        help_text="The address of its home page, starting with https://.",
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(
                        blank=True,
                        help_text="Leave it empty if that was before the charter of July 2012.",
                        null=True,
                        verbose_name="first day",
                    ),
                ),
                (
                    "ends_on",
                    models.DateField(
                        blank=True,
                        help_text="A council that closes at midnight on 31 March: 1 April.",
                        null=True,
                        verbose_name="first day after it closed",
                    ),
                ),
                (
                    "kind_before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("county", "County council"),
                            ("unitary", "Unitary council"),
                            ("metropolitan", "Metropolitan council"),
                            ("london", "London borough"),
                            ("city", "City of London"),
                            ("scilly", "Isles of Scilly"),
                            ("district", "District council"),
                            ("welsh", "Welsh council"),
                            ("scottish", "Scottish council"),
                            ("northern_irish", "Northern Irish council"),
                        ],
                        help_text="If the council stayed but became another kind: what it was before.",
                        max_length=20,
                        verbose_name="earlier kind",
                    ),
                ),
                (
                    "kind_since",
                    models.DateField(
                        blank=True,
                        help_text="The first day on which it was of its present kind.",
                        null=True,
                        verbose_name="present kind since",
                    ),
                ),
                (
                    "staff_managed",
                    models.BooleanField(
                        default=False,
                        help_text="Tick this if you changed it here: then the shipped register leaves it alone.",
                        verbose_name="kept by us, not by the shipped register",
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        blank=True,
                        help_text="For a district only: the county council that runs children’s services there.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="districts",
                        to="councils.council",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
            bases=(councils.dates.ActivePeriod, models.Model),
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("lead_member", "Lead Member for Children’s Services"),
                            ("director", "Director of Children’s Services"),
                            ("leader", "Leader of the Council"),
                        ],
                        default="lead_member",
                        max_length=12,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("email", "email"),
                            ("web_form", "a form on its website"),
                            ("post", "post"),
                        ],
                        default="email",
                        help_text="How to reach it. Fill in the field below that matches.",
                        max_length=10,
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        help_text="The mailbox of a role, not of a person.",
                        max_length=254,
                    ),
                ),
                (
                    "url",
                    models.URLField(
                        blank=True,
                        help_text="The web page with the form, if you chose a form.",
                        max_length=500,
                        verbose_name="address of the form",
                    ),
                ),
                (
                    "address",
                    models.TextField(
                        blank=True,
                        help_text="As on an envelope, each part on a line of its own.",
                        verbose_name="postal address",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        help_text="A link, or how you know.",
                        max_length=500,
                        verbose_name="found at",
                    ),
                ),
                (
                    "checked_on",
                    models.DateField(
                        help_text="The day on which you saw it on the council’s own website."
                    ),
                ),
                (
                    "check_again_on",
                    models.DateField(
                        blank=True,
                        help_text="If you leave it empty: half a year after it was checked.",
                    ),
                ),
                (
                    "delivery_problem",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fails", "email to it comes back"),
                            ("wants_form", "it answers that people should use a form"),
                            ("complained", "somebody there reported a letter as spam"),
                        ],
                        help_text="What happened to email sent to it. A new address or a new check clears it.",
                        max_length=10,
                    ),
                ),
                ("delivery_problem_since", models.DateField(blank=True, editable=False, null=True)),
                (
                    "delivery_problem_detail",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="what came back"
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        help_text="Start typing its name, then choose it from the list.",
                        limit_choices_to={
                            "kind__in": (
                                "county",
                                "unitary",
                                "metropolitan",
                                "london",
                                "city",
                                "scilly",
                            )
                        },
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="councils.council",
                    ),
                ),
            ],
            options={
                "ordering": ["council", "role", "channel"],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(default=councils.dates.today)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("recorded", "Recorded"),
                            ("corrected", "Corrected"),
                            ("retracted", "Taken back: our mistake"),
                        ],
                        max_length=10,
                    ),
                ),
                ("what", models.TextField()),
                ("why", models.TextField()),
                (
                    "council",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leave it empty if the change is not about one council.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="councils.council",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="CouncilCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "gss",
                    models.CharField(
                        help_text="The code that the Office for National Statistics used for it before.",
                        max_length=9,
                        unique=True,
                        verbose_name="GSS code",
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(blank=True, null=True, verbose_name="used from, if known"),
                ),
                (
                    "ends_on",
                    models.DateField(blank=True, null=True, verbose_name="no longer used from"),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes",
                        to="councils.council",
                    ),
                ),
            ],
            options={
                "verbose_name": "former code",
                "ordering": ["gss"],
            },
        ),
        migrations.CreateModel(
            name="CouncilName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="As people write it. The search box finds the council by it.",
                        max_length=120,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("official", "former official name"),
                            ("other", "another name people use"),
                            ("welsh", "Welsh name"),
                        ],
                        default="other",
                        help_text="A former official name is shown on past days; the others only help to find it.",
                        max_length=10,
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(blank=True, null=True, verbose_name="used from, if known"),
                ),
                (
                    "ends_on",
                    models.DateField(blank=True, null=True, verbose_name="no longer used from"),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="councils.council",
                    ),
                ),
            ],
            options={
                "verbose_name": "name",
                "ordering": ["council", "name"],
            },
        ),
        migrations.CreateModel(
            name="DailyLetterCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(default=councils.dates.today)),
                (
                    "delivered",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Sent by this site, accepted, and not come back within five days.",
                    ),
                ),
                (
                    "self_sent",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="What supporters say they sent by themselves.",
                        verbose_name="sent by people themselves",
                    ),
                ),
                (
                    "own_words",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Of those sent by this site.",
                        verbose_name="mostly in people’s own words",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        limit_choices_to={
                            "kind__in": (
                                "county",
                                "unitary",
                                "metropolitan",
                                "london",
                                "city",
                                "scilly",
                            )
                        },
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters_counted",
                        to="councils.council",
                    ),
                ),
            ],
            options={
                "verbose_name": "letters counted",
                "verbose_name_plural": "letters counted",
                "ordering": ["council", "day"],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "date_precision",
                    models.CharField(
                        choices=[
                            ("day", "on this day"),
                            ("month", "in this month"),
                            ("year", "in this year"),
                            ("by", "by this day, perhaps earlier"),
                            ("unknown", "not known"),
                        ],
                        default="day",
                        help_text="How exactly the document gives the date.",
                        max_length=10,
                        verbose_name="how well the date is known",
                    ),
                ),
                (
                    "date",
                    models.DateField(
                        blank=True,
                        help_text="If only the month or the year is known, choose any day in it. Leave it empty only if nothing is known.",
                        null=True,
                    ),
                ),
                (
                    "source",
                    models.TextField(
                        blank=True,
                        help_text="What shows it: minutes, a letter, a web page, a report. Public.",
                        verbose_name="evidence",
                    ),
                ),
                (
                    "source_url",
                    models.URLField(
                        blank=True,
                        help_text="Where a reader can open it. Leave it empty if it is not on the web.",
                        max_length=500,
                        verbose_name="link to the evidence",
                    ),
                ),
                (
                    "source_kind",
                    models.CharField(
                        choices=[
                            ("minutes", "council minutes or a decision"),
                            ("council", "the council’s own letter, email or page"),
                            ("report", "a published report"),
                            ("news", "news"),
                            ("document", "a signed copy of the charter"),
                            ("other", "something else"),
                        ],
                        help_text="The document that shows it. If there are several, the most official one.",
                        max_length=12,
                        verbose_name="kind of evidence",
                    ),
                ),
                (
                    "checked_on",
                    models.DateField(
                        help_text="The day on which somebody read the evidence.",
                        verbose_name="checked on",
                    ),
                ),
                (
                    "checked_by",
                    models.CharField(
                        default="campaign staff",
                        help_text="A role, not a person’s name. Public.",
                        max_length=80,
                    ),
                ),
                (
                    "retracted_on",
                    models.DateField(
                        blank=True,
                        editable=False,
                        help_text="It was recorded in error, by us.",
                        null=True,
                    ),
                ),
                ("retraction_reason", models.TextField(blank=True, editable=False)),
                (
                    "counted_from",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Least(
                            models.Case(
                                models.When(
                                    date_precision="month",
                                    then=LastDay("date", unit="month"),
                                ),
                                models.When(
                                    date_precision="year",
                                    then=LastDay("date", unit="year"),
                                ),
                                models.When(date_precision="unknown", then=models.F("checked_on")),
                                default=models.F("date"),
                                output_field=models.DateField(),
                            ),
                            models.F("checked_on"),
                        ),
                        output_field=models.DateField(),
                    ),
                ),
                (
                    "has_link",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Q(
                            ("source__contains", "://"),
                            models.Q(("source_url", ""), _negated=True),
                            _connector="OR",
                        ),
                        output_field=models.BooleanField(),
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("contacted", "asked by the campaign"),
                            ("intends", "says it will sign"),
                            ("decision_due", "decision due"),
                            ("decided", "decision taken"),
                            ("reaffirmed", "re-affirmed"),
                            ("progress", "progress shown"),
                            ("reply", "the council replied"),
                            ("withdrawn", "has withdrawn"),
                        ],
                        help_text="What happened. A signature is recorded under Signatures.",
                        max_length=12,
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        help_text="A fact that the council’s own staff would call fair. Public.",
                        max_length=300,
                        verbose_name="in one sentence",
                    ),
                ),
                (
                    "council_words",
                    models.TextField(
                        blank=True,
                        help_text="Needed if the council has withdrawn.",
                        verbose_name="the council’s own written words",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        help_text="Start typing its name, then choose it from the list.",
                        limit_choices_to={
                            "kind__in": (
                                "county",
                                "unitary",
                                "metropolitan",
                                "london",
                                "city",
                                "scilly",
                            )
                        },
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="councils.council",
                    ),
                ),
            ],
            options={
                "ordering": ["council", "checked_on"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Lineage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "on",
                    models.DateField(
                        help_text="The new council’s first day, usually 1 April.",
                        verbose_name="day of the change",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("replaces", "takes over from"),
                            ("part", "takes a small part of"),
                        ],
                        default="replaces",
                        help_text="A signature is shown as inherited only where the new council takes over.",
                        max_length=10,
                    ),
                ),
                (
                    "new",
                    models.ForeignKey(
                        help_text="The council that has run children’s services there since.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="origins",
                        to="councils.council",
                        verbose_name="council after",
                    ),
                ),
                (
                    "old",
                    models.ForeignKey(
                        help_text="The council that closed or gave up an area.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successions",
                        to="councils.council",
                        verbose_name="council before",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "lineage",
                "ordering": ["on", "old"],
            },
        ),
        migrations.CreateModel(
            name="MissingFromCare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year ending 31 March")),
                (
                    "looked_after",
                    models.CharField(
                        max_length=10, verbose_name="children in care during the year"
                    ),
                ),
                (
                    "children",
                    models.CharField(
                        max_length=10, verbose_name="of these, went missing at least once"
                    ),
                ),
                (
                    "percent",
                    models.CharField(max_length=10, verbose_name="the same as a percentage"),
                ),
                ("incidents", models.CharField(max_length=10, verbose_name="missing incidents")),
                ("file", models.CharField(help_text="The file it was read from.", max_length=200)),
                ("loaded_on", models.DateField()),
                (
                    "council",
                    models.ForeignKey(
                        limit_choices_to={
                            "kind__in": (
                                "county",
                                "unitary",
                                "metropolitan",
                                "london",
                                "city",
                                "scilly",
                            )
                        },
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="missing_from_care",
                        to="councils.council",
                    ),
                ),
            ],
            options={
                "verbose_name": "children missing from care",
                "verbose_name_plural": "children missing from care",
                "ordering": ["council", "year"],
            },
        ),
        migrations.CreateModel(
            name="PostcodeEdition",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "edition",
                    models.CharField(
                        help_text='As its publisher calls it: "ONSPD May 2026".', max_length=100
                    ),
                ),
                (
                    "edition_date",
                    models.DateField(
                        blank=True,
                        help_text="The first day of the month the edition is named after.",
                        null=True,
                    ),
                ),
                ("loaded_at", models.DateTimeField()),
                ("counts", models.JSONField(help_text="Postcodes by nation.")),
                ("sha256", models.CharField(help_text="Of the index's bytes.", max_length=64)),
                ("size", models.PositiveIntegerField(help_text="Of the index, in bytes.")),
                (
                    "data",
                    models.BinaryField(
                        help_text="The index: councils/postcodes/index.py says how to read it."
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="one_postcode_edition"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "date_precision",
                    models.CharField(
                        choices=[
                            ("day", "on this day"),
                            ("month", "in this month"),
                            ("year", "in this year"),
                            ("by", "by this day, perhaps earlier"),
                            ("unknown", "not known"),
                        ],
                        default="day",
                        help_text="How exactly the document gives the date.",
                        max_length=10,
                        verbose_name="how well the date is known",
                    ),
                ),
                (
                    "date",
                    models.DateField(
                        blank=True,
                        help_text="If only the month or the year is known, choose any day in it. Leave it empty only if nothing is known.",
                        null=True,
                    ),
                ),
                (
                    "source",
                    models.TextField(
                        blank=True,
                        help_text="What shows it: minutes, a letter, a web page, a report. Public.",
                        verbose_name="evidence",
                    ),
                ),
                (
                    "source_url",
                    models.URLField(
                        blank=True,
                        help_text="Where a reader can open it. Leave it empty if it is not on the web.",
                        max_length=500,
                        verbose_name="link to the evidence",
                    ),
                ),
                (
                    "source_kind",
                    models.CharField(
                        choices=[
                            ("minutes", "council minutes or a decision"),
                            ("council", "the council’s own letter, email or page"),
                            ("report", "a published report"),
                            ("news", "news"),
                            ("document", "a signed copy of the charter"),
                            ("other", "something else"),
                        ],
                        help_text="The document that shows it. If there are several, the most official one.",
                        max_length=12,
                        verbose_name="kind of evidence",
                    ),
                ),
                (
                    "checked_on",
                    models.DateField(
                        help_text="The day on which somebody read the evidence.",
                        verbose_name="checked on",
                    ),
                ),
                (
                    "checked_by",
                    models.CharField(
                        default="campaign staff",
                        help_text="A role, not a person’s name. Public.",
                        max_length=80,
                    ),
                ),
                (
                    "retracted_on",
                    models.DateField(
                        blank=True,
                        editable=False,
                        help_text="It was recorded in error, by us.",
                        null=True,
                    ),
                ),
                ("retraction_reason", models.TextField(blank=True, editable=False)),
                (
                    "counted_from",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Least(
                            models.Case(
                                models.When(
                                    date_precision="month",
                                    then=LastDay("date", unit="month"),
                                ),
                                models.When(
                                    date_precision="year",
                                    then=LastDay("date", unit="year"),
                                ),
                                models.When(date_precision="unknown", then=models.F("checked_on")),
                                default=models.F("date"),
                                output_field=models.DateField(),
                            ),
                            models.F("checked_on"),
                        ),
                        output_field=models.DateField(),
                    ),
                ),
                (
                    "has_link",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Q(
                            ("source__contains", "://"),
                            models.Q(("source_url", ""), _negated=True),
                            _connector="OR",
                        ),
                        output_field=models.BooleanField(),
                    ),
                ),
                (
                    "commitment",
                    models.CharField(
                        choices=[
                            ("count", "Count"),
                            ("think", "Think"),
                            ("act", "Act"),
                            ("prevent", "Prevent"),
                        ],
                        help_text="Which of the charter’s four words it belongs to.",
                        max_length=8,
                    ),
                ),
                (
                    "evidence_level",
                    models.CharField(
                        choices=[
                            ("promised", "Stated"),
                            ("evidenced", "Shown"),
                            ("checked", "Checked"),
                        ],
                        help_text="Stated: the council says it. Shown: something published shows it. Checked: somebody outside the council has looked.",
                        max_length=10,
                        verbose_name="what is on record",
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        help_text="A fact that the council’s own staff would call fair. Public.",
                        max_length=300,
                        verbose_name="in one sentence",
                    ),
                ),
                (
                    "council_words",
                    models.TextField(
                        blank=True,
                        help_text="In its own words, exactly as it wrote them. Shown beside ours.",
                        verbose_name="what the council says about it",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        help_text="Start typing its name, then choose it from the list.",
                        limit_choices_to={
                            "kind__in": (
                                "county",
                                "unitary",
                                "metropolitan",
                                "london",
                                "city",
                                "scilly",
                            )
                        },
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress",
                        to="councils.council",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "progress",
                "ordering": ["council", "checked_on"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RecordVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField(default=0)),
                ("changed_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_record_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="Reorganisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="day of the change")),
                ("reason", models.TextField(verbose_name="reason, as the public log gives it")),
                (
                    "applied_changes",
                    models.JSONField(
                        help_text="What it added to the register and what it changed there, by code."
                    ),
                ),
                ("summary", models.TextField(help_text="What staff saw before they confirmed.")),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("taken_back_on", models.DateField(blank=True, null=True)),
                ("taken_back_because", models.TextField(blank=True)),
                (
                    "county",
                    models.ForeignKey(
                        limit_choices_to={"kind": "county"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reorganisations",
                        to="councils.council",
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-entered_at"],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "date_precision",
                    models.CharField(
                        choices=[
                            ("day", "on this day"),
                            ("month", "in this month"),
                            ("year", "in this year"),
                            ("by", "by this day, perhaps earlier"),
                            ("unknown", "not known"),
                        ],
                        default="day",
                        help_text="How exactly the document gives the date.",
                        max_length=10,
                        verbose_name="how well the date is known",
                    ),
                ),
                (
                    "date",
                    models.DateField(
                        blank=True,
                        help_text="If only the month or the year is known, choose any day in it. Leave it empty only if nothing is known.",
                        null=True,
                    ),
                ),
                (
                    "source",
                    models.TextField(
                        blank=True,
                        help_text="What shows it: minutes, a letter, a web page, a report. Public.",
                        verbose_name="evidence",
                    ),
                ),
                (
                    "source_url",
                    models.URLField(
                        blank=True,
                        help_text="Where a reader can open it. Leave it empty if it is not on the web.",
                        max_length=500,
                        verbose_name="link to the evidence",
                    ),
                ),
                (
                    "source_kind",
                    models.CharField(
                        choices=[
                            ("minutes", "council minutes or a decision"),
                            ("council", "the council’s own letter, email or page"),
                            ("report", "a published report"),
                            ("news", "news"),
                            ("document", "a signed copy of the charter"),
                            ("other", "something else"),
                        ],
                        help_text="The document that shows it. If there are several, the most official one.",
                        max_length=12,
                        verbose_name="kind of evidence",
                    ),
                ),
                (
                    "checked_on",
                    models.DateField(
                        help_text="The day on which somebody read the evidence.",
                        verbose_name="checked on",
                    ),
                ),
                (
                    "checked_by",
                    models.CharField(
                        default="campaign staff",
                        help_text="A role, not a person’s name. Public.",
                        max_length=80,
                    ),
                ),
                (
                    "retracted_on",
                    models.DateField(
                        blank=True,
                        editable=False,
                        help_text="It was recorded in error, by us.",
                        null=True,
                    ),
                ),
                ("retraction_reason", models.TextField(blank=True, editable=False)),
                (
                    "counted_from",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Least(
                            models.Case(
                                models.When(
                                    date_precision="month",
                                    then=LastDay("date", unit="month"),
                                ),
                                models.When(
                                    date_precision="year",
                                    then=LastDay("date", unit="year"),
                                ),
                                models.When(date_precision="unknown", then=models.F("checked_on")),
                                default=models.F("date"),
                                output_field=models.DateField(),
                            ),
                            models.F("checked_on"),
                        ),
                        output_field=models.DateField(),
                    ),
                ),
                (
                    "has_link",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Q(
                            ("source__contains", "://"),
                            models.Q(("source_url", ""), _negated=True),
                            _connector="OR",
                        ),
                        output_field=models.BooleanField(),
                    ),
                ),
                (
                    "signed_by",
                    models.CharField(
                        blank=True,
                        help_text="As the document names them. Leave it empty if it does not say.",
                        max_length=120,
                        verbose_name="who signed",
                    ),
                ),
                (
                    "signed_role",
                    models.CharField(
                        blank=True,
                        help_text="For example: Lead Member for Children’s Services.",
                        max_length=120,
                        verbose_name="in what role",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="What a careful reader should know. Public.",
                        verbose_name="note on the evidence",
                    ),
                ),
                (
                    "confirmed_on",
                    models.DateField(
                        blank=True,
                        help_text="While it is empty, the page says that the council has not confirmed it yet, unless an event says that it re-affirmed it.",
                        null=True,
                        verbose_name="confirmed by the council on",
                    ),
                ),
                (
                    "register_key",
                    models.CharField(
                        blank=True, editable=False, max_length=40, null=True, unique=True
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        help_text="Start typing its name, then choose it from the list.",
                        limit_choices_to={
                            "kind__in": (
                                "county",
                                "unitary",
                                "metropolitan",
                                "london",
                                "city",
                                "scilly",
                            )
                        },
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="councils.council",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        help_text="Which edition of the charter it signed. There is only one unless a new one was published.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="councils.edition",
                    ),
                ),
            ],
            options={
                "ordering": ["council", "checked_on"],
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="council",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on", None),
                    ("ends_on", None),
                    ("ends_on__gt", models.F("starts_on")),
                    _connector="OR",
                ),
                name="council_ends_after_it_starts",
                violation_error_message="A council cannot end before it starts.",
            ),
        ),
        migrations.AddConstraint(
            model_name="council",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind_before", ""), ("kind_since", None)),
                    models.Q(
                        models.Q(("kind_before", ""), _negated=True), ("kind_since__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="kind_before_has_a_day",
                violation_error_message="Say both what it was before and from which day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="council",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "district"), ("county", None), _connector="OR"),
                name="only_districts_have_a_county",
                violation_error_message="Only a district has a county.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("delivery_problem", ""), ("delivery_problem_since", None)),
                    models.Q(
                        models.Q(("delivery_problem", ""), _negated=True),
                        ("delivery_problem_since__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="contact_delivery_problem_since_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.UniqueConstraint(
                fields=("council", "role", "channel"),
                name="one_contact_a_role_and_channel",
                violation_error_message="This council has this role by this way already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("channel", "email"), models.Q(("email", ""), _negated=True)),
                    models.Q(("channel", "web_form"), models.Q(("url", ""), _negated=True)),
                    models.Q(("channel", "post"), models.Q(("address", ""), _negated=True)),
                    _connector="OR",
                ),
                name="contact_has_what_its_channel_needs",
            ),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["at", "id"], name="newest_changes"),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["council", "at", "id"], name="newest_changes_of_a_council"),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["council", "on"], name="last_change_of_a_council"),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="a_change_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="councilname",
            constraint=models.UniqueConstraint(
                fields=("council", "name", "kind"), name="a_name_once_a_council"
            ),
        ),
        migrations.AddConstraint(
            model_name="dailylettercount",
            constraint=models.UniqueConstraint(
                fields=("council", "day"), name="letters_counted_once_a_council_and_day"
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("has_link", True)), fields=["id"], name="events_with_a_link"
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["council", "checked_on"], name="events_last_checked"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("retracted_on__isnull", False)),
                fields=["council", "retracted_on"],
                name="events_last_retracted",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("retracted_on", None)),
                fields=["council", "kind", "counted_from"],
                name="last_event_of_a_council",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("retracted_on", None)),
                fields=["kind", "counted_from"],
                name="days_of_events",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("retracted_on", None)),
                fields=["checked_on", "id"],
                name="newest_events",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("date", None), ("date_precision", "unknown")),
                    models.Q(
                        models.Q(("date_precision", "unknown"), _negated=True),
                        ("date__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="event_date_fits_its_precision",
                violation_error_message="Give a date, or say that it is not known.",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", ""), _negated=True),
                    models.Q(("source_url", ""), _negated=True),
                    _connector="OR",
                ),
                name="event_has_evidence",
                violation_error_message="Nothing is published without evidence: a link or a note.",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("retracted_on", None),
                    models.Q(("retraction_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="event_retracted_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "withdrawn"), _negated=True),
                    models.Q(("council_words", ""), _negated=True),
                    _connector="OR",
                ),
                name="withdrawn_only_in_its_own_words",
                violation_error_message="Only its own written word shows that it has withdrawn.",
            ),
        ),
        migrations.AddConstraint(
            model_name="lineage",
            constraint=models.UniqueConstraint(
                fields=("old", "new"), name="one_line_from_old_to_new"
            ),
        ),
        migrations.AddConstraint(
            model_name="lineage",
            constraint=models.CheckConstraint(
                condition=models.Q(("old", models.F("new")), _negated=True),
                name="no_council_replaces_itself",
                violation_error_message="A council cannot replace itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="missingfromcare",
            constraint=models.UniqueConstraint(
                fields=("council", "year"), name="missing_from_care_once_a_council_and_year"
            ),
        ),
        migrations.AddIndex(
            model_name="progress",
            index=models.Index(
                condition=models.Q(("has_link", True)), fields=["id"], name="progress_with_a_link"
            ),
        ),
        migrations.AddIndex(
            model_name="progress",
            index=models.Index(fields=["council", "checked_on"], name="progress_last_checked"),
        ),
        migrations.AddIndex(
            model_name="progress",
            index=models.Index(
                condition=models.Q(("retracted_on__isnull", False)),
                fields=["council", "retracted_on"],
                name="progress_last_retracted",
            ),
        ),
        migrations.AddIndex(
            model_name="progress",
            index=models.Index(
                condition=models.Q(("retracted_on", None)),
                fields=["council", "counted_from"],
                name="progress_of_a_council",
            ),
        ),
        migrations.AddConstraint(
            model_name="progress",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("date", None), ("date_precision", "unknown")),
                    models.Q(
                        models.Q(("date_precision", "unknown"), _negated=True),
                        ("date__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="progress_date_fits_its_precision",
                violation_error_message="Give a date, or say that it is not known.",
            ),
        ),
        migrations.AddConstraint(
            model_name="progress",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", ""), _negated=True),
                    models.Q(("source_url", ""), _negated=True),
                    _connector="OR",
                ),
                name="progress_has_evidence",
                violation_error_message="Nothing is published without evidence: a link or a note.",
            ),
        ),
        migrations.AddConstraint(
            model_name="progress",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("retracted_on", None),
                    models.Q(("retraction_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="progress_retracted_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="reorganisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("taken_back_on", None),
                    models.Q(("taken_back_because", ""), _negated=True),
                    _connector="OR",
                ),
                name="reorganisation_taken_back_with_a_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("has_link", True)), fields=["id"], name="signatures_with_a_link"
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("retracted_on", None)),
                fields=["council", "counted_from"],
                name="last_signature_of_a_council",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("date", None), ("date_precision", "unknown")),
                    models.Q(
                        models.Q(("date_precision", "unknown"), _negated=True),
                        ("date__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="signature_date_fits_its_precision",
                violation_error_message="Give a date, or say that it is not known.",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", ""), _negated=True),
                    models.Q(("source_url", ""), _negated=True),
                    _connector="OR",
                ),
                name="signature_has_evidence",
                violation_error_message="Nothing is published without evidence: a link or a note.",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("retracted_on", None),
                    models.Q(("retraction_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="signature_retracted_with_a_reason",
            ),
        ),
    ]
