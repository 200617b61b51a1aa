import pytest

from councils.register.read import RegisterError, read
from tests.councils.register.small import (
    CODES,
    COUNCILS,
    LINEAGE,
    NAMES,
    SIGNATURES,
    write_register,
)
from tests.councils.register.small import MISSING_FROM_CARE as FIGURES


def problems_of(folder, **texts):
    with pytest.raises(RegisterError) as caught:
        read(write_register(folder, **texts))
    return caught.value.problems


def test_a_consistent_register_is_read(tmp_path):
    register = read(write_register(tmp_path))

    assert list(register.councils) == ["CRF", "DOV", "ELM", "ESY", "KEN", "SRY"]
    assert [signature.key for signature in register.signatures] == ["KEN-2012-07-09"]


def test_a_file_saved_by_a_spreadsheet_is_read(tmp_path):
    text = "\ufeff" + COUNCILS.replace("\n", "\r\n")

    assert read(write_register(tmp_path, councils=text)).councils["KEN"].slug == "kent"


def test_a_loop_in_the_lineage_names_the_councils_in_it(tmp_path):
    lineage = LINEAGE + "ESY,ELM,2027-04-01,part\n"

    assert any(
        "runs in a circle" in problem
        and "Elmbridge Council (ELM, line 4)" in problem
        and "East Surrey Council (ESY, line 5)" in problem
        for problem in problems_of(tmp_path, lineage=lineage)
    )


@pytest.mark.promise(5)
def test_a_council_that_replaces_itself_is_a_loop(tmp_path):
    lineage = LINEAGE + "KEN,KEN,2027-04-01,part\n"

    assert problems_of(tmp_path, lineage=lineage) == [
        "lineage.csv: the lineage runs in a circle: Kent County Council (KEN, line 6), then Kent"
        " County Council (KEN, line 6)."
    ]


@pytest.mark.promise(5)
def test_two_councils_with_one_code_are_both_named(tmp_path):
    councils = COUNCILS + "KEN,medway,E06000035,Medway,Medway,unitary,England,South East,,,,\n"

    assert problems_of(tmp_path, councils=councils) == [
        "councils.csv: Kent County Council (KEN, line 6) and Medway (KEN, line 8) both have the"
        " code “KEN”."
    ]


def test_two_councils_with_one_slug_or_gss_code_are_both_named(tmp_path):
    councils = COUNCILS + "MDW,kent,E10000016,Medway,Medway,unitary,England,South East,,,,\n"

    assert problems_of(tmp_path, councils=councils) == [
        "councils.csv: Kent County Council (KEN, line 6) and Medway (MDW, line 8) both have the"
        " slug “kent”.",
        "councils.csv: Kent County Council (KEN, line 6) and Medway (MDW, line 8) both have the"
        " GSS code “E10000016”.",
    ]


def test_two_councils_without_a_gss_code_are_fine(tmp_path):
    councils = (
        COUNCILS + "WSY,west-surrey,,West Surrey,WS,unitary,England,South East,,,2027-04-01,\n"
    )

    assert "WSY" in read(write_register(tmp_path, councils=councils)).councils


def test_two_responsible_councils_cannot_share_a_name_at_the_same_time(tmp_path):
    councils = COUNCILS + "KEX,kent-2,,Kent Council,Kent,unitary,England,South East,,,,\n"

    (problem,) = problems_of(tmp_path, councils=councils)
    assert "both called “Kent” at the same time" in problem


def test_a_successor_may_have_the_name_of_the_council_before_it(tmp_path):
    councils = COUNCILS.replace("East Surrey,unitary", "Surrey,unitary")

    assert read(write_register(tmp_path, councils=councils)).councils["ESY"].short_name == "Surrey"


@pytest.mark.parametrize("ends_on", ["2027-04-01", "2027-03-31"])
def test_an_end_before_or_on_the_start_is_refused(tmp_path, ends_on):
    councils = COUNCILS.replace(",,,2027-04-01,\n", f",,,2027-04-01,{ends_on}\n")

    assert (
        f"councils.csv: East Surrey Council (ESY, line 5) ends on {ends_on}, not after its start"
        " on 2027-04-01." in problems_of(tmp_path, councils=councils)
    )


@pytest.mark.parametrize("day", ["2027-02-30", "1/4/2027", "April", "20270401", "2027-4-1"])
def test_a_bad_day_is_refused_with_its_line(tmp_path, day):
    councils = COUNCILS.replace(",,,2027-04-01,\n", f",,,{day},\n")

    (problem,) = problems_of(tmp_path, councils=councils)
    assert problem.startswith(f"councils.csv, line 5: starts_on “{day}” is not a date")


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("county,England", "shire,England", "councils.csv, line 6: kind “shire” is unknown."),
        ("welsh,Wales", "welsh,Cymru", "councils.csv, line 2: nation “Cymru” is unknown."),
        ("welsh,Wales", "welsh,England", "is welsh, so its nation is Wales"),
        ("welsh,Wales,,", "welsh,Wales,London,", "has a region in England and only there"),
        ("county,England,South East", "county,England,Kent", "region “Kent” is unknown."),
        ("county,England,South East", "county,England,", "has a region in England and only there"),
        ("KEN,,\n", "XYZ,,\n", "has the county “XYZ”, which is no council"),
        ("KEN,,\n", "CRF,,\n", "has as its county Cardiff Council (CRF, line 2), which is welsh"),
        (",,KEN,,\n", ",,,,\n", "a district has a county, and no other council has one"),
        ("https://kent", "kent", "line 6: website “kent.example/” is not a web address"),
        ("Kent County Council", "Kent  County Council", "has a space too many"),
        ("Kent County Council", "", "line 6: name “” is empty"),
        ("Kent County Council", "K" * 121, "is 121 characters long; 120 is the most"),
        ("Kent County Council", "Kent \ufffd", "has a character that was damaged in copying"),
        ("Kent County Council", "KÃªnt", "has a character that was damaged in copying"),
        ("Kent County Council", "Ke\x00nt", "has a character that was damaged in copying"),
        ("E10000016", "E1000001", "line 6: gss “E1000001” is not a letter and eight digits"),
        ("KEN,kent,", "KEN,Kent!,", "line 6: slug “Kent!” is not up to 80 small letters"),
    ],
)
def test_a_fault_in_a_council_is_reported(tmp_path, right, wrong, told):
    assert right in COUNCILS

    assert any(
        told in line for line in problems_of(tmp_path, councils=COUNCILS.replace(right, wrong))
    )


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("names", NAMES + "XYZ,Ex,other,,\n", "names.csv, line 4: “XYZ” is no council"),
        ("names", NAMES + "KEN,kent county,other,,\n", "names.csv: lines 3 and 4 both call Kent"),
        ("names", NAMES + "KEN,K,nick,,\n", "names.csv, line 4: kind “nick” is unknown"),
        ("names", NAMES + "KEN,K,other,2020-01-01,2019-01-01\n", "not after its start"),
        ("codes", CODES + "XYZ,E10000098,,\n", "codes.csv, line 3: “XYZ” is no council"),
        ("codes", CODES + "SRY,E10000099,,\n", "codes.csv: E10000099 is given twice, to Kent"),
        ("codes", CODES + "SRY,E10000016,,\n", "it is the code of Kent County Council"),
        ("lineage", LINEAGE + "XYZ,ESY,2027-04-01,part\n", "lineage.csv, line 4: “XYZ” is no"),
        ("lineage", LINEAGE + "SRY,ESY,2027-04-01,part\n", "lineage.csv: lines 3 and 4 both lead"),
        ("lineage", LINEAGE.replace("ELM,ESY,2027-04-01", "ELM,ESY,2028-04-01"), "on 2027-04-01"),
        ("lineage", LINEAGE + "KEN,ESY,2027-04-01,replaces\n", "the old one ends on no day"),
        ("lineage", LINEAGE + "KEN,ESY,2026-04-01,part\n", "a day on which it does not exist"),
        ("signatures", SIGNATURES.replace("KEN", "XYZ"), "signatures.csv, line 2: “XYZ” is no"),
        ("signatures", SIGNATURES.replace("KEN", "DOV"), "is district, a kind that cannot sign"),
        ("signatures", SIGNATURES.replace("KEN", "ESY"), "does not exist on 2012-12-03"),
        ("signatures", SIGNATURES.replace("2012-07-09", "2012-07-10"), "no edition of 2012-07-10"),
        ("signatures", SIGNATURES.replace("2012-12-03", "2012-07-08"), "before the charter was"),
        ("signatures", SIGNATURES.replace("2012-12-03", "2026-11-25"), "after the day it was"),
        ("signatures", SIGNATURES.replace("2012-12-03", ""), "has a date, unless"),
        ("signatures", SIGNATURES.replace("A report", ""), "nothing shows that it signed"),
        ("signatures", SIGNATURES + SIGNATURES.splitlines()[1], "lines 2 and 3 both say that Kent"),
        ("missing_from_care", FIGURES + "XYZ,2024,c,c,c,c\n", "line 4: “XYZ” is no council"),
        ("missing_from_care", FIGURES + "DOV,2024,c,c,c,c\n", "a kind that has no child in its"),
        ("missing_from_care", FIGURES + "KEN,2024,c,c,c,c\n", "lines 3 and 4 both give figures"),
        ("missing_from_care", FIGURES.replace("200,10", "9,1"), "under 10 are not shown"),
        ("missing_from_care", FIGURES.replace("200,10", "c,c"), "under 10 are not shown"),
        ("missing_from_care", FIGURES.replace("900", "about 900"), "is not a number or one of c"),
        ("missing_from_care", FIGURES.replace("2024", "24"), "year “24” is not a year like 2024"),
    ],
)
def test_a_fault_in_another_row_is_reported(tmp_path, file, text, told):
    problems = problems_of(tmp_path, **{file: text})

    assert any(told in line for line in problems), problems


def test_a_missing_column_is_named(tmp_path):
    assert problems_of(tmp_path, codes=CODES.replace("gss", "ons")) == [
        "codes.csv has no column named gss."
    ]


def test_an_empty_file_lacks_all_its_columns(tmp_path):
    assert problems_of(tmp_path, codes="") == [
        "codes.csv has no column named code, gss, starts_on, ends_on."
    ]


def test_a_missing_file_is_named(tmp_path):
    write_register(tmp_path)
    (tmp_path / "names.csv").unlink()

    with pytest.raises(RegisterError, match=r"There is no file names\.csv"):
        read(tmp_path)


def test_a_row_with_too_few_or_too_many_cells_is_reported(tmp_path):
    assert problems_of(tmp_path, names=NAMES + "KEN,K,other\nKEN,K,other,,,,\n") == [
        f"names.csv, line {line}: the row has another number of cells than the first line."
        for line in (4, 5)
    ]


def test_a_file_in_another_encoding_is_reported(tmp_path):
    data = NAMES.replace("Caerdydd", "Caerdyddô").encode("latin-1")

    assert problems_of(tmp_path, names=data) == [
        "names.csv, line 2: not UTF-8 text. Save the file again as “CSV UTF-8”."
    ]


def test_an_open_quotation_mark_is_reported(tmp_path):
    (problem,) = problems_of(tmp_path, names=NAMES + '"KEN,K,other,,\n')

    assert "names.csv" in problem and "not a row of CSV" in problem


def test_all_faults_are_reported_at_once(tmp_path):
    problems = problems_of(
        tmp_path,
        councils=COUNCILS.replace("ESY,east-surrey", "ESY,kent"),
        names=NAMES + "KEN,K,nick,,\n",
        lineage=LINEAGE + "ESY,SRY,2026-04-01,part\n",
        signatures=SIGNATURES.replace("2026-11-24", "soon"),
    )

    for word in ("slug", "nick", "circle", "soon"):
        assert any(word in problem for problem in problems), word
