"""The register fills an empty database; every row is one that staff could have entered."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from councils.models import (
    Change,
    Council,
    CouncilName,
    Edition,
    Lineage,
    MissingFromCare,
    RecordVersion,
    Signature,
)
from councils.register.load import RegisterError, load
from tests.councils.register.small import (
    CODES,
    COUNCILS,
    LINEAGE,
    MISSING_FROM_CARE,
    NAMES,
    SIGNATURES,
    write_register,
)

pytestmark = [pytest.mark.django_db, pytest.mark.promise(5)]


@pytest.fixture
def empty(db):
    """Start with an empty database, while other tests start from the shipped register."""
    for model in (Signature, Change, Lineage, CouncilName, Edition, MissingFromCare):
        model.objects.all().delete()
    Council.objects.exclude(county=None).delete()
    Council.objects.all().delete()


def refused(folder, **texts):
    """Return what is said of the small register with these files, and check that it is not in."""
    with pytest.raises(RegisterError) as caught:
        load(write_register(folder, **texts))
    assert not Council.objects.exists()
    return str(caught.value)


@pytest.mark.large  # every row of the whole register through every rule
def test_every_shipped_row_is_one_that_staff_could_enter(empty):
    load()
    assert Council.objects.responsible().current().count() == 153
    assert Council.objects.responsible().current(dt.date(2013, 9, 19)).count() == 152
    assert Signature.objects.standing().count() == 32
    assert Council.objects.get(code="DOV").county.slug == "kent"
    former = set(CouncilName.objects.filter(kind="code").values_list("name", flat=True))
    assert {"E08000016", "E08000038", "E10000023", "E06000065"} <= former | set(
        Council.objects.values_list("gss", flat=True)
    )


def test_a_filled_database_is_refused_in_one_sentence_and_stays():
    version = RecordVersion.objects.get().number
    with pytest.raises(CommandError, match="There are councils in this database already"):
        call_command("load_register")
    assert RecordVersion.objects.get().number == version


@pytest.mark.promise(5)
@pytest.mark.parametrize(
    ("file", "right", "wrong", "says"),
    [
        ("councils", "KEN,kent,", "SRY,kent,", "“SRY” is the code of"),
        ("councils", "SRY,surrey,", "SRY,kent,", "“kent” is the address of Kent County Council"),
        ("councils", "E10000030", "E10000016", "“E10000016” is the GSS code of Kent"),
        ("councils", "South East,,KEN,,", "South East,,,,", "Say which county council"),
        ("councils", "2027-04-01,\nKEN", "2027-04-31,\nKEN", "line 5: starts_on:"),
        ("councils", "Wales", "Atlantis", "nation: Value 'Atlantis' is not a valid choice."),
        ("codes", "KEN,E10000099", "KEN,E10000030", "is the GSS code of Surrey County Council"),
        ("names", "KEN,Kent County", "XYZ,Kent County", "“XYZ” is no council that we know."),
        ("lineage", "SRY,ESY", "KEN,ESY", "but Kent County Council does not close"),
        ("lineage", "SRY,ESY", "SRY,SRY", "A council cannot replace itself."),
        ("lineage", "SRY,ESY,2027-04-01", "SRY,ESY,2026-04-01", "closes on 31 March 2027"),
        ("signatures", "KEN,2012-07-09", "DOV,2012-07-09", "council: council instance"),
        ("signatures", "A report,,", ",,", "Nothing is published without evidence"),
        (
            "signatures",
            "by,2012-12-03",
            "by,2012-01-03",
            "launched on 9 July 2012.",
        ),
        ("signatures", "by,2012-12-03", "day,", "Give a date, or say that it is not known."),
    ],
)
def test_a_row_that_contradicts_another_is_refused_with_its_line(
    empty, tmp_path, file, right, wrong, says
):
    text = {"councils": COUNCILS, "names": NAMES, "codes": CODES, "lineage": LINEAGE,
            "signatures": SIGNATURES}[file]  # fmt: skip
    assert right in text
    said = refused(tmp_path, **{file: text.replace(right, wrong)})
    assert f"{file}.csv, line " in said
    assert says in said


@pytest.mark.promise(8)
def test_a_small_number_in_the_file_is_not_stored(empty, tmp_path):
    text = MISSING_FROM_CARE.replace("200,10,900", "7,1,9")
    load(write_register(tmp_path, missing_from_care=text))
    row = MissingFromCare.objects.get(year=2024)
    assert (row.children, row.percent, row.incidents) == ("c", "c", "c")
