"""Messages that were accepted before got their thank-you by themselves."""

from django.db import migrations, models
from django.db.models import F


def were_thanked(apps, schema_editor):
    sign_ups = apps.get_model("sign_up", "SignUp").objects.using(schema_editor.connection.alias)
    sign_ups.filter(outcome="accepted").update(thanked_at=F("decided_at"))


class Migration(migrations.Migration):
    dependencies = [("sign_up", "0003_digest_wish")]

    operations = [
        migrations.AddField(
            model_name="signup",
            name="thanked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(were_thanked, migrations.RunPython.noop),
    ]
