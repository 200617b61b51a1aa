"""The data package describes every file, and every file is as described."""

import html
import io
import json
import re
from urllib.parse import urljoin, urlsplit

import pytest

from councils.open_data.files import FORMULA_SIGNS
from councils.open_data.tables import COUNCILS, TABLES
from tests.councils.open_data.table_schema import Wrong, check_package, value_of
from tests.seen import links, words

DAYS = ["", "2012-07-09", "2013-09-19", "2020-06-01", "2027-04-01"]


@pytest.fixture
def package(client, db):
    """Return a function that fetches the package of a day."""
    return lambda day="": json.loads(
        client.get("/data/datapackage.json", {"at": day} if day else {}).content
    )


@pytest.fixture
def read(client):
    """Return a function that reads a file of a package by its path."""

    def read_file(path):
        response = client.get(urlsplit(urljoin("/data/datapackage.json", path))._replace(
            scheme="", netloc="").geturl())  # fmt: skip
        assert response.status_code == 200, path
        return response.content

    return read_file


@pytest.mark.parametrize("day", DAYS)
def test_every_file_of_the_record_that_ships_is_as_the_package_says(package, read, day):
    tables = check_package(package(day), read)
    assert len(tables["register"]) == 430
    assert len(tables["lineage"]) == 62
    assert tables["councils"] == tables["councils-json"]


@pytest.mark.parametrize("day", DAYS)
def test_every_file_of_a_rich_record_is_as_the_package_says(package, read, rich, day):
    tables = check_package(package(day), read)
    for table in TABLES:
        if f"{table.name}-json" not in tables:
            assert not tables[table.name]
    if not day:
        assert all(tables[table.name] for table in TABLES)
        assert {row["precision"] for row in tables["signatures"]} == {
            *("day", "month", "year", "by", "unknown")
        }


def test_both_formats_of_a_table_have_the_same_rows(package, read, rich):
    tables = check_package(package(), read)
    for table in TABLES:
        in_csv, in_json = tables[table.name], tables[f"{table.name}-json"]
        for one, other in zip(in_csv, in_json, strict=True):
            safe = {name: guarded(value) for name, value in other.items()}
            assert one == safe


def guarded(value):
    """A value of the JSON as the CSV has it: guarded where a spreadsheet would run it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value


def test_the_package_lists_every_file_on_the_page(package, rich):
    paths = {resource["path"] for resource in package()["resources"]}
    offered = {f"{table.name}.{form}" for table in TABLES for form in ("csv", "json")}
    assert paths == offered | {"councils.geojson"}


def test_the_package_of_a_day_lists_the_files_of_that_day(package, settings):
    for resource in package("2013-09-19")["resources"]:
        assert resource["path"].startswith(settings.SITE_URL + "/data/")
        assert resource["path"].endswith("?at=2013-09-19")


def test_each_link_on_the_page_says_where_it_goes(client, db):
    named = links(client.get("/data/"))
    assert named["/data/councils.csv?at=2013-09-19"] == "the councils on 19 September 2013"
    assert named["/data/councils.csv?region=south-east"] == "the councils of the South East"
    assert not {"like this", "here", "this", "read it"} & {text.lower() for text in named.values()}


def test_every_column_is_explained_in_the_package_and_on_the_page(client, package):
    page = words(client.get("/data/"))
    for table in TABLES:
        assert table.description in page
        for column in table.columns:
            assert f"{column.name} {column.description}" in page


def test_the_package_says_whose_the_data_are(package):
    found = package()
    assert [one["name"] for one in found["licenses"]] == ["CC-BY-4.0", "OGL-UK-3.0"]
    assert "mySociety" in found["attribution"]


def test_search_engines_find_the_files_described(client, db, settings):
    markup = client.get("/data/").content.decode()
    (block,) = markup.split('<script type="application/ld+json">')[1:]
    dataset = json.loads(block.split("</script>")[0])
    assert (dataset["@context"], dataset["@type"]) == ("https://schema.org", "Dataset")
    assert dataset["license"][0].startswith("https://creativecommons.org/")
    assert 50 <= len(dataset["description"]) <= 5000
    files = [one["contentUrl"] for one in dataset["distribution"]]
    assert f"{settings.SITE_URL}/data/councils.csv" in files
    for file in files:
        assert client.get(file.removeprefix(settings.SITE_URL)).status_code == 200


@pytest.mark.parametrize("day", ["yesterday", "2012-07-08", "2100-01-01"])
def test_a_wrong_day_is_said_in_plain_english(client, db, day):
    response = client.get("/data/datapackage.json", {"at": day})
    assert response.status_code == 400
    assert response.headers["Access-Control-Allow-Origin"] == "*"


# The checker itself


@pytest.mark.parametrize(
    ("field", "raw"),
    [
        ({"type": "date"}, "2013-9-19"),
        ({"type": "date"}, "2013-02-30"),
        ({"type": "integer"}, "1.0"),
        ({"type": "integer"}, True),
        ({"type": "array"}, "3,4"),
        ({"type": "string", "format": "uri"}, "nowhere"),
        ({"type": "string", "constraints": {"required": True}}, None),
        ({"type": "string", "constraints": {"enum": ["a"]}}, "b"),
        ({"type": "string", "constraints": {"pattern": "[A-Z]+"}}, "Ab"),
        ({"type": "string", "constraints": {"minimum": 1}}, "x"),
        ({"type": "geopoint"}, "1,2"),
    ],
)
def test_a_file_that_is_not_as_described_is_found(field, raw):
    with pytest.raises(ValueError, match="."):
        value_of({"name": "it", **field}, raw)


def test_a_reference_to_a_missing_row_is_found(package, read):
    found = package()
    for resource in found["resources"]:
        if resource["name"] == "councils":
            resource["schema"]["foreignKeys"][0]["reference"]["resource"] = "signatures"
            resource["schema"]["foreignKeys"][0]["reference"]["fields"] = ["council"]
    with pytest.raises(Wrong, match="is not in signatures"):
        check_package(found, read)


def test_a_duplicate_key_is_found(package, read):
    found = package()
    next(one for one in found["resources"] if one["name"] == "councils")["schema"]["primaryKey"] = [
        "region"
    ]
    with pytest.raises(Wrong, match="not unique"):
        check_package(found, read)


# The examples on the page


def test_the_formula_on_the_page_counts_the_right_column(client, db):
    assert '=COUNTIF(G:G,"signed")' in words(client.get("/data/"))
    assert COUNCILS.column_names["ABCDEFG".index("G")] == "status"


def test_the_code_on_the_page_works(client, db, settings, monkeypatch, capsys):
    page = html.unescape(client.get("/data/").content.decode())
    examples = re.findall(r"<pre><code>(.*?)</code></pre>", page, re.DOTALL)
    address = re.search(r'curl -s "([^"]+)"', examples[1])[1].removeprefix(settings.SITE_URL)
    lines = client.get(address).content.decode().splitlines()
    names = [line.split(",")[3] for line in lines if ",signed," in line]
    assert names[:2] == ["London Borough of Barking and Dagenham", "London Borough of Barnet"]
    assert len(names) == 5

    def opened(address):
        return io.BytesIO(client.get(address.removeprefix(settings.SITE_URL)).content)

    monkeypatch.setattr("urllib.request.urlopen", opened)
    exec(examples[2], {})  # the very lines that a reader would copy
    assert capsys.readouterr().out == "0 of 32\n"
