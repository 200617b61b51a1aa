"""System checks of ``councils``, run by ``manage.py check`` and at every start."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from councils.council_page import status_text
from councils.councillor_pack.wording import STATUS_CLAUSES
from councils.press.sentences import STATUS
from councils.record.status import STATUSES, status_places
from councils.sharing.badge import BADGE_LINES


def register_checks() -> None:
    """Register the check that every place with words for each status has all of them."""
    status_places.update(
        {
            "councils/council_page/status_text.py SENTENCES": status_text.SENTENCES,
            "councils/council_page/status_text.py FOR_COUNCILLORS": status_text.FOR_COUNCILLORS,
            "councils/council_page/status_text.py FOR_THE_COUNCIL": status_text.FOR_THE_COUNCIL,
            "councils/councillor_pack/wording.py STATUS_CLAUSES": STATUS_CLAUSES,
            "councils/press/sentences.py STATUS": STATUS,
            "councils/sharing/badge.py BADGE_LINES": BADGE_LINES,
        }
    )
    register(check_statuses)


def check_statuses(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Return an error for each place and current status that has no words there."""
    return [
        Error(
            f"The status {code!r} is missing in {place}.",
            hint="Add its words there: see councils/record/status.py.",
            id="councils.E001",
        )
        for place, words in status_places.items()
        for code, status in STATUSES.items()
        if status.is_current and code not in words
    ]
