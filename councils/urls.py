"""Addresses of the public record."""

from itertools import product

from django.urls import path, re_path
from django.views.generic import RedirectView

from councils.addresses import redirect_former_slugs
from councils.changelog import changes, changes_feed
from councils.council_page import views as council_page
from councils.evidence_files import evidence_file
from councils.history.views import over_time
from councils.map.views import england
from councils.motion import views as motion
from councils.open_data import views as data
from councils.open_data.tables import COUNCILS, TABLES
from councils.search import views as search
from councils.sharing import posters, press
from councils.sharing import views as sharing
from councils.tracker.views import tracker

app_name = "councils"

urlpatterns = [
    # Asked with each postcode and each letter typed, so found first.
    path("find/", search.find, name="find"),
    path("find/suggestions.json", search.names_to_complete, name="suggestions"),
    path("councils/", tracker, name="tracker"),
    path("councils/timeline/", over_time, name="over_time"),
    path(
        "history/",
        RedirectView.as_view(pattern_name="councils:over_time", permanent=True, query_string=True),
    ),
    path("councils/<slug:slug>/", redirect_former_slugs(council_page.detail), name="detail"),
    path("councils/<slug:slug>/pack/", redirect_former_slugs(motion.page), name="pack"),
    path("councils/<slug:slug>/pack.rtf", redirect_former_slugs(motion.file), name="pack_file"),
    path(
        "councils/<slug:slug>/poster/",
        redirect_former_slugs(posters.council_poster),
        name="poster",
    ),
    re_path(
        r"^councils/(?P<slug>[-\w]+)/qr\.(?P<kind>svg|png)$",
        redirect_former_slugs(posters.council_qr),
        name="qr",
    ),
    path("need-help/poster/", posters.help_poster, name="help_poster"),
    re_path(r"^need-help/qr\.(?P<kind>svg|png)$", posters.help_qr, name="help_qr"),
    path("changes/", changes, name="changes"),
    path("data/changes.atom", changes_feed, name="changes_feed"),
    path(
        "share/<slug:slug>.png", redirect_former_slugs(sharing.share_picture), name="share_picture"
    ),
    path(
        "share/<slug:slug>/asked.png",
        redirect_former_slugs(sharing.share_asked_picture),
        name="share_asked_picture",
    ),
    path("map/england-<slug:digest>.svg", england, name="england"),
    path("embed/", sharing.how_to_embed, name="embed"),
    path("embed/map/", sharing.map_frame, name="embed_map"),
    path("embed/<slug:slug>/", redirect_former_slugs(sharing.frame), name="embed_frame"),
    path("embed/<slug:slug>.svg", redirect_former_slugs(sharing.badge_file), name="embed_badge"),
    path("press/<slug:slug>/", redirect_former_slugs(press.press), name="press"),
    re_path(
        r"^press/england/(?P<which>map|areas)\.(?P<kind>svg|png)$", press.map_file, name="press_map"
    ),
    path("evidence/<slug:digest>/", evidence_file, name="evidence_file"),
    path("data/", data.data_page, name="data"),
    path("data/datapackage.json", data.package, name="datapackage"),
    *(
        path(
            f"data/{table.name}.{file_format}",
            data.data_file,
            {"table": table, "file_format": file_format},
            name=f"{table.name}_{file_format}",
        )
        for table, file_format in [
            (COUNCILS, "geojson"),
            *product(TABLES, ("csv", "json")),
        ]
    ),
]
