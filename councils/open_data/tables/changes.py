"""changes: one row for each line of the changes log until the day, the oldest first."""

from councils.models import Change, ChangeKind
from councils.open_data.tables.columns import Column, Table, council_code

CHANGES: Table[Change] = Table(
    name="changes",
    title="What we changed",
    description="One row for each line of the log of what we changed, with its reason.",
    primary_key=("id",),
    columns=(
        Column(
            "id", "Our own id for this change. It never changes.", type="integer", required=True
        ),
        Column("on", "The day we made it.", type="date", required=True),
        council_code(
            "council",
            "The council it is about: its code in register. Empty where it is about the charter"
            " or the whole record.",
            lambda change, record: (
                record.by_id[change.council_id].code if change.council_id else None
            ),
        ),
        Column(
            "kind",
            "recorded: something new; corrected: something set right; retracted: taken back, and"
            " the mistake was ours.",
            required=True,
            allowed_values=tuple(ChangeKind.values),
        ),
        Column("what", "What was changed.", required=True),
        Column("why", "Why.", required=True),
    ),
    items=lambda record: Change.objects.until(record.on).order_by("pk"),
    extra_file="changes.atom",
)
