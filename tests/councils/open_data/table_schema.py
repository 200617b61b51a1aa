"""Check that the files of a data package match its Table Schemas.

https://specs.frictionlessdata.io/table-schema/ : field types and formats, constraints, primary and
foreign keys. Written for these tests: the library of that name weighs 86 MB with what it needs.
"""

import csv
import datetime as dt
import io
import json
import re
from urllib.parse import urlsplit

TYPES = {"string", "integer", "number", "date", "array"}


class Wrong(AssertionError):
    """A file does not match its schema."""


def rows_of(resource: dict, content: bytes) -> list[dict]:
    """Return the rows of a resource as raw cells: text from CSV, values from JSON."""
    if resource["format"] == "csv":
        text = content.decode(resource["encoding"]).removeprefix("\ufeff")
        lines = list(csv.reader(io.StringIO(text, newline="")))
        header, body = lines[0], lines[1:]
        for number, line in enumerate(body, start=2):
            if len(line) != len(header):
                raise Wrong(f"Line {number} has {len(line)} cells, the header {len(header)}.")
        names = [field["name"] for field in resource["schema"]["fields"]]
        if header != names:
            raise Wrong(f"The header is {header}, the schema says {names}.")
        return [dict(zip(header, line, strict=True)) for line in body]
    rows = json.loads(content)[resource["dialect"]["property"]]
    names = [field["name"] for field in resource["schema"]["fields"]]
    if any(list(row) != names for row in rows):
        raise Wrong("A row has other keys than the schema.")
    return rows


def values_of(resource: dict, content: bytes) -> list[dict]:
    """Return the rows with every cell read as its field says. Raises Wrong."""
    schema = resource["schema"]
    missing = schema["missingValues"]
    found = []
    for number, row in enumerate(rows_of(resource, content), start=1):
        values = {}
        for field in schema["fields"]:
            raw = row[field["name"]]
            try:
                values[field["name"]] = value_of(field, None if raw in missing else raw)
            except ValueError as error:
                raise Wrong(
                    f"{resource['name']}, row {number}, {field['name']}: {error}"
                ) from error
        found.append(values)
    check_unique(resource["name"], found, schema["primaryKey"])
    return found


def check_unique(name: str, rows: list[dict], key: list[str]) -> None:
    seen = set()
    for row in rows:
        identity = tuple(row[part] for part in key)
        if None in identity or identity in seen:
            raise Wrong(f"{name}: the key {identity} is empty or not unique.")
        seen.add(identity)


def value_of(field: dict, raw):
    """Return a cell as the type of its field. Raises ValueError."""
    constraints = field.get("constraints", {})
    if unknown := constraints.keys() - {"required", "enum", "pattern"}:
        raise ValueError(f"this checker does not know {unknown}")
    if raw is None:
        if constraints.get("required"):
            raise ValueError("is required and empty")
        return None
    if "pattern" in constraints and not re.fullmatch(constraints["pattern"], raw):
        raise ValueError(f"{raw!r} does not match {constraints['pattern']}")
    value = cast(field, raw)
    if "enum" in constraints and value not in constraints["enum"]:
        raise ValueError(f"{value!r} is none of {constraints['enum']}")
    return value


def cast(field: dict, raw):
    kind, form = field["type"], field.get("format", "default")
    if kind not in TYPES:
        raise ValueError(f"has the type {kind!r}, which is not known here")
    if kind == "string":
        return as_string(raw, form)
    if kind == "integer":
        return as_integer(raw)
    if kind == "number":
        return float(raw)
    if kind == "date":
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw):
            raise ValueError(f"{raw!r} is no date")
        return dt.date.fromisoformat(raw)
    value = json.loads(raw) if isinstance(raw, str) else raw
    if not isinstance(value, list):
        raise ValueError(f"{raw!r} is no array")
    return value


def as_string(raw, form: str) -> str:
    if not isinstance(raw, str):
        raise ValueError(f"{raw!r} is no text")
    if form == "uri" and not (urlsplit(raw).scheme and urlsplit(raw).netloc):
        raise ValueError(f"{raw!r} is no address")
    return raw


def as_integer(raw) -> int:
    if isinstance(raw, bool) or not re.fullmatch(r"-?\d+", str(raw)):
        raise ValueError(f"{raw!r} is no whole number")
    return int(raw)


def check_references(resource: dict, rows: list[dict], tables: dict[str, list[dict]]) -> None:
    """Check that every foreign key finds its row. Raises Wrong."""
    for key in resource["schema"].get("foreignKeys", []):
        other = key["reference"]["resource"]
        theirs = rows if other == "" else tables[other]
        known = {tuple(row[name] for name in key["reference"]["fields"]) for row in theirs}
        for row in rows:
            ours = tuple(row[name] for name in key["fields"])
            if None not in ours and ours not in known:
                raise Wrong(
                    f"{resource['name']}: {key['fields']} {ours} is not in {other or 'it'}."
                )


def check_package(package: dict, read) -> dict[str, list[dict]]:
    """Check a package and all its files; ``read(path)`` returns a file's bytes. Raises Wrong.

    Returns the rows of its tables by the name of the resource.
    """
    names = [resource["name"] for resource in package["resources"]]
    if len(set(names)) != len(names) or not all(re.fullmatch(r"[-a-z0-9._/]+", n) for n in names):
        raise Wrong(f"The names of the resources are not unique or not plain: {names}")
    for licence in package["licenses"]:
        if not (licence.get("name") or licence.get("path")):
            raise Wrong("A licence has neither name nor path.")
    tabular = [one for one in package["resources"] if one.get("profile") == "tabular-data-resource"]
    tables = {one["name"]: values_of(one, read(one["path"])) for one in tabular}
    for resource in tabular:
        check_references(resource, tables[resource["name"]], tables)
    return tables
