"""What is forgotten of mail: its words first, then whom it was to, then that it was."""

import datetime as dt
import time

from django.conf import settings

from campaign import retention
from campaign.outbox.file_transport import remove
from campaign.outbox.models import OutgoingMessage, Worker


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete what is no longer kept, and return how much. Safe to repeat, and to run late."""
    mails = OutgoingMessage.objects.past_keeping(now).erase()
    texts = OutgoingMessage.objects.past_keeping_texts(now).forget_texts()
    Worker.objects.gone(now).delete()
    return {"mails": mails, "texts of mails": texts, "files of mails": forget_files(now)}


def forget_files(now: dt.datetime) -> int:
    """Delete old files of var/mail, whether or not a row still knows of them."""
    written_by = (now - retention.TEXTS_AFTER_OUTCOME).timestamp()
    unfinished_by = time.time() - 3600
    old = [path for path in settings.MAIL_DIR.glob("*.eml") if path.stat().st_mtime <= written_by]
    old += [p for p in settings.MAIL_DIR.glob("*.part") if p.stat().st_mtime <= unfinished_by]
    return sum(remove(path) for path in old)
