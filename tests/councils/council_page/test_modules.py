"""What a council's page costs to understand: the modules of ours that one request runs through."""

import sys
from pathlib import Path

import pytest

from tests.conftest import forget_everything

ROOT = Path(__file__).parents[3]
OURS = (ROOT / "campaign", ROOT / "councils")
MOST = 32


@pytest.mark.parametrize("council", ["sheffield", "kent"])
def test_a_page_made_anew_runs_through_at_most_32_modules(client, db, council):
    client.get(f"/councils/{council}/")  # what is read from files once a process
    forget_everything()
    seen = set()
    sys.setprofile(lambda frame, event, _: event == "call" and seen.add(frame.f_code.co_filename))
    try:
        response = client.get(f"/councils/{council}/")
    finally:
        sys.setprofile(None)
    assert response.status_code == 200
    modules = sorted(
        str(Path(name).relative_to(ROOT))
        for name in seen
        if any(Path(name).is_relative_to(room) for room in OURS)
    )
    print(len(modules), *modules, sep="\n")
    assert "councils/record/snapshot.py" in modules  # it was made anew
    assert len(modules) <= MOST
