"""After a restore: no complaint gets the number of one that is lost."""

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Max

from campaign.ledger.ledger import Hashes
from campaign.tasks.models import Task


def pass_over(hashes: Hashes) -> int:
    """Let new tasks be numbered after the last complaint; return how many numbers are passed over.

    ``hashes`` are the numbers of complaints that came since the backup.
    """
    last_given = max(int(number) for number in hashes)
    last_kept = Task.objects.aggregate(last=Max("pk"))["last"] or 0
    if last_given <= last_kept:
        return 0
    # SQLite remembers the highest number of any row, and PostgreSQL is told of it.
    Task.objects.bulk_create([Task(pk=last_given)])
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Task]):
            cursor.execute(statement)
    Task.objects.filter(pk=last_given).delete()
    return last_given - last_kept
