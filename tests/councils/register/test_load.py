import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from campaign.staff.models import AuditEntry
from councils.models import (
    Change,
    Council,
    CouncilCode,
    CouncilName,
    Edition,
    Lineage,
    MissingFromCare,
    RecordVersion,
    Signature,
)
from councils.register.load import load
from councils.register.read import RegisterError, read
from tests.councils.register.small import (
    CODES,
    COUNCILS,
    MISSING_FROM_CARE,
    NAMES,
    SIGNATURES,
    write_register,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def an_empty_register(db):
    """Start with an empty database, while other tests start from the shipped register."""
    for model in (Signature, Change, Lineage, CouncilName, CouncilCode, Edition, MissingFromCare):
        model.objects.all().delete()
    Council.objects.exclude(county=None).delete()
    Council.objects.all().delete()


def load_small(folder, **texts):
    return load(read(write_register(folder, **texts)))


def counts(tallies):
    return [(tally.added, tally.changed, tally.unchanged) for tally in tallies]


def run(*args):
    out = StringIO()
    call_command("load_register", *args, stdout=out)
    return out.getvalue()


def test_the_shipped_register_loads_into_an_empty_database():
    load(read())

    assert Council.objects.responsible().current().count() == 153
    assert Council.objects.responsible().current(dt.date(2013, 9, 19)).count() == 152
    assert Signature.objects.count() == 32
    assert Council.objects.get(code="DOV").county.slug == "kent"
    assert {"E08000016", "E08000038", "E10000023", "E06000065"} <= Council.objects.known_gss()


@pytest.mark.fault  # the whole register
def test_every_loaded_row_passes_the_models_validation():
    load(read())

    for model in (Council, Lineage, Signature):
        for row in model.objects.all():
            row.full_clean()


def test_a_shipped_signature_says_who_checked_it_and_is_unconfirmed(tmp_path):
    load_small(tmp_path)

    signature = Signature.objects.get()
    assert signature.council.code == "KEN"
    assert signature.register_key == "KEN-2012-07-09"
    assert signature.when.words == "by 3 December 2012"
    assert signature.edition == Edition.objects.get(published_on=dt.date(2012, 7, 9))
    assert signature.checked_by == "the makers of this site"
    assert signature.confirmed_on is None


def test_loading_twice_changes_nothing_the_second_time(tmp_path):
    first = load_small(tmp_path)
    version = RecordVersion.objects.number()
    second = load_small(tmp_path)

    assert counts(first) == [(6, 0, 0), (2, 0, 0), (1, 0, 0), (2, 0, 0), (1, 0, 0), (2, 0, 0)]
    assert counts(second) == [*((0, 0, held) for held in (6, 2, 1, 2, 1, 2))]
    assert RecordVersion.objects.number() == version
    assert not Change.objects.exists()


def test_a_correction_reaches_the_database_and_the_changes_log(tmp_path):
    load_small(tmp_path)
    tallies = load_small(tmp_path, councils=COUNCILS.replace("Kent County Council", "Kent Council"))

    assert Council.objects.get(code="KEN").name == "Kent Council"
    assert counts(tallies)[0] == (0, 1, 5)
    change = Change.objects.get()
    assert change.council.code == "KEN"
    assert change.what == "official name: was “Kent County Council”, now “Kent Council”"
    assert change.why


def test_a_recoded_council_keeps_its_row(tmp_path):
    load_small(tmp_path)
    kent = Council.objects.get(code="KEN")
    load_small(
        tmp_path,
        councils=COUNCILS.replace("E10000016", "E10000098"),
        codes=CODES + "KEN,E10000016,2013-04-01,2027-01-01\n",
    )

    kent.refresh_from_db()
    assert kent.gss == "E10000098"
    assert set(kent.codes.values_list("gss", flat=True)) == {"E10000016", "E10000099"}


def test_two_councils_can_swap_their_slugs_and_codes(tmp_path):
    load_small(tmp_path)
    swapped = COUNCILS.replace("KEN,kent,E10000016", "KEN,surrey,E10000030").replace(
        "SRY,surrey,E10000030", "SRY,kent,E10000016"
    )
    load_small(tmp_path, councils=swapped)

    assert Council.objects.get(slug="kent").code == "SRY"
    assert Council.objects.get(gss="E10000030").code == "KEN"


def test_a_dry_run_says_what_it_would_do_and_changes_nothing(tmp_path):
    load_small(tmp_path)
    write_register(
        tmp_path,
        councils=COUNCILS.replace("Kent County Council", "Kent Council"),
        names=NAMES + "KEN,Invicta,other,,\n",
    )
    version = RecordVersion.objects.number()
    said = run("--from", str(tmp_path), "--dry-run")

    assert "councils.csv: 0 added, 1 changed, 5 unchanged" in said
    assert "names.csv: 1 added, 0 changed, 2 unchanged" in said
    assert "official name: was “Kent County Council”, now “Kent Council”" in said
    assert "nothing was changed" in said
    assert Council.objects.get(code="KEN").name == "Kent County Council"
    assert not CouncilName.objects.filter(name="Invicta").exists()
    assert not Change.objects.exists()
    assert RecordVersion.objects.number() == version

    run("--from", str(tmp_path))
    entry = AuditEntry.objects.get()  # a dry run leaves no line
    assert entry.text == "rows: 1 taken in, 1 corrected"


def test_a_dry_run_on_an_empty_database_leaves_it_empty():
    assert "councils.csv: 430 added" in run("--dry-run")

    assert not Council.objects.exists()
    assert not Edition.objects.exists()


def test_a_staff_managed_council_is_left_alone(tmp_path):
    load_small(tmp_path)
    Council.objects.filter(code="KEN").update(name="Kent and Medway", staff_managed=True)
    tallies = load_small(
        tmp_path, names=NAMES + "KEN,Invicta,other,,\n", codes=CODES + "KEN,E10000097,,\n"
    )

    kent = Council.objects.get(code="KEN")
    assert kent.name == "Kent and Medway"
    assert set(kent.names.values_list("name", flat=True)) == {"Kent County"}
    assert set(kent.codes.values_list("gss", flat=True)) == {"E10000099"}
    assert [len(tally.left) for tally in tallies] == [1, 1, 1, 0, 0, 0]


def test_what_staff_entered_is_never_deleted(tmp_path):
    load_small(tmp_path)
    kent = Council.objects.get(code="KEN")
    kent.names.create(name="The Garden of England")
    kent.codes.create(gss="E10000096")
    Council.objects.create(
        code="NEW", slug="new", name="New Council", kind="unitary", region="London"
    )
    load_small(tmp_path)

    assert kent.names.filter(name="The Garden of England").exists()
    assert CouncilCode.objects.filter(gss="E10000096").exists()
    assert Council.objects.filter(code="NEW").exists()


def test_a_signature_that_staff_corrected_stays_corrected(tmp_path):
    load_small(tmp_path)
    Signature.objects.update(date=dt.date(2012, 7, 25), date_precision="day")
    tallies = load_small(tmp_path)

    assert Signature.objects.get().when.words == "on 25 July 2012"
    assert [len(tally.left) for tally in tallies if tally.file == "signatures.csv"] == [1]


def test_a_signature_that_was_retracted_does_not_come_back(tmp_path):
    load_small(tmp_path)
    Signature.objects.get().retract("The list meant another council.")
    load_small(tmp_path)

    assert Signature.objects.count() == 1
    assert not Signature.objects.standing().exists()


def test_figures_of_a_newer_file_stay_and_shipped_ones_are_corrected(tmp_path):
    load_small(tmp_path)
    MissingFromCare.objects.filter(year=2024).update(children="205", file="newer.csv")
    text = MISSING_FROM_CARE.replace("2000", "2001") + "SRY,2024,1371,188,14,1358\n"
    tallies = load_small(tmp_path, missing_from_care=text)

    rows = MissingFromCare.objects.order_by("council__code", "year")
    assert [(row.council.code, row.looked_after, row.children) for row in rows] == [
        ("KEN", "2001", "c"),
        ("KEN", "2000", "205"),
        ("SRY", "1371", "188"),
    ]
    assert counts(tallies)[-1] == (1, 1, 0)
    assert {line.what for line in Change.objects.all()} == {
        "Children missing from care: figures of 1 council for the year ending March 2024.",
        "Children missing from care, year ending March 2023."
        " children in care during the year: was “2000”, now “2001”",
    }


def test_a_register_made_before_there_were_figures_still_loads(tmp_path):
    write_register(tmp_path)
    (tmp_path / "missing_from_care.csv").unlink()

    assert counts(load(read(tmp_path)))[-1] == (0, 0, 0)


def test_a_signature_that_staff_entered_first_is_not_added_again(tmp_path):
    load_small(tmp_path, signatures=SIGNATURES.splitlines()[0] + "\n")
    Signature.objects.create(
        council=Council.objects.get(code="KEN"),
        edition=Edition.objects.get_or_create(published_on=dt.date(2012, 7, 9))[0],
        date=dt.date(2012, 7, 25),
        source="Minutes",
        source_kind="minutes",
        checked_on=dt.date(2026, 11, 24),
    )
    load_small(tmp_path)

    assert Signature.objects.get().source == "Minutes"


def test_a_signature_that_comes_with_a_later_register_is_in_the_changes_log(tmp_path):
    load_small(tmp_path, signatures=SIGNATURES.splitlines()[0] + "\n")
    load_small(tmp_path)

    assert Change.objects.get().what == "Kent County Council signed by 3 December 2012."


def test_a_slug_that_another_council_has_is_refused_naming_both(tmp_path):
    load_small(tmp_path)
    Council.objects.filter(code="SRY").update(slug="surrey-now")
    Council.objects.create(
        code="NEW", slug="surrey", name="New Council", kind="unitary", region="London"
    )

    with pytest.raises(RegisterError) as caught:
        load_small(tmp_path)
    assert caught.value.problems == [
        "The slug “surrey” would belong to both New Council (NEW) and Surrey County Council (SRY)."
    ]
    assert Council.objects.get(code="SRY").slug == "surrey-now"


def test_a_faulty_register_is_refused_as_a_whole_in_plain_words(tmp_path):
    write_register(
        tmp_path,
        councils=COUNCILS.replace("ESY,east-surrey", "ESY,kent"),
        names=NAMES + "XYZ,Ex,other,,\n",
    )

    with pytest.raises(CommandError) as caught:
        run("--from", str(tmp_path))
    assert "2 faults" in str(caught.value)
    assert "both have the slug “kent”" in str(caught.value)
    assert not Council.objects.exists()


def test_a_missing_folder_is_reported(tmp_path):
    with pytest.raises(CommandError, match="There is no file councils.csv"):
        run("--from", str(tmp_path / "nowhere"))
