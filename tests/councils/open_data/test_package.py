"""The data package describes every file, and every file is as described."""

import csv
import html
import io
import json
import re

import pytest

from councils.open_data.files import safe_cell
from councils.open_data.tables import COUNCILS, TABLES
from tests.seen import words

DAYS = ["", "2012-07-09", "2013-09-19", "2020-06-01", "2027-04-01"]


@pytest.fixture
def package(client, db):
    """Return a function that fetches the package."""
    return lambda: json.loads(client.get("/data/datapackage.json").content)


@pytest.fixture
def read(client):
    """Return a function that reads a file of a package by its path."""

    def read_file(path, at=""):
        asked = {"at": at} if at and path.startswith(("councils", "signatures")) else {}
        response = client.get(f"/data/{path}", asked)
        assert response.status_code == 200, path
        return response.content

    return read_file


def rows_of(resource, read, at=""):
    lines = read(resource["path"], at).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(lines, newline="")))


WRITTEN = {"date": r"\d{4}-\d\d-\d\d", "integer": r"-?\d+"}


def is_allowed(field, value):
    """Whether a cell is one that the description of its column allows."""
    is_written_so = re.fullmatch(WRITTEN.get(field["type"], ".+"), value, re.DOTALL)
    return (
        not value or is_written_so and value in field.get("constraints", {"enum": [value]})["enum"]
    )


def faults_of(resource, rows):
    """Yield what a file has that its description does not allow."""
    fields = resource["schema"]["fields"]
    if rows and list(rows[0]) != [field["name"] for field in fields]:
        yield "other columns"
    for field in fields:
        values = {row[field["name"]] for row in rows}
        yield from ((field["name"], value) for value in values if not is_allowed(field, value))
    keys = [tuple(row[name] for name in resource["schema"]["primaryKey"]) for row in rows]
    if len(set(keys)) < len(keys):
        yield "a key stands twice"


@pytest.mark.parametrize("day", DAYS)
def test_every_file_of_a_rich_record_is_as_the_package_says(package, read, rich, day):
    resources = [one for one in package()["resources"] if one["format"] == "csv"]
    rows = {one["name"]: rows_of(one, read, day) for one in resources}
    assert [fault for one in resources for fault in faults_of(one, rows[one["name"]])] == []
    if not day:
        assert all(rows.values())


def test_both_formats_of_a_table_have_the_same_rows(package, read, rich):
    for resource in package()["resources"]:
        if resource["format"] != "csv":
            continue
        in_json = json.loads(read(resource["path"].replace(".csv", ".json")))[resource["name"]]
        for one, other in zip(rows_of(resource, read), in_json, strict=True):
            assert one == {name: str(safe_cell(value)) for name, value in other.items()}


def test_the_package_and_the_page_explain_every_file_and_column(client, package):
    paths = {resource["path"] for resource in package()["resources"]}
    assert paths == {f"{table.name}.csv" for table in TABLES} | {"councils.geojson"}
    page = words(client.get("/data/"))
    for table in TABLES:
        assert table.description in page
        for column in table.columns:
            assert f"{column.name} {column.description}" in page


# The examples on the page


def test_the_code_on_the_page_works(client, db, settings, monkeypatch, capsys):
    page = html.unescape(client.get("/data/").content.decode())
    assert '=COUNTIF(G:G,"signed")' in page
    assert COUNCILS.column_names["ABCDEFG".index("G")] == "status"
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
