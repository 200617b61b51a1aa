"""The database backend that Django loads: ``ENGINE`` in the settings names its folder."""

from typing import Any

from django.db.backends.postgresql import base
from psycopg.errors import ConnectionTimeout

from campaign.postgresql.silence import watch


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that raises OperationalError while PostgreSQL is silent, instead of waiting."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        try:
            connection = super().get_new_connection(conn_params)
        except ConnectionTimeout:
            watch.suspect(conn_params, is_sure=True)
            raise
        watch.over(connection, conn_params)
        return connection

    def ensure_connection(self) -> None:
        """Check before each query that PostgreSQL is not silent, and that we are connected."""
        watch.refuse_if_silent()
        super().ensure_connection()

    def is_usable(self) -> bool:
        """Whether the connection works; not asked of a silent server."""
        return not watch.is_silent and super().is_usable()
