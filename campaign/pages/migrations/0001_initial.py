from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Page",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                ("html", models.TextField(editable=False)),
                ("shipped_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["slug"],
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
                    models.TextField(
                        blank=True,
                        help_text="As on an envelope, each part on a line of its own. Public.",
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
            ],
            options={
                "verbose_name": "who runs the site",
                "verbose_name_plural": "who runs the site",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_organisation")
                ],
            },
        ),
    ]
