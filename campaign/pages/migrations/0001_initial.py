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
                        help_text="Its address: the page “about” is at /about/. Pages that ship stay.",
                        unique=True,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                (
                    "description",
                    models.CharField(
                        help_text="One sentence for search engines and for shares.", max_length=160
                    ),
                ),
                (
                    "lead",
                    models.TextField(blank=True, help_text="One or two sentences, shown large."),
                ),
                (
                    "body",
                    models.TextField(
                        help_text="Markdown. Headings start at ##. {signed} and {total} become today’s numbers.",
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
                ("name", models.CharField(blank=True, max_length=160)),
                ("charity_number", models.CharField(blank=True, max_length=20)),
                ("website", models.URLField(blank=True)),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="address for the public"
                    ),
                ),
                ("postal_address", models.TextField(blank=True)),
                (
                    "press_contact",
                    models.CharField(
                        blank=True,
                        help_text="A name or role with a number or an address.",
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
