"""Delete old email in stages: its text first, then its whole row."""

import datetime as dt
import time

from django.conf import settings

from campaign import retention
from campaign.outbox.file_transport import delete
from campaign.outbox.models import OutgoingMessage, Worker


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete email past its retention; return how much. Safe to repeat, and to run late."""
    emails = OutgoingMessage.objects.past_retention(now).erase()
    texts = OutgoingMessage.objects.past_text_retention(now).delete_texts()
    Worker.objects.dead(now).delete()
    return {"emails": emails, "texts of emails": texts, "files of emails": delete_files(now)}


def delete_files(now: dt.datetime) -> int:
    """Delete old files in var/mail, whether or not they still have a row."""
    written_by = (now - retention.TEXTS_AFTER_OUTCOME).timestamp()
    unfinished_by = time.time() - 3600
    old = [path for path in settings.MAIL_DIR.glob("*.eml") if path.stat().st_mtime <= written_by]
    old += [
        path for path in settings.MAIL_DIR.glob("*.part") if path.stat().st_mtime <= unfinished_by
    ]
    return sum(delete(path) for path in old)
