"""Wide bounds on what costs a carrier: things to know, to look at, to renew and to read.

How code is written is bound by no number: not its statements, its tokens or the lines of a module.
Whoever needs more of one of these for a person raises its bound, and says why.
"""

from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin

ROOT = Path(__file__).parent.parent


def our_models() -> list[type]:
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith(("campaign", "councils"))
    ]


def files(folder: str) -> list[Path]:
    return [path for path in (ROOT / folder).rglob("*") if path.is_file()]


def lines(*patterns: str) -> int:
    return sum(path.read_text().count("\n") for pattern in patterns for path in ROOT.glob(pattern))


def packages() -> int:
    return (ROOT / "requirements-production.txt").read_text().count("==")


@pytest.mark.parametrize(
    ("what", "count", "bound"),
    [
        # 39: the versions of news, so that an item that somebody wrote over can be got back.
        ("models", lambda: len(our_models()), 39),
        ("lists for staff", lambda: len(admin.site._registry), 21),
        ("templates", lambda: len(files("templates")), 215),
        ("lines of CSS", lambda: lines("static/**/*.css"), 2_400),
        ("packages in production", packages, 30),
        ("lines of documents", lambda: lines("docs/**/*.md", "README.md"), 1_060),
    ],
)
def test_what_costs_a_carrier_stays_within_a_wide_bound(what, count, bound):
    assert 0 < count() <= bound, what
