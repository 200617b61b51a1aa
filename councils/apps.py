from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CouncilsConfig(AppConfig):
    name = "councils"
    verbose_name = "The public record"

    def ready(self):
        from councils.models.version import keep_version_by_trigger

        # Not flow: SQLite rebuilds a table when a migration alters it, and its triggers are lost
        # with the old table. So they are laid again after every migrate.
        post_migrate.connect(keep_version_by_trigger, sender=self)
