"""Addresses of the public record."""

from django.urls import include, path

from councils import views
from councils.changelog import views as changes
from councils.council_page.old_addresses import keeps_old_addresses
from councils.councillor_pack import views as pack
from councils.sharing import views as sharing
from councils.signature_history.views import over_time

app_name = "councils"

urlpatterns = [
    path("councils/", views.tracker, name="tracker"),
    path("councils/timeline/", over_time, name="over_time"),
    path("councils/<slug:slug>/", keeps_old_addresses(views.detail), name="detail"),
    path("councils/<slug:slug>/pack/", keeps_old_addresses(pack.page), name="pack"),
    path("councils/<slug:slug>/pack.docx", keeps_old_addresses(pack.file), name="pack_file"),
    path(
        "councils/<slug:slug>/changes.atom",
        keeps_old_addresses(changes.council_feed),
        name="council_feed",
    ),
    path("changes/", changes.changes, name="changes"),
    path("feed.atom", changes.news_feed, name="news_feed"),
    path("data/changes.atom", changes.changes_feed, name="changes_feed"),
    path("share/<slug:slug>.png", keeps_old_addresses(sharing.share_picture), name="share_picture"),
    path("embed/", sharing.how_to_embed, name="embed"),
    path("embed/oembed.json", sharing.oembed_file, name="oembed"),
    path("embed/map/", sharing.map_frame, name="embed_map"),
    path("embed/<slug:slug>/", keeps_old_addresses(sharing.frame), name="embed_frame"),
    path("embed/<slug:slug>.svg", keeps_old_addresses(sharing.badge_file), name="embed_badge"),
    path("find/", views.find, name="find"),
    path("find/suggestions.json", views.suggestions, name="suggestions"),
    path("data/state/", views.state, name="state"),
    path("data/", include("councils.open_data.urls")),
]
