"""How big the project is, and how big it may be. A ceiling is only ever lowered.

The site is kept by two part-time staff and one volunteer, so its size is a promise to them. A
statement is an ``ast.stmt`` that is neither a docstring nor an import; a token is a name, an
operator or a number. Migrations count nowhere.
"""

import ast
import io
import tokenize
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin

ROOT = Path(__file__).parent.parent

CEILINGS = {
    "statements": 12_840,
    "tokens": 181_600,
    "statements of the record": 3_750,
    "statements of what draws pages": 1_830,
    "statements of mail and people": 3_970,
    "statements of staff and running": 3_310,
    "modules": 273,
    "models": 36,
    "lists for staff": 19,
    "statements of tests": 14_600,
    "templates": 196,
    "lines of CSS": 2_140,
    "packages in production": 24,
    "lines of documents": 1_000,
}

PARTS = {
    "statements of what draws pages": (
        "campaign/pages/home.py", "campaign/pages/templatetags/organisation_tags.py",
        "councils/map", "councils/council_page", "councils/sharing",
        "councils/motion", "councils/history", "councils/tracker", "councils/templatetags",
    ),
    "statements of mail and people": (
        "campaign/letters", "campaign/outbox", "campaign/inbox", "campaign/supporters",
        "campaign/asking", "campaign/privacy", "campaign/rate_limits",
        "campaign/ledger.py", "campaign/personal.py", "campaign/confirmation.py",
        "campaign/subjects.py", "campaign/arrivals.py",
    ),
    "statements of the record": (
        "councils", "campaign/safeguarding.py",
        "tools/make_gazetteer.py", "tools/make_postcodes.py", "tools/train_guard.py",
    ),
    "statements of staff and running": ("campaign", "tools"),
}  # fmt: skip
"""The rooms of each part; a module belongs to the first part that names its path or a parent."""


@cache
def modules(*tops: str) -> list[Path]:
    return [
        path.relative_to(ROOT)
        for top in tops
        for path in sorted((ROOT / top).rglob("*.py"))
        if "migrations" not in path.parts
    ]


@cache
def statements(path: Path) -> int:
    def is_docstring(node: ast.AST) -> bool:
        return (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        )

    return sum(
        isinstance(node, ast.stmt)
        and not isinstance(node, ast.Import | ast.ImportFrom)
        and not is_docstring(node)
        for node in ast.walk(ast.parse((ROOT / path).read_text()))
    )


def tokens(path: Path) -> int:
    counted = (tokenize.NAME, tokenize.OP, tokenize.NUMBER)
    source = io.StringIO((ROOT / path).read_text())
    return sum(token.type in counted for token in tokenize.generate_tokens(source.readline))


def part_of(path: Path) -> str:
    """Return the part of the site that a module belongs to."""
    within = {str(path), *map(str, path.parents)}
    return next(name for name, rooms in PARTS.items() if within & set(rooms))


def lines(*patterns: str) -> int:
    return sum(path.read_text().count("\n") for pattern in patterns for path in ROOT.glob(pattern))


@cache
def sizes() -> dict[str, int]:
    """Return what there is today of everything that has a ceiling."""
    product = modules("campaign", "councils", "tools")
    by_part = dict.fromkeys(PARTS, 0)
    for path in product:
        by_part[part_of(path)] += statements(path)
    ours = [
        model
        for model in apps.get_models()
        if model.__module__.startswith(("campaign", "councils"))
    ]
    return {
        "statements": sum(map(statements, product)),
        "tokens": sum(map(tokens, product)),
        **by_part,
        "modules": len(product),
        "models": len(ours),
        "lists for staff": len(admin.site._registry),
        "statements of tests": sum(map(statements, modules("tests"))),
        "templates": sum(path.is_file() for path in (ROOT / "templates").rglob("*")),
        "lines of CSS": lines("static/**/*.css"),
        "packages in production": (ROOT / "requirements-production.txt").read_text().count("=="),
        "lines of documents": lines("docs/**/*.md", "README.md"),
    }


@pytest.mark.parametrize("what", CEILINGS)
def test_the_project_grows_beyond_no_ceiling(what):
    assert sizes()[what] <= CEILINGS[what]
