import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """Limits are constants of the settings; staff start a busy day instead."""

    dependencies = [
        ("rate_limits", "0003_councils_and_complaints"),
    ]

    operations = [
        migrations.DeleteModel(name="Limit"),
        migrations.CreateModel(
            name="BusyDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateTimeField()),
                ("began_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("began_by", models.CharField(max_length=150)),
            ],
            options={
                "default_permissions": ("change", "view"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_busy_day")
                ],
            },
        ),
    ]
