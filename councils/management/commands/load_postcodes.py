"""The command that loads the United Kingdom's postcodes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from councils.models import Council
from councils.models.postcode_index import PostcodeEdition
from councils.postcodes.build import BuiltIndex, build
from councils.postcodes.sources import SourceError, from_installed_package, from_release
from councils.postcodes.store import EditionRejectedError, activate, check


class Command(BaseCommand):
    help = (
        "Load the United Kingdom's postcodes: those that come with the site, or a release of "
        "ONSPD or NSPL (zip or CSV). Safe to run again, and while the site is serving."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", help="a release as ONS publishes it: zip or CSV")
        parser.add_argument(
            "--dry-run", action="store_true", help="check the postcodes; change nothing"
        )
        parser.add_argument(
            "--edition", help='the edition, if the file\'s name does not say: "ONSPD May 2026"'
        )
        parser.add_argument(
            "--allow-smaller",
            action="store_true",
            help="accept fewer postcodes in a nation than expected",
        )
        parser.add_argument(
            "--if-missing", action="store_true", help="do nothing if postcodes are loaded already"
        )

    def handle(
        self,
        *args: Any,
        file: str | None,
        dry_run: bool,
        edition: str | None,
        allow_smaller: bool,
        if_missing: bool,
        **options: Any,
    ) -> None:
        if if_missing and (row := PostcodeEdition.objects.defer("data").first()):
            self.stdout.write(f"Postcodes are loaded already: {row.edition}.")
            return
        if edition and not file:
            raise CommandError("--edition names the edition of a file; give the file too.")
        try:
            source = from_release(file, edition) if file else from_installed_package()
            built = build(source)
            self.report(built)
            if dry_run:
                self.dry_run(built, allow_smaller)
            else:
                self.load(built, allow_smaller)
        except (SourceError, EditionRejectedError) as error:
            raise CommandError(str(error)) from error

    def report(self, built: BuiltIndex) -> None:
        counts = ", ".join(
            f"{'no district' if nation == 'none' else nation} {count:,}"
            for nation, count in built.counts.items()
        )
        self.stdout.write(f"{built.total:,} postcodes: {counts}.")
        if built.skipped:
            self.stdout.write(f"{built.skipped:,} left out: not in the form of a postcode.")

    def dry_run(self, built: BuiltIndex, allow_smaller: bool) -> None:
        row = PostcodeEdition.objects.defer("data").first()
        check(
            built,
            Council.objects.known_gss(),
            row.counts if row else None,
            allow_smaller=allow_smaller,
        )
        self.stdout.write(f"{built.edition} could be loaded. Nothing was changed (--dry-run).")

    def load(self, built: BuiltIndex, allow_smaller: bool) -> None:
        if activate(built, Council.objects.known_gss(), allow_smaller=allow_smaller):
            self.stdout.write(f"{built.edition} is in use, {len(built.data):,} bytes.")
        else:
            self.stdout.write(f"{built.edition} is loaded already. Nothing to do.")
