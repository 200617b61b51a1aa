from django.db import migrations


def give_editors_care(apps, schema_editor):
    """Let editors of before go on doing all that they could: the people's side is a role of its own."""
    Group = apps.get_model("auth", "Group")
    editors = Group.objects.filter(name="editor").first()
    if editors is None:  # a new site: the roles are made after the migrations
        return
    care, _ = Group.objects.get_or_create(name="supporter care")
    for user in editors.user_set.all():
        user.groups.add(care)


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(give_editors_care, migrations.RunPython.noop)]
