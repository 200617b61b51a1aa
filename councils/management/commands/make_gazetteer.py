"""The command that makes the gazetteer of England's places."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from councils.postcodes.sources import SourceError, from_installed_package, from_release
from councils.search.places.make import make, write
from councils.search.places.postcode_points import PostcodePoints
from councils.search.places.sources import PlacesError


class Command(BaseCommand):
    help = (
        "Make the gazetteer of England's places again, from GeoNames, our extra places and the "
        "postcodes. Needs the packages in requirements-dev.txt; takes about half a minute."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", help="a release of ONSPD or NSPL; else the postcodes that ship"
        )
        parser.add_argument("--dry-run", action="store_true", help="report only; write nothing")

    def handle(self, *args: Any, file: str | None, dry_run: bool, **options: Any) -> None:
        try:
            source = from_release(file) if file else from_installed_package()
            result = make(PostcodePoints(source.rows()))
        except (PlacesError, SourceError) as error:
            raise CommandError(str(error)) from error
        for remark in result.remarks:
            self.stdout.write(remark)
        if not dry_run:
            write(result.places)
        outcome = "Nothing was written" if dry_run else "gazetteer.csv was written"
        self.stdout.write(f"{len(result.places):,} places. {outcome}.")
