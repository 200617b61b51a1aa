"""How fast email leaves, compared with a loop that sends with Django and keeps no record.

``./dev bench`` runs this in a process of its own, which prints its figures as JSON. Every commit is
durable (SQLite: synchronous=FULL), so the figures depend on the disk as well.
"""

import contextlib
import json
import os
import statistics
import subprocess
import sys
import threading
import time

import django

ROUNDS = 5
MAILS = 400
SLOW = 50
"""Milliseconds that a slow mail service takes over a letter."""
MANY = 100_000
FEW = 500
BODY = "\n\n".join(["Dear council, " + "please sign the charter. " * 20] * 4)
SHORT = "Dear council, please sign the charter."
TO = "leader@kent.example"


@contextlib.contextmanager
def sink(milliseconds: int = 0):
    """Run a mail server that accepts everything; yield its port."""
    command = [sys.executable, "-m", "tests.bench.sink", str(milliseconds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def use(port: int) -> None:
    """Send all email, letters to councils too, to a port of this machine, without any limit."""
    from django.conf import settings

    from campaign.outbox.models import MailSettings
    from campaign.outbox.registry import live_requirements
    from campaign.settings import smtp_server

    settings.SMTP_URL = f"smtp://127.0.0.1:{port}"
    settings.SMTP = smtp_server(settings.SMTP_URL)
    settings.LETTERS_LIVE = True
    live_requirements.clear()
    MailSettings(live=True, per_council_an_hour=0).save()


def new_email(text: str = BODY):
    from django.core.mail import EmailMessage

    return EmailMessage("Please sign the charter", text, "Us <us@runaways.example>", [TO])


def without_a_record(number: int, port: int) -> float:
    """Return emails a second of a loop that sends each with Django over its own connection."""
    from django.core.mail.backends.smtp import EmailBackend

    options = dict.fromkeys(["username", "password"], "") | {"use_tls": False, "use_ssl": False}
    began = time.perf_counter()
    for _ in range(number):
        backend = EmailBackend(host="127.0.0.1", port=port, timeout=30, alias="bench", **options)
        backend.send_messages([new_email()])
    return number / (time.perf_counter() - began)


def with_one_commit_each(number: int, port: int) -> float:
    """Return emails a second of the same loop with one commit for each email.

    That is the least that anybody needs who wants to know which emails have been sent.
    """
    from django.utils import timezone

    from campaign.outbox.models import MailSettings

    began = time.perf_counter()
    for _ in range(number):
        without_a_record(1, port)
        MailSettings.objects.update(changed_at=timezone.now())
    return number / (time.perf_counter() - began)


def queue(number: int, text: str = BODY, to_deliver: int | None = None) -> None:
    """Queue letters, each with its row of campaign.letters, as a confirmation does.

    Of those that are only to wait, none but the first ``to_deliver`` has one: making it is slow.
    """
    from django.db import transaction
    from django.utils import timezone

    from campaign.letters.models import Letter, State
    from campaign.outbox.models import OutgoingMessage
    from councils.models import Council

    now, kent = timezone.now(), Council.objects.get(code="KEN")
    with transaction.atomic():
        letters = Letter.objects.bulk_create(
            Letter(council=kent, state=State.QUEUED, confirmed_at=now, asked_at=now, text=text,
                   token=f"{time.perf_counter_ns()}", draft_token=None)
            for _ in range(to_deliver or number)
        )  # fmt: skip
        first = letters[0].pk
        first = OutgoingMessage.objects.queue(
            "letter",
            f"letter:{first}",
            TO,
            new_email(text),
            throttle_key="council:KEN",
            safe_to_resend=False,
        )
        keys = [f"letter:{letter.pk}" for letter in letters[1:]]
        keys += [f"waiting:{count}" for count in range(number - len(letters))]
        copies = [copy_of(first, key) for key in keys]
        OutgoingMessage.objects.bulk_create(copies, batch_size=1000)


def copy_of(message, key: str):
    """Return a copy of a row with the same bytes, since composing them is not measured here."""
    names = ["purpose", "recipient", "content", "message_id", "throttle_key", "safe_to_resend"]
    facts = {name: getattr(message, name) for name in names}
    return type(message)(key=key, to_council=message.to_council, **facts)


def empty() -> None:
    from django.db import connection

    from campaign.letters.models import Letter
    from campaign.outbox.models import OutgoingMessage, Throttle

    with connection.cursor() as cursor:  # Django would read 100,000 rows first
        for model in (OutgoingMessage, Letter, Throttle):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")


def outbox(number: int, connections: int = 1, clock=time.perf_counter) -> float:
    """Return emails a second of one worker that delivers ``number`` of the waiting emails."""
    from campaign.outbox.worker import Delivery

    delivery = Delivery(connections)
    began = clock()
    watcher = threading.Thread(target=stop_after, args=[delivery, number], daemon=True)
    watcher.start()
    delivery.run()
    taken = clock() - began
    done = delivery.tally.total()
    delivery.stop.set()
    watcher.join()
    assert done >= number, f"{done} of {number} delivered: {delivery.server_error}"
    return done / taken


def stop_after(delivery, number: int) -> None:
    while delivery.tally.total() < number and not delivery.stop.wait(0.01):
        pass
    delivery.stop.set()


def one_worker(port: int) -> dict:
    """Compare one worker with the loop; on PostgreSQL also with the loop that commits."""
    loops, committing, workers = [], [], []
    use(port)
    for _ in range(ROUNDS):
        loops.append(without_a_record(MAILS, port))
        if on_postgresql():
            committing.append(with_one_commit_each(MAILS, port))
        queue(MAILS)
        workers.append(outbox(MAILS))
        empty()
    rate, loop = statistics.median(workers), statistics.median(loops)
    if not on_postgresql():
        return {"outbox, one worker": case(rate, loop, 1.0)}
    name = "outbox, one worker, PostgreSQL"
    return {
        name: case(rate, loop, 0.5),
        f"{name}, to a loop with a commit": case(rate, statistics.median(committing), 1.0),
    }


def on_postgresql() -> bool:
    from django.db import connection

    return connection.vendor == "postgresql"


def long_queue(port: int) -> dict:
    """Compare the same number of emails from a short queue and from the front of a long one.

    Short ones are measured before and after the long one, as the machine's speed varies. SQLite
    works in this process: its processor time counts, and not how fast the disk is just now.
    """
    clock = time.perf_counter if on_postgresql() else time.process_time
    use(port)
    short = short_queues(3, clock)
    queue(MANY, SHORT, to_deliver=FEW * (ROUNDS + 1))
    long = [outbox(FEW, clock=clock) for _ in range(ROUNDS)]
    empty()
    short += short_queues(3, clock)
    return case(statistics.median(long), statistics.median(short), 0.95)


def short_queues(number: int, clock) -> list[float]:
    """Return the emails a second of each of several short queues."""
    rates = []
    for _ in range(number):
        queue(FEW, SHORT)
        rates.append(outbox(FEW, clock=clock))
        empty()
    return rates


def slow_provider(port: int) -> dict:
    """Compare eight connections with one."""
    use(port)
    queue(20)
    single = outbox(20)
    empty()
    queue(400)
    eight = outbox(400, connections=8)
    empty()
    return case(eight, single, 5.0)


def case(rate: float, compared_with: float, goal: float) -> dict:
    return {"ratio": rate / compared_with, "goal": goal, "rate": rate}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campaign.settings")
    django.setup()
    empty()
    with sink() as port:
        results = {
            **one_worker(port),
            f"outbox, {MANY} queued": long_queue(port),
        }
    with sink(SLOW) as port:
        results["outbox, slow provider, 8 connections"] = slow_provider(port)
    print(json.dumps(results))


if __name__ == "__main__":
    main()
