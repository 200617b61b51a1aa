from django.urls import path

from councils.open_data import views
from councils.open_data.tables import COUNCILS, TABLES

urlpatterns = [
    path("", views.about, name="data"),
    path("datapackage.json", views.package, name="datapackage"),
    path("councils.geojson", views.data_file, {"table": COUNCILS, "form": "geojson"},
         name="councils_geojson"),
    *(
        path(
            f"{table.name}.{form}",
            views.data_file,
            {"table": table, "form": form},
            name=f"{table.name}_{form}",
        )
        for table in TABLES
        for form in ("csv", "json")
    ),
]  # fmt: skip
