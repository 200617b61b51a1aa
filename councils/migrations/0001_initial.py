import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
from django.db import migrations, models

import councils.dates


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DraftList",
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
                        choices=[("signatures", "signatures"), ("contacts", "contacts")],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("by", models.CharField(max_length=150)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("lines", models.JSONField(default=list)),
            ],
        ),
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
                        help_text="Signatures from this day on are of this edition.", unique=True
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
                (
                    "owner",
                    models.CharField(
                        blank=True,
                        db_default="",
                        help_text="The organisation that wrote it or holds its copyright.",
                        max_length=160,
                        verbose_name="who owns the text",
                    ),
                ),
                (
                    "agreed_by",
                    models.CharField(
                        blank=True,
                        db_default="",
                        help_text="An organisation or a role, and the day on which it agreed. Public.",
                        max_length=160,
                        verbose_name="who agreed that it may be signed here",
                    ),
                ),
                (
                    "may_be_signed_here",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="A tick here changes at once what pages, letters, the motion and /sign/ say.",
                        verbose_name="this site holds the full text, and councils may sign it here",
                    ),
                ),
            ],
            options={
                "ordering": ["published_on"],
            },
        ),
        migrations.CreateModel(
            name="EvidenceFile",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("pdf", "PDF"), ("jpg", "JPEG picture"), ("png", "PNG picture")],
                        max_length=4,
                    ),
                ),
                ("content", models.BinaryField()),
                ("kept_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
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
                ("checked_on", models.DateField(null=True)),
                ("opened_on", models.DateField(blank=True, null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("said", models.CharField(blank=True, max_length=200)),
            ],
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
                ("closes_on", models.DateField(null=True)),
            ],
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
                        help_text="Ours: short, and it never changes. Everything else about a council may.",
                        max_length=8,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z0-9-]{2,8}\\Z", "Use two to eight capital letters."
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="On this site: “kent” is at /councils/kent/.",
                        max_length=80,
                        unique=True,
                        verbose_name="address",
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
                    "letters_a_day",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Where it asked for that; the rest wait their turn. Empty: no limit.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="at most this many letters a day",
                    ),
                ),
                ("unanswered_since", models.DateField(editable=False, null=True)),
                ("unanswered_from", models.DateField(editable=False, null=True)),
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
                            ("democratic", "Democratic services"),
                            ("information", "Information requests"),
                        ],
                        default="lead_member",
                        help_text="Letters go to the first three; our own questions to the last two.",
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
                            ("other", "something else to look at"),
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
                            ("address", "former address"),
                            ("code", "former GSS code"),
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
                    "evidence_file_is_public",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="the file is public"
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
                ("disputed_on", models.DateField(blank=True, editable=False, null=True)),
                ("last_day", models.DateField(editable=False, null=True)),
                (
                    "counted_from",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Least(
                            django.db.models.functions.comparison.Coalesce(
                                "last_day", "checked_on"
                            ),
                            "checked_on",
                        ),
                        output_field=models.DateField(),
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, null=True
                    ),
                ),
                (
                    "public_from",
                    models.DateField(
                        blank=True,
                        help_text="The night’s jobs publish it on this day. Leave it empty to publish it at once.",
                        null=True,
                        verbose_name="public from",
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
                    "commitment",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("count", "Count"),
                            ("think", "Think"),
                            ("act", "Act"),
                            ("prevent", "Prevent"),
                        ],
                        help_text="Only for progress: which of the charter’s four words it belongs to.",
                        max_length=8,
                    ),
                ),
                (
                    "evidence_level",
                    models.CharField(
                        blank=True,
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
                        related_name="%(class)ss",
                        to="councils.council",
                    ),
                ),
                (
                    "evidence_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="councils.evidencefile",
                        verbose_name="file",
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
                ("loaded_on", models.DateField(editable=False)),
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
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "holds",
                    models.CharField(
                        choices=[
                            ("letters", "letters"),
                            ("questions", "our questions"),
                            ("both", "both"),
                        ],
                        default="letters",
                        help_text="Before an election: our questions alone. People’s letters go then.",
                        max_length=9,
                        verbose_name="it holds",
                    ),
                ),
                (
                    "asked_by",
                    models.CharField(
                        choices=[("council", "the council"), ("us", "us")],
                        default="us",
                        help_text="Where it is us, links to share, alerts and thank-yous rest with the letters.",
                        max_length=7,
                        verbose_name="who asked",
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(
                        default=councils.dates.today,
                        help_text="The first day on which they wait.",
                        verbose_name="from",
                    ),
                ),
                (
                    "until",
                    models.DateField(
                        help_text="The last day. What waited leaves after it. Eight weeks at most.",
                        verbose_name="until",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        help_text="The public sees it after “because”, where the pause is ours. Name nobody.",
                        max_length=300,
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        blank=True,
                        help_text="Start typing its name, then choose it from the list. Empty: all councils.",
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
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pauses",
                        to="councils.council",
                        verbose_name="which council",
                    ),
                ),
            ],
            options={
                "ordering": ["-until"],
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
                    "evidence_file_is_public",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="the file is public"
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
                ("disputed_on", models.DateField(blank=True, editable=False, null=True)),
                ("last_day", models.DateField(editable=False, null=True)),
                (
                    "counted_from",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Least(
                            django.db.models.functions.comparison.Coalesce(
                                "last_day", "checked_on"
                            ),
                            "checked_on",
                        ),
                        output_field=models.DateField(),
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, null=True
                    ),
                ),
                (
                    "public_from",
                    models.DateField(
                        blank=True,
                        help_text="The night’s jobs publish it on this day. Leave it empty to publish it at once.",
                        null=True,
                        verbose_name="public from",
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
                        help_text="While it is empty, the page says that the council has not confirmed it yet, unless the evidence is its own, or an event says that it re-affirmed it.",
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
                        related_name="%(class)ss",
                        to="councils.council",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        help_text="Which edition of the charter it signed: the one in force on that day.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="councils.edition",
                    ),
                ),
                (
                    "evidence_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="councils.evidencefile",
                        verbose_name="file",
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
                condition=models.Q(("kind", "district"), ("county", None), _connector="OR"),
                name="only_districts_have_a_county",
                violation_error_message="Only a district has a county.",
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
            model_name="councilname",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["address", "code"])),
                fields=("name",),
                name="an_address_or_code_of_one_council",
            ),
        ),
        migrations.AddConstraint(
            model_name="dailylettercount",
            constraint=models.UniqueConstraint(
                fields=("council", "day"), name="letters_counted_once_a_council_and_day"
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
        migrations.AddConstraint(
            model_name="pause",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gte", models.F("starts_on"))),
                name="pause_ends_after_it_starts",
                violation_error_message="The last day lies before the first.",
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
    ]
