"""The whole public record as one HTML file: map, search and evidence, without a server.

It can be opened from a memory stick when the site is gone. Styles and script are inline, and its
only external links are those to the evidence.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from councils.council_page.page import CouncilPage
from councils.map import drawing
from councils.models import Change
from councils.open_data.licence import ATTRIBUTION, LICENCES
from councils.record import CouncilOnDay, Record
from councils.safeguarding.helplines import FOR_CHILDREN

HERE = Path(__file__).parent
SHEETS = [settings.BASE_DIR / "static" / "css" / name for name in ("tokens.css", "hexagon.css")]
"""The site's style sheets for colours and hexagons, put into the file."""


@dataclass
class Entry:
    """One council in the file, with what its page says."""

    page: CouncilPage
    districts: list[str]
    """Names of districts whose children's services it runs."""

    @property
    def row(self) -> CouncilOnDay:
        return self.page.row

    @property
    def also_called(self) -> str:
        """Every name by which the file's search finds it, in lower case."""
        return " ".join(dict.fromkeys([*self.row.called, *self.districts])).lower()

    @cached_property
    def heading(self) -> str:
        when = f" {self.row.when_words}" if self.row.when_words else ""
        return f"{self.row.status_words}{when}"


def register_file(record: Record) -> str:
    """Return the HTML of the file, with every council that can sign, could sign or will."""
    rows = sorted(
        (row for row in record.all_councils if row.is_responsible and row.nation == "England"),
        key=lambda row: row.short_name,
    )
    districts: dict[int, list[str]] = {}
    for row in record.all_councils:
        if row.kind == "district" and (responsible := record.responsible_for(row)):
            districts.setdefault(responsible.id, []).append(row.short_name)
    context = {
        "record": record,
        "map": local_map(record),
        "entries": [Entry(CouncilPage(record, row), districts.get(row.id, [])) for row in rows],
        "changes": Change.objects.until(record.on).select_related("council"),
        "attribution": ATTRIBUTION,
        "licences": LICENCES,
        "helplines": FOR_CHILDREN,
        "site_url": settings.SITE_URL,
        "style": mark_safe("".join(map(text_of, [*SHEETS, HERE / "register_file.css"]))),
        "script": mark_safe(text_of(HERE / "register_file.js")),
    }
    lines = render_to_string("councils/register_file.html", context).splitlines()
    return "".join(f"{line.strip()}\n" for line in lines if line.strip())


def text_of(path: Path) -> str:
    return path.read_text("utf-8")


def local_map(record: Record) -> SafeString:
    """Return the map of hexagons, each linked to its council in the same file."""
    prepared = drawing.hexagon_map(record)
    cells = "".join(
        cell.link.replace(f'"{cell.row.url}{record.query}"', f'"#{cell.row.slug}"')
        for cell in prepared.cells
    )
    attributes = 'class="map" role="group" aria-label="Map of councils"'
    return drawing.whole(prepared, f"{cells}{prepared.islands}", attributes)
