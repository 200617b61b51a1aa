"""What monitors and balancers ask: is the process alive, is all well, and the figures."""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from campaign.operations.backups.backup_health import check_backups
from campaign.operations.machine_health import check_machine
from campaign.outbox.health import check_health
from campaign.outbox.models import OutgoingMessage
from campaign.release import VERSION
from councils.models import RecordVersion
from councils.postcodes.store import active_index

SOON = dt.timedelta(seconds=10)
"""How quickly an email should be handed over."""


@dataclass
class Health:
    """What is well, by part, and the figures behind it."""

    checks: dict[str, bool] = field(default_factory=dict)
    mail: dict[str, Any] = field(default_factory=dict)
    backups: dict[str, Any] = field(default_factory=dict)
    machine: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def now(cls) -> "Health":
        """Look at everything, as far as the database answers."""
        parts = ("database", "postcodes", "outbox", "worker", "night", "space", "backup")
        health = cls(dict.fromkeys(parts, False))
        health.checks["database"] = database_answers()
        if not health.checks["database"]:
            return health
        health.checks["postcodes"] = active_index() is not None
        with suppress(DatabaseError):  # such as missing tables
            mail, backups, machine = check_health(), check_backups(), check_machine()
            health.mail, health.backups = mail.as_data(), backups.as_data()
            health.machine = machine.as_data()
            health.checks |= {
                "outbox": not mail.problem,
                "worker": not machine.worker_problem,
                "night": not machine.night_problem,
                "space": not machine.space_problem,
                "backup": not backups.problem,
            }
        return health

    @property
    def is_well(self) -> bool:
        return all(self.checks.values())


def database_answers() -> bool:
    try:
        return RecordVersion.objects.number() is not None
    except (DatabaseError, RecordVersion.DoesNotExist):
        return False


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Answer load balancers as long as the process runs, whatever else is wrong."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Tell monitors 200 when all is well, and otherwise 503 and which part is not."""
    found = Health.now()
    body = {
        "well": found.is_well,
        "version": VERSION,
        **{name: "well" if ok else "not well" for name, ok in found.checks.items()},
        "mail": found.mail,
        "backups": found.backups,
        "machine": found.machine,
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    }
    response = JsonResponse(body, status=200 if found.is_well else 503)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Give the same figures as plain text to whoever sends METRICS_TOKEN as a bearer token.

    Each line is a name and a number, as Prometheus reads them. Nothing in them is about a person.
    """
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(sent, settings.METRICS_TOKEN):
        raise Http404("There are no figures here.")
    found = Health.now()
    figures = {f"well_{name}": int(ok) for name, ok in found.checks.items()}
    for part in ("mail", "backups", "machine"):
        data = getattr(found, part)
        figures |= {
            f"{part}_{name}": int(value)
            for name, value in data.items()
            if isinstance(value, (bool, int))
        }
    if found.mail:
        taken, soon = OutgoingMessage.objects.handed_over_since(dt.timedelta(days=1), SOON)
        figures["mail_handed_over_in_a_day"] = taken
        if taken:
            figures["mail_handed_over_soon_percent"] = round(100 * soon / taken)
    text = "".join(f"runaways_{name} {value}\n" for name, value in figures.items())
    response = HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
