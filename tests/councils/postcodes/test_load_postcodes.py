"""The command that loads postcodes."""

import io

import pytest
from django.core.management import CommandError, call_command

from councils.management.commands import load_postcodes
from councils.models import Council
from councils.models.postcode_index import PostcodeEdition
from councils.postcodes.parsing import Postcode
from councils.postcodes.store import active_index, forget_index

from .conftest import BELFAST, CARDIFF, DOVER, THANET

pytestmark = pytest.mark.django_db

CSV = """\
pcds,doterm,lad25cd,east1m,north1m
"CT16 1AA","","E07000108","631800","0141500"
"CT16 1AB","199606","E07000108","631800","0141500"
"""


@pytest.fixture(autouse=True)
def register(monkeypatch):
    monkeypatch.setattr(
        type(Council.objects), "known_gss", lambda self: {DOVER, THANET, CARDIFF, BELFAST}
    )
    forget_index()
    yield
    forget_index()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "ONSPD_MAY_2026_UK.csv"
    path.write_text(CSV)
    return str(path)


def run(*arguments):
    said, shown = io.StringIO(), io.StringIO()
    call_command("load_postcodes", *arguments, stdout=said, stderr=shown)
    return said.getvalue() + shown.getvalue()


def test_a_file_is_loaded_and_loaded_again_without_effect(file):
    said = run(file, "--allow-smaller")
    assert "2 postcodes: England 2, Wales 0" in said
    assert "ONSPD May 2026 is in use" in said
    assert active_index().lookup(Postcode("CT16", "1AB")).ended == "1996-06"
    assert "loaded already" in run(file, "--allow-smaller")


def test_an_incomplete_file_is_refused(file):
    with pytest.raises(CommandError, match="England has 2 postcodes"):
        run(file)
    assert not PostcodeEdition.objects.exists()


def test_a_dry_run_checks_and_changes_nothing(file):
    assert "Nothing was changed" in run(file, "--allow-smaller", "--dry-run")
    with pytest.raises(CommandError, match="England has 2 postcodes"):
        run(file, "--dry-run")
    assert not PostcodeEdition.objects.exists()


def test_a_district_that_the_register_does_not_know_is_named(file, monkeypatch):
    monkeypatch.setattr(type(Council.objects), "known_gss", lambda self: set())
    with pytest.raises(CommandError, match="E07000108"):
        run(file, "--allow-smaller")


def test_if_missing_loads_once(file):
    run(file, "--allow-smaller", "--if-missing")
    said = run("--if-missing")
    assert said == "Postcodes are loaded already: ONSPD May 2026.\n"


def test_the_edition_may_be_named(tmp_path):
    path = tmp_path / "postcodes.csv"
    path.write_text(CSV)
    with pytest.raises(CommandError, match="does not say which edition"):
        run(str(path), "--allow-smaller")
    assert "ONSPD August 2026 is in use" in run(
        str(path), "--allow-smaller", "--edition", "ONSPD August 2026"
    )
    with pytest.raises(CommandError, match="give the file too"):
        run("--edition", "ONSPD August 2026")


def test_a_wrong_file_is_refused_with_the_reason(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        run(str(tmp_path / "nothing.zip"))


def test_without_a_file_the_installed_package_is_loaded(monkeypatch):
    small = load_postcodes.from_installed_package("Z")
    monkeypatch.setattr(load_postcodes, "from_installed_package", lambda: small)
    monkeypatch.setattr(type(Council.objects), "known_gss", lambda self: {"S12000027"})
    assert "ONSPD November 2025 is in use" in run("--allow-smaller")


@pytest.mark.long  # half a minute; run it after a change of the postcodes or the register
def test_the_whole_country_is_loaded_against_the_register(monkeypatch):
    monkeypatch.undo()
    call_command("load_register", verbosity=0)
    said = run()
    assert "2,720,555 postcodes: England 2,264,892" in said
    assert active_index().lookup(Postcode("S1", "2HH")).district_gss == "E08000039"
