from django.db import migrations


def put_in_place(apps, schema_editor):
    apps.get_model("outbox", "Sending").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("outbox", "0002_mail_to_councils_apart")]

    operations = [migrations.RunPython(put_in_place, migrations.RunPython.noop)]
