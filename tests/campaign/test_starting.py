"""What a web process loads before the first visitor, and what it leaves until somebody asks."""

import os
import subprocess
import sys

from django.contrib import admin
from django.core.checks import run_checks
from django.urls import reverse

from campaign.staff.session_limits import STAFF_SITE
from councils.models import Contact

LATER = ["campaign.staff.site", "icalendar", "markdown_it", "PIL", "rapidfuzz", "segno", "unittest"]
TELL = """
import sys
import campaign.wsgi
from django.urls import resolve, reverse
resolve("/councils/kent/"), reverse("home"), reverse("councils:tracker")
print([name for name in sys.argv[1:] if name in sys.modules])
assert reverse("admin:councils_contact_changelist") == "/admin/councils/contact/"
print("campaign.staff.site" in sys.modules)
"""


def test_visitors_do_not_wait_for_the_staff_site_and_what_few_pages_need():
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "campaign.settings"}
    told = subprocess.run(
        [sys.executable, "-c", TELL, *LATER], env=environment, check=True, capture_output=True
    )
    assert told.stdout.split(b"\n")[:2] == [b"[]", b"True"]


def test_the_limits_of_sessions_hold_where_the_staff_site_is():
    assert reverse("admin:index") == STAFF_SITE


def test_djangos_checks_see_the_lists_of_staff(monkeypatch):
    monkeypatch.setattr(admin.site.get_model_admin(Contact), "list_display", ["no such field"])
    assert [fault.id for fault in run_checks(tags=["admin"])] == ["admin.E108"]
