"""Addresses of the data files: each table as CSV and JSON, councils as GeoJSON too."""

from django.urls import path
from django.views.generic import RedirectView

from councils.open_data import views
from councils.open_data.tables import COUNCILS, TABLES

FILES = [
    (COUNCILS, "geojson"),
    *((table, file_format) for table in TABLES for file_format in ("csv", "json")),
]

urlpatterns = [
    path("", views.data_page, name="data"),
    path("datapackage.json", views.package, name="datapackage"),
    *(  # what councils do about the four commitments is among the events
        path(
            f"progress.{file_format}",
            RedirectView.as_view(
                pattern_name=f"councils:events_{file_format}", permanent=True, query_string=True
            ),
        )
        for file_format in ("csv", "json")
    ),
    *(
        path(
            f"{table.name}.{file_format}",
            views.data_file,
            {"table": table, "file_format": file_format},
            name=f"{table.name}_{file_format}",
        )
        for table, file_format in FILES
    ),
]
