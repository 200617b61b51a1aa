from django.db import migrations, models

import campaign.confirmation


class Migration(migrations.Migration):
    dependencies = [("sign_up", "0007_hold_until")]

    operations = [
        migrations.RenameField("signup", "requested_at", "asked_at"),
        migrations.AlterModelOptions(
            name="signup",
            options={
                "ordering": ["-asked_at"],
                "verbose_name": "message from a council",
                "verbose_name_plural": "messages from councils",
            },
        ),
        migrations.AlterField(
            model_name="signup",
            name="token",
            field=models.CharField(
                default=campaign.confirmation.new_token, max_length=40, unique=True
            ),
        ),
        migrations.AlterField(
            model_name="signup", name="confirmed_at", field=models.DateTimeField(null=True)
        ),
    ]
