"""The options of a connection to PostgreSQL, such as those after ``?`` in DATABASE_URL."""

from typing import Any

from psycopg import ProgrammingError, conninfo, pq

GIVE_UP = {
    "connect_timeout": 3,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
}
"""A machine or network that has gone is given up, or threads would wait for it for minutes."""
FOR_VISITORS = "-c statement_timeout=20000"
"""In web processes no query may take longer than a visitor waits. Commands take their time."""
NUMBERS = {*GIVE_UP, "keepalives"}
NO_SERVER = {"host": "/nowhere", "port": 1}


def what_is_wrong(options: dict[str, Any]) -> str:
    """Return what PostgreSQL's own library says against these options, or "" if nothing.

    It connects to nothing: the library reads all options before it looks for the server.
    """
    for name in NUMBERS & options.keys():
        if not str(options[name]).isdecimal():
            return f'"{name}" is no number'
    try:
        text = conninfo.make_conninfo("", **options | NO_SERVER)
    except ProgrammingError as error:
        return str(error).strip()
    said = pq.PGconn.connect_start(text.encode()).error_message.decode().strip()
    return "" if said.startswith("connection to server") else said
