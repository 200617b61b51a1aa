"""The tables of the open data, one module each.

To add a column, add one ``Column`` to a table: its name, description, type and value stand
together, and CSV, JSON, GeoJSON, the data package and the page that explains them all follow.

Rows are of the record of one day, as known now: facts that count by that day, councils as they
were called then. Every total comes from the same ``Record`` as the pages.
"""

from typing import Any

from councils.open_data.tables.changes import CHANGES
from councils.open_data.tables.columns import Column, JsonRow, Table
from councils.open_data.tables.councils import COUNCILS
from councils.open_data.tables.events import EVENTS
from councils.open_data.tables.lineage import LINEAGE
from councils.open_data.tables.missing_from_care import MISSING_FROM_CARE
from councils.open_data.tables.progress import PROGRESS
from councils.open_data.tables.register import REGISTER
from councils.open_data.tables.signatures import SIGNATURES

TABLES: tuple[Table[Any], ...] = (
    COUNCILS,
    SIGNATURES,
    EVENTS,
    PROGRESS,
    MISSING_FROM_CARE,
    LINEAGE,
    CHANGES,
    REGISTER,
)
"""All tables, in the order of the page that explains them."""
