from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class CouncilsConfig(AppConfig):
    name = "councils"
    verbose_name = "The public record"

    def ready(self) -> None:
        from councils.models.version import keep_version_by_trigger, lift_triggers

        # Signals, because nothing else runs before and after every migrate. SQLite rebuilds a table
        # that a migration alters: the old table's triggers are lost, and triggers on other tables
        # that name it make the migration fail. So they are dropped first and created again after.
        pre_migrate.connect(lift_triggers, sender=self)
        post_migrate.connect(keep_version_by_trigger, sender=self)
