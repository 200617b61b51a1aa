from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class CouncilsConfig(AppConfig):
    name = "councils"
    verbose_name = "The public record"

    def ready(self) -> None:
        from councils.checks import register_checks
        from councils.models.version import keep_version_by_trigger, lift_triggers

        register_checks()
        # Not flow: SQLite rebuilds a table when a migration alters it. Its triggers are lost with
        # the old table, and triggers elsewhere that name it stand in the way. So they are lifted
        # before there is something to migrate, and laid again after every migrate.
        pre_migrate.connect(lift_triggers, sender=self)
        post_migrate.connect(keep_version_by_trigger, sender=self)
