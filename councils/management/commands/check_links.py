"""The command that shows the state of the links to evidence, and checks them if asked."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from councils.data_quality.link_checker import (
    Answer,
    check_slowly,
    due,
    links_of_record,
    record_answers,
)
from councils.dates import format_date, today
from councils.models import EvidenceLink


class Command(BaseCommand):
    help = (
        "Show the last known state of the links to evidence. With --fetch, check whether each still"
        " opens: slowly, over https, and only on the public internet."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--fetch",
            action="store_true",
            help="send requests to other sites; none is sent without it",
        )
        parser.add_argument(
            "--not-since",
            type=int,
            default=7,
            metavar="DAYS",
            help="leave out links checked in the last DAYS days (default: %(default)s)",
        )

    def handle(self, *args: Any, fetch: bool, not_since: int, **options: Any) -> None:
        if fetch:
            self.fetch(due(today(), not_since))
        self.report()

    def fetch(self, urls: list[str]) -> None:
        answers: dict[str, Answer] = {}
        try:
            answers.update(check_slowly(urls))
        finally:  # an interrupted run keeps the answers it has
            with transaction.atomic():
                record_answers(answers, today())

    def report(self) -> None:
        checked = {link.url: link for link in EvidenceLink.objects.all()}
        for url in links_of_record():
            link = checked.get(url)
            if link is None:
                self.stdout.write(f"{url}: not checked yet.")
            else:
                state, day = link.get_state_display(), format_date(link.checked_on)
                self.stdout.write(f"{url}: {state}, {day}. {link.said}")
