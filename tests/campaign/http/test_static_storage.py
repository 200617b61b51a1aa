import json
import re

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from campaign.http.static_storage import IMPORT, SHEETS, inline_imports

SHEET = "css/site.css"


def collect(root, **options):
    """Collect the static files as production serves them, and return the names in the manifest."""
    storage = {"BACKEND": "campaign.http.static_storage.JoinedCssStorage"}
    storages = {**settings.STORAGES, "staticfiles": storage}
    with override_settings(STATIC_ROOT=root, STORAGES=storages, **options):
        call_command("collectstatic", interactive=False, verbosity=0)
    return json.loads((root / "staticfiles.json").read_text())["paths"]


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The folder of collected files and their names. They are not compressed, which is slow."""
    root = tmp_path_factory.mktemp("static")
    return root, collect(root, WHITENOISE_SKIP_COMPRESS_EXTENSIONS=["css", "js", "svg"])


def test_each_import_is_inlined_inside_its_layer_without_comments(tmp_path):
    (tmp_path / "a.css").write_text("/* As\nalways. */\na { color: red /* warm */ }\n")
    (tmp_path / "b.css").write_text("b { color: blue }\n")
    sheet = tmp_path / "site.css"
    sheet.write_text(
        '@layer one, two;\n@import url("a.css") layer(one);\n@import url("b.css") layer(two);\n'
    )
    assert inline_imports(sheet) == (
        "@layer one, two;\n@layer one {\na { color: red }\n}\n@layer two {\nb { color: blue }\n}\n"
    )


@pytest.mark.parametrize(
    ("sheet", "part"), [(SHEET, ".strip-exit"), ("css/embed.css", ".embed-status")]
)
def test_a_style_sheet_in_production_imports_nothing(collected, sheet, part):
    root, paths = collected
    text = (root / paths[sheet]).read_text("utf-8")
    assert "@import" not in text
    assert "@layer tokens {" in text
    assert part in text


def test_the_joined_sheet_begins_with_the_order_of_its_layers(collected):
    root, paths = collected
    text = (root / paths[SHEET]).read_text("utf-8")
    assert text.startswith("@layer tokens, base, frame, components, pages, print;")


BESIDE_ADMIN = {f"css/{name}.css" for name in ("desk", "recording", "sign-in", "staff")}
"""Sheets of the staff site, which go beside the admin's own."""
OF_FEW_PAGES = {
    f"css/{name}.css" for name in ("chart", "easy_read", "poster", "poster_a4", "poster_a5")
}
"""Sheets that few pages need, so that no other carries them."""


def test_every_import_is_written_in_the_form_that_is_inlined():
    imported = set()
    for sheet in SHEETS:
        text = (settings.BASE_DIR / "static" / sheet).read_text("utf-8")
        assert len(IMPORT.findall(text)) == text.count("@import")
        imported |= {f"css/{name}" for name, _ in IMPORT.findall(text)}
    sheets = {f"css/{path.name}" for path in (settings.BASE_DIR / "static/css").glob("*.css")}
    assert imported == sheets - set(SHEETS) - BESIDE_ADMIN - OF_FEW_PAGES


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_order_of_layers_names_every_layer(sheet):
    text = (settings.BASE_DIR / "static" / sheet).read_text("utf-8")
    order = re.match(r"@layer ([^;]+);", text)[1].split(", ")
    assert {layer for _, layer in IMPORT.findall(text)} == set(order)


def test_the_joined_sheet_is_named_by_the_hash_of_its_content(collected):
    _, paths = collected
    assert re.fullmatch(r"css/site\.[0-9a-f]{12}\.css", paths[SHEET])


def test_what_no_page_links_to_is_left_out(collected):
    root, paths = collected
    assert {name for name in paths if name.startswith("admin/js/vendor/select2/i18n/")} == {
        "admin/js/vendor/select2/i18n/en.js"
    }
    assert set(paths) >= BESIDE_ADMIN
    assert not list(root.glob("css/tokens.*"))


def test_each_static_file_has_compressed_copies(tmp_path):
    ours = "django.contrib.staticfiles.finders.FileSystemFinder"  # without the admin's: quicker
    paths = collect(tmp_path, STATICFILES_FINDERS=[ours])
    for name in (SHEET, "js/site.js"):
        assert (tmp_path / f"{paths[name]}.br").exists()
        assert (tmp_path / f"{paths[name]}.gz").exists()
