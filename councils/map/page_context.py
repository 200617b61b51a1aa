"""What a page with a map needs: the drawing, and the addresses of its other views."""

from django.http import HttpRequest

from councils.map import drawing, region_names
from councils.record import CouncilOnDay, Record


def map_context(
    request: HttpRequest,
    record: Record,
    councils: list[CouncilOnDay] | None = None,
    region: str = "",
) -> dict[str, object]:
    """Return the context of a page with a map: the chosen view, and the addresses of the others.

    ``councils`` are what the filters leave. With a ``region`` the map shows that part of England.
    The addresses keep every filter; that of England, every filter but the region.
    """
    view = "areas" if request.GET.get("view") == "areas" else "map"
    has_names = view == "map" and not region
    if view == "areas":
        drawn = drawing.true_areas(record, councils, region)
    else:
        drawn = drawing.hexagons(record, councils, region, names=has_names)
    return {
        "map": drawn,
        "region_names": region_names.standing(record) if has_names else [],
        "view": view,
        "hexagons_url": address(request, without="view"),
        "areas_url": address(request, without="view", then="view=areas"),
        "england_url": address(request, without="region") if region else "",
    }


def address(request: HttpRequest, without: str, then: str = "") -> str:
    """Return the address of a request, without one filter and with something in its place."""
    filters = request.GET.copy()
    filters.pop(without, None)
    query = "&".join(part for part in (filters.urlencode(), then) if part)
    return f"{request.path}?{query}" if query else request.path
