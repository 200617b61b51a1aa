import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import campaign.outbox.subjects


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("councils", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_id", models.BigIntegerField(editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("call", "A message that may be a call for help"),
                            ("signed", "It signed"),
                            ("address", "I’ve found the right address for letters"),
                            ("reply", "It answered my letter"),
                            ("wrong", "Something on its page is wrong"),
                            ("sign_up", "A council tells us about itself"),
                            ("complained", "A complaint to answer"),
                            ("asked", "A council answered our question"),
                            ("decision", "It was due to decide: what came of it?"),
                        ],
                        max_length=10,
                        verbose_name="what it is about",
                    ),
                ),
                ("text", models.TextField(max_length=3000, verbose_name="what you know")),
                (
                    "link",
                    models.URLField(
                        blank=True, max_length=500, verbose_name="a link that shows it"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="your name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="your email")),
                ("on_behalf", models.CharField(blank=True, editable=False, max_length=254)),
                ("key", models.CharField(editable=False, max_length=40, null=True, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("keep_until", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "due_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="to do by"
                    ),
                ),
                ("answer_on", models.DateField(editable=False, null=True)),
                ("legal_on", models.DateField(editable=False, null=True)),
                ("put_off_to", models.DateField(blank=True, editable=False, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.TextField(blank=True, verbose_name="what came of it")),
                (
                    "council",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="councils.council",
                    ),
                ),
                (
                    "not_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "subject_type",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="whose it is",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
                "permissions": [("view_complaint", "Can see and answer complaints")],
            },
            bases=(campaign.outbox.subjects.Subject, models.Model),
        ),
        migrations.CreateModel(
            name="TaskStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("taken", "took it"),
                            ("put_off", "put it off"),
                            ("noted", "noted"),
                            ("closed", "closed it"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("text", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="tasks.task",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("done_at", None)),
                fields=["kind", "put_off_to", "due_on", "taken_by"],
                name="tasks_to_do",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["subject_type", "subject_id"], name="tasks_subject"),
        ),
    ]
