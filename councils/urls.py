from django.urls import path

from councils import views

app_name = "councils"

urlpatterns = [
    path("councils/", views.tracker, name="tracker"),
    path("councils/<slug:slug>/", views.detail, name="detail"),
    path("find/", views.find, name="find"),
    path("data/", views.data, name="data"),
    path("data/councils.csv", views.councils_csv, name="councils_csv"),
    path("data/councils.json", views.councils_json, name="councils_json"),
]
