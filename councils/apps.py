from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CouncilsConfig(AppConfig):
    name = "councils"
    verbose_name = "The public record"

    def ready(self) -> None:
        from councils.models.version import keep_version_by_trigger

        # A signal, because nothing else runs after every migrate. SQLite rebuilds a table that a
        # migration alters, and its triggers are lost with the old one.
        post_migrate.connect(keep_version_by_trigger, sender=self)
