"""Static files in production: named by their content, compressed, and all there."""

import json
import re

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

SHEETS = {path.name for path in (settings.BASE_DIR / "static" / "css").glob("*.css")}


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The folder of our own static files as production serves them, and their names."""
    root = tmp_path_factory.mktemp("static")
    storage = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    storages = {**settings.STORAGES, "staticfiles": storage}
    ours = "django.contrib.staticfiles.finders.FileSystemFinder"  # without the admin's: quicker
    with override_settings(STATIC_ROOT=root, STORAGES=storages, STATICFILES_FINDERS=[ours]):
        call_command("collectstatic", interactive=False, verbosity=0)
    return root, json.loads((root / "staticfiles.json").read_text())["paths"]


@pytest.mark.parametrize("sheet", sorted(SHEETS))
def test_a_style_sheet_is_one_file_named_by_its_content_and_compressed(collected, sheet):
    root, paths = collected
    name = paths[f"css/{sheet}"]
    assert re.fullmatch(rf"css/{sheet.removesuffix('.css')}\.[0-9a-f]{{12}}\.css", name)
    assert "@import" not in (root / name).read_text("utf-8")
    assert {(root / f"{name}.{way}").exists() for way in ("br", "gz")} == {True}


def test_the_fonts_come_from_our_own_address_with_their_licences(collected):
    root, paths = collected
    sheet = (root / paths["css/site.css"]).read_text("utf-8")
    fonts = re.findall(r"url\(['\"]?([^)'\"]+)", sheet)
    assert sorted(font.split(".")[-3].rsplit("/")[-1] for font in fonts) == ["heading", "text"]
    for font in fonts:
        assert (root / "css" / font).resolve().exists()
    assert {"fonts/heading.OFL.txt", "fonts/text.OFL.txt"} <= paths.keys()
