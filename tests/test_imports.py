"""Which room may import which, read from the source."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = ("campaign", "councils")


def modules() -> Iterator[Path]:
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("*.py"))


@cache
def imports(path: Path) -> list[tuple[str, bool]]:
    """Return each module or name that a file imports, and whether it is only for type checking."""
    tree = ast.parse(path.read_text())
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            within = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            found += [(within + alias.name, id(node) in for_types) for alias in node.names]
    return found


def breaches(room: str, *forbidden: str) -> list[str]:
    """Return where a room imports a forbidden module, except for type checking."""
    top = ROOT / room
    files = [top] if top.suffix else sorted(top.rglob("*.py"))
    return [
        f"{path.relative_to(ROOT)}: {name}"
        for path in files
        for name, only_for_types in imports(path)
        if not only_for_types
        and any(name == banned or name.startswith(f"{banned}.") for banned in forbidden)
    ]


def test_the_record_knows_nothing_of_the_campaign():
    assert breaches("councils", "campaign") == []


def test_the_record_on_a_day_knows_no_page_cache_no_forms_and_no_http():
    unknown = ("councils.page_cache", "councils.forms", "django.http", "django.forms")
    assert breaches("councils/record", *unknown, "django.views", "django.shortcuts") == []


def test_the_record_on_a_day_knows_nothing_of_search():
    assert breaches("councils/record", "councils.search") == []


def test_outbox_and_inbox_import_no_other_room():
    rooms = {path.name for path in (ROOT / "campaign").iterdir() if (path / "__init__.py").exists()}
    for room, known in (("outbox", {"outbox", "ledger"}), ("inbox", {"outbox", "inbox"})):
        others = [f"campaign.{other}" for other in rooms - known]
        assert breaches(f"campaign/{room}", *others) == []


def test_tasks_know_neither_letters_nor_the_pages_of_councils():
    pages = ("council_page", "changelog", "search", "map", "open_data", "views", "sharing")
    assert breaches(
        "campaign/tasks",
        "campaign.letters", "campaign.supporters", "campaign.inbox", "campaign.safeguarding",
        *(f"councils.{page}" for page in pages),
    ) == []  # fmt: skip


def test_calls_for_help_know_no_letters_and_the_alarm_no_email_that_came_in():
    assert breaches("campaign/safeguarding", "campaign.letters", "campaign.asking") == []
    for part in ("alarm.py", "watch.py", "addresses.py"):
        assert breaches(f"campaign/safeguarding/{part}", "campaign.inbox") == []


def test_nothing_of_an_incoming_email_or_of_a_call_lies_loose():
    loose = {path.name for path in (ROOT / "campaign").glob("*.py")}
    assert loose.isdisjoint({"arrivals.py", "safeguarding.py", "subjects.py"})


def test_letters_are_read_in_an_order_in_which_each_file_knows_only_those_before_it():
    room = ROOT / "campaign/letters"
    listed = re.findall(r"^    (\S+\.py) ", (room / "__init__.py").read_text("utf-8"), re.MULTILINE)
    files = {path.relative_to(room).as_posix() for path in room.rglob("*.py")}
    left_out = {name for name in files if "__init__" in name or name.startswith("migrations/")}
    assert sorted(listed) == sorted(files - left_out)
    for place, name in enumerate(listed):
        later = [f"campaign/letters/{other}" for other in listed[place + 1 :]]
        to_come = [other.removesuffix(".py").replace("/", ".") for other in later]
        assert breaches(f"campaign/letters/{name}", *to_come) == []


def test_only_the_outbox_talks_to_a_mail_server():
    for path in modules():
        is_client = path == ROOT / "campaign/outbox/server.py"
        assert any(name.startswith("smtplib") for name, _ in imports(path)) == is_client, path
        assert "send_mail(" not in path.read_text("utf-8"), path


def test_no_test_imports_another_test():
    for path in sorted((ROOT / "tests").rglob("*.py")):
        names = [name for name, _ in imports(path) if name.startswith("tests.")]
        assert not [name for name in names if "test_" in name], path


def test_at_most_30_lines_are_excused_from_the_check_of_types():
    excused = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in modules()
        for line in path.read_text("utf-8").splitlines()
        if "type: ignore" in line
    ]
    assert len(excused) <= 30, excused
