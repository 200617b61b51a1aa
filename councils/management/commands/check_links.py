from django.core.management.base import BaseCommand
from django.db import transaction

from councils.data_quality.link_checker import (
    PoliteFetcher,
    asked_in_turn,
    due,
    links_of_record,
    note,
)
from councils.dates import format_date, today
from councils.management.progress_bar import progress_bar
from councils.models import EvidenceLink


class Command(BaseCommand):
    help = (
        "Say what is known of the links to evidence. With --fetch, ask each whether it still "
        "opens: slowly, by https, and only on the open internet."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--fetch", action="store_true", help="ask other sites; without it nothing is asked"
        )
        parser.add_argument(
            "--not-since",
            type=int,
            default=7,
            metavar="DAYS",
            help="leave out links asked in the last DAYS days (default: %(default)s)",
        )

    def handle(self, *, fetch, not_since, **options):
        if fetch:
            self.fetch(due(today(), not_since))
        self.report()

    def fetch(self, urls):
        answers = {}
        try:
            with progress_bar("Evidence links") as show:
                for number, (url, answer) in enumerate(
                    asked_in_turn(urls, PoliteFetcher()), start=1
                ):
                    answers[url] = answer
                    show(number, len(urls))
        finally:  # what was answered before somebody stopped it is kept
            with transaction.atomic():
                note(answers, today())

    def report(self):
        known = {link.url: link for link in EvidenceLink.objects.all()}
        for url in links_of_record():
            link = known.get(url)
            if link is None:
                self.stdout.write(f"{url}: nobody has asked it yet.")
            else:
                self.stdout.write(
                    f"{url}: {link.get_state_display()}, {format_date(link.checked_on)}. {link.said}"
                )
