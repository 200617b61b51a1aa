from django.urls import path

from councils import views
from councils.sharing import views as sharing

app_name = "councils"

urlpatterns = [
    path("councils/", views.tracker, name="tracker"),
    path("councils/<slug:slug>/", views.detail, name="detail"),
    path("share/<slug:slug>.png", sharing.share_picture, name="share_picture"),
    path("embed/", sharing.how_to_embed, name="embed"),
    path("embed/map/", sharing.map_frame, name="embed_map"),
    path("embed/<slug:slug>/", sharing.frame, name="embed_frame"),
    path("embed/<slug:slug>.svg", sharing.badge_file, name="embed_badge"),
    path("find/", views.find, name="find"),
    path("data/", views.data, name="data"),
    path("data/councils.csv", views.councils_csv, name="councils_csv"),
    path("data/councils.json", views.councils_json, name="councils_json"),
]
