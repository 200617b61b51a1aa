import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import councils.dates


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NewsItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "title",
                    models.CharField(help_text="What has happened, in one line.", max_length=120),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="The last part: “new-map” is at /news/new-map/. It is made from the title.",
                        max_length=80,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "day",
                    models.DateField(
                        default=councils.dates.today, help_text="It is shown from this day on."
                    ),
                ),
                (
                    "summary",
                    models.CharField(
                        help_text="One or two sentences, for the list of news, its feed and its own page.",
                        max_length=300,
                    ),
                ),
                (
                    "body",
                    models.TextField(
                        blank=True,
                        help_text="Markdown. Headings start with ##.",
                        verbose_name="text",
                    ),
                ),
                (
                    "picture_words",
                    models.CharField(
                        blank=True,
                        help_text="For people who cannot see it. Every picture needs this.",
                        max_length=300,
                        verbose_name="the picture in words",
                    ),
                ),
                ("picture", models.BinaryField(default=b"")),
                ("picture_width", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("picture_height", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "is_published",
                    models.BooleanField(
                        default=False,
                        help_text="Until this is ticked, it is a draft that visitors cannot see.",
                        verbose_name="published",
                    ),
                ),
            ],
            options={
                "verbose_name": "item of news",
                "verbose_name_plural": "news",
                "ordering": ["-day", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalPage",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="The page “about” is at /about/. Pages that ship with the site keep theirs.",
                        verbose_name="address",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="The heading of the page, and its name in search engines.",
                        max_length=120,
                    ),
                ),
                (
                    "description",
                    models.CharField(
                        help_text="One sentence. It is also shown where people share the page.",
                        max_length=160,
                        verbose_name="what search engines show",
                    ),
                ),
                (
                    "lead",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences, shown large.",
                        verbose_name="opening sentences",
                    ),
                ),
                (
                    "body",
                    models.TextField(
                        help_text="Markdown. Headings start with ##. {signed} and {total} become today’s numbers.",
                        verbose_name="text",
                    ),
                ),
                (
                    "is_published",
                    models.BooleanField(
                        default=False,
                        help_text="Until this is ticked, it is a draft that visitors cannot see.",
                        verbose_name="published",
                    ),
                ),
                (
                    "public_from",
                    models.DateField(
                        blank=True,
                        help_text="The day on which it appears. Leave it empty to show it at once.",
                        null=True,
                        verbose_name="from",
                    ),
                ),
                (
                    "public_until",
                    models.DateField(
                        blank=True,
                        help_text="It is gone on the day after. Leave it empty to keep it.",
                        null=True,
                        verbose_name="last day",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical page",
                "verbose_name_plural": "historical pages",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        help_text="What everybody should know, in one or two sentences.",
                        max_length=200,
                    ),
                ),
                (
                    "url",
                    models.URLField(
                        blank=True,
                        help_text="Shown after the notice as “Read more”.",
                        verbose_name="link, if there is more to read",
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(
                        default=councils.dates.today,
                        help_text="The first day on which it is shown.",
                        verbose_name="from",
                    ),
                ),
                (
                    "until",
                    models.DateField(
                        help_text="It is gone on the day after.", verbose_name="last day"
                    ),
                ),
            ],
            options={
                "verbose_name": "notice on every page",
                "verbose_name_plural": "notices on every page",
                "ordering": ["-until"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("starts_on"))),
                        name="notice_ends_after_it_starts",
                        violation_error_message="The last day lies before the first.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
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
                        blank=True,
                        help_text="Public, at the foot of every page and every letter.",
                        max_length=160,
                    ),
                ),
                (
                    "charity_number",
                    models.CharField(
                        blank=True,
                        help_text="Digits only. Public. The site is opened only with it.",
                        max_length=20,
                    ),
                ),
                (
                    "website",
                    models.URLField(
                        blank=True, help_text="Its own website, starting with https://. Public."
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        help_text="The email address to which people and councils write. Public, so not a person’s own.",
                        max_length=254,
                        verbose_name="address for the public",
                    ),
                ),
                (
                    "postal_address",
                    models.CharField(
                        blank=True, help_text="In one line, with commas. Public.", max_length=300
                    ),
                ),
                (
                    "safeguarding_email",
                    models.EmailField(
                        blank=True,
                        help_text="Told at once when an email to us may be a call for help. Not public. If it is empty, the address for the public is used.",
                        max_length=254,
                        verbose_name="address of the person responsible for safeguarding",
                    ),
                ),
                (
                    "press_contact",
                    models.CharField(
                        blank=True,
                        help_text="A name or a role, with a telephone number or an email address.",
                        max_length=200,
                    ),
                ),
                (
                    "mail_hours",
                    models.CharField(
                        blank=True,
                        help_text="For example: Monday to Friday, 9am to 5pm, but not on bank holidays. Public, at the foot of every page.",
                        max_length=160,
                        verbose_name="when email is read",
                    ),
                ),
                (
                    "words_checked",
                    models.BooleanField(
                        default=False,
                        help_text="Tick it once everybody named above has read that page.",
                        verbose_name="We have read what the privacy page says about how long things are kept and how to complain, and will keep to it",
                    ),
                ),
                (
                    "restore_rehearsed_on",
                    models.DateField(
                        blank=True,
                        help_text="Ask whoever runs the server to restore one, and see it work.",
                        null=True,
                        verbose_name="day on which restoring a backup was rehearsed",
                    ),
                ),
                ("opened_at", models.DateTimeField(editable=False, null=True)),
                (
                    "host",
                    models.CharField(
                        blank=True,
                        help_text="The company and its country, as in “Example Hosting, in Germany”. Public, on the privacy page.",
                        max_length=160,
                        verbose_name="who runs our server",
                    ),
                ),
                (
                    "mail_service",
                    models.CharField(
                        blank=True,
                        help_text="The company. Public, on the privacy page.",
                        max_length=160,
                        verbose_name="who carries our email",
                    ),
                ),
                (
                    "self_check_reviewed_by",
                    models.CharField(
                        blank=True,
                        help_text="A role, an organisation and the day. Public, on the self-check.",
                        max_length=200,
                        verbose_name="practitioner who reviewed the questions of the self-check",
                    ),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "who runs the site",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_organisation")
                ],
            },
        ),
        migrations.CreateModel(
            name="Page",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "slug",
                    models.SlugField(
                        help_text="The page “about” is at /about/. Pages that ship with the site keep theirs.",
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="The heading of the page, and its name in search engines.",
                        max_length=120,
                    ),
                ),
                (
                    "description",
                    models.CharField(
                        help_text="One sentence. It is also shown where people share the page.",
                        max_length=160,
                        verbose_name="what search engines show",
                    ),
                ),
                (
                    "lead",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences, shown large.",
                        verbose_name="opening sentences",
                    ),
                ),
                (
                    "body",
                    models.TextField(
                        help_text="Markdown. Headings start with ##. {signed} and {total} become today’s numbers.",
                        verbose_name="text",
                    ),
                ),
                ("shipped_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "is_published",
                    models.BooleanField(
                        default=False,
                        help_text="Until this is ticked, it is a draft that visitors cannot see.",
                        verbose_name="published",
                    ),
                ),
                (
                    "public_from",
                    models.DateField(
                        blank=True,
                        help_text="The day on which it appears. Leave it empty to show it at once.",
                        null=True,
                        verbose_name="from",
                    ),
                ),
                (
                    "public_until",
                    models.DateField(
                        blank=True,
                        help_text="It is gone on the day after. Leave it empty to keep it.",
                        null=True,
                        verbose_name="last day",
                    ),
                ),
            ],
            options={
                "ordering": ["slug"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("public_until", None),
                            ("public_from", None),
                            ("public_until__gte", models.F("public_from")),
                            _connector="OR",
                        ),
                        name="page_ends_after_it_starts",
                        violation_error_message="The last day lies before the first.",
                    )
                ],
            },
        ),
    ]
