"""The limits a new site starts with. From then on they are the staff's."""

from django.db import migrations

HOUR, DAY = 60, 24 * 60

SHIPPED = [
    ("draft", "line", 600, HOUR, "Whole classes write at once from one connection."),
    ("draft", "network", 1200, HOUR, "Several connections of one owner."),
    ("confirm", "email", 6, DAY, "A first mail, some more, and two people who share an address."),
    ("confirm", "line", 200, HOUR, "A class of 30 with several mails each, six times over."),
    ("confirm", "network", 400, HOUR, "Each mail goes to an address we do not know yet."),
    ("confirm", "council", 1500, HOUR, "A good day of the campaign; a flood is more."),
    ("links", "email", 3, DAY, "Nobody’s mailbox is filled by somebody else."),
    ("links", "line", 60, HOUR, ""),
    ("links", "network", 120, HOUR, ""),
    ("tip", "line", 60, HOUR, ""),
    ("tip", "network", 120, HOUR, ""),
    ("tip", "council", 40, DAY, "More is no longer read with care."),
    ("alert", "email", 6, DAY, "Nobody’s mailbox is filled by somebody else."),
    ("alert", "line", 200, HOUR, "After an assembly, a whole school may ask."),
    ("alert", "network", 400, HOUR, ""),
    ("sign", "email", 6, DAY, "Nobody’s mailbox is filled by somebody else."),
    ("sign", "line", 20, HOUR, ""),
    ("sign", "council", 20, DAY, "More is no longer read with care."),
]


def ship(apps, schema_editor):
    Limit = apps.get_model("limits", "Limit")
    for kind, by, most, minutes, why in SHIPPED:
        Limit.objects.create(kind=kind, by=by, most=most, minutes=minutes, why=why)


class Migration(migrations.Migration):
    dependencies = [("limits", "0001_initial")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
