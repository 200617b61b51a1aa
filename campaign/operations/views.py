"""Pages for monitors and load balancers: whether the process is alive, what is well, figures."""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from campaign.operations.backup_health import check_backups
from campaign.operations.machine_health import check_machine
from campaign.outbox.health import check_health
from campaign.outbox.models import OutgoingMessage
from campaign.release import VERSION
from councils.models import RecordVersion
from councils.page_cache import for_one_visitor

SOON = dt.timedelta(seconds=10)
"""How soon after it is due an email should be handed over."""


WELL, UNWELL, NONE = "well", "unwell", "none"
PARTS = ("database", "outbox", "worker", "night", "space", "ledger", "backup")


@dataclass
class Health:
    """How each part of the site is, and the figures behind that."""

    parts: dict[str, str] = field(default_factory=dict)
    """Each is well or unwell, or none where there is no such part."""
    mail: dict[str, Any] = field(default_factory=dict)
    backups: dict[str, Any] = field(default_factory=dict)
    machine: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def now(cls) -> "Health":
        """Return the state of every part, as far as the database answers."""
        health = cls(dict.fromkeys(PARTS, UNWELL))
        if not database_answers():
            return health
        health.parts["database"] = WELL
        with suppress(DatabaseError):  # such as missing tables
            mail, backups = check_health(), check_backups()
            machine = check_machine(workers=int(mail.is_worker_alive))
            health.mail, health.backups = mail.as_data(), backups.as_data()
            health.machine = machine.as_data()
            has_ledger = settings.LEDGER and not backups.bare_restored_at
            health.parts |= {
                "outbox": how(not mail.problem),
                "worker": how(not machine.worker_problem),
                "night": how(not machine.night_problem, machine.night_within),
                "space": how(not machine.space_problem),
                "ledger": how(not machine.ledger_problem, has_ledger),
                "backup": how(not backups.problem, backups.within),
            }
        return health

    @property
    def is_well(self) -> bool:
        return UNWELL not in self.parts.values()


def how(is_well: bool, exists: object = True) -> str:
    """Return how a part is, in a word. A part that does not exist may be unwell all the same."""
    if not is_well:
        return UNWELL
    return WELL if exists else NONE


def database_answers() -> bool:
    """Whether the database can be reached and has its tables."""
    try:
        return RecordVersion.objects.exists()
    except (DatabaseError, RecordVersion.DoesNotExist):
        return False


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Answer load balancers as long as the process runs, whatever else is wrong."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer monitors with 200 if all is well, else with 503, and say which part is not.

    Figures and sentences are for whoever sends METRICS_TOKEN as a bearer token.
    """
    state = Health.now()
    body: dict[str, Any] = {"well": state.is_well, **state.parts}
    if has_token(request):
        body |= {"mail": state.mail, "backups": state.backups, "machine": state.machine}
        body["version"] = VERSION
    body["at"] = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    return for_one_visitor(JsonResponse(body, status=200 if state.is_well else 503))


def has_token(request: HttpRequest) -> bool:
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(settings.METRICS_TOKEN) and constant_time_compare(sent, settings.METRICS_TOKEN)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Show the same figures as plain text to anybody who sends METRICS_TOKEN as a bearer token.

    Each line is a name and a number, as Prometheus reads them. No figure is about a person.
    """
    if not has_token(request):
        raise Http404("There are no figures here.")
    state = Health.now()
    figures = {f"well_{name}": int(part != UNWELL) for name, part in state.parts.items()}
    for part in ("mail", "backups", "machine"):
        data = getattr(state, part)
        figures |= {
            f"{part}_{name}": int(value)
            for name, value in data.items()
            if isinstance(value, (bool, int))
        }
    if state.mail:
        taken, soon = OutgoingMessage.objects.handed_over_since(dt.timedelta(days=1), SOON)
        figures["mail_handed_over_in_a_day"] = taken
        if taken:
            figures["mail_handed_over_soon_percent"] = round(100 * soon / taken)
    text = "".join(f"runaways_{name} {value}\n" for name, value in figures.items())
    content_type = "text/plain; version=0.0.4; charset=utf-8"
    return for_one_visitor(HttpResponse(text, content_type=content_type))
