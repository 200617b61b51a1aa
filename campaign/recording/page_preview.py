"""The council's public page as it would be, for a frame on the form."""

import re

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string

from councils.council_page.page import CouncilPage
from councils.dates import today
from councils.models import Council
from councils.record import build

SCRIPTS = re.compile(r"<script\b.*?</script>", re.DOTALL)


def public_page(request: HttpRequest, council: Council) -> str:
    """Return the page of a council from the database as this transaction sees it.

    Without its scripts, as the frame runs none. The record is built anew: one kept in memory would
    not have what is being previewed.
    """
    day = today()
    record = build(day)
    row = record.by_id[council.pk]
    page = CouncilPage(record, row, today=day)
    context = {"page": page, "row": row, "record": record, "site_url": settings.SITE_URL}
    return SCRIPTS.sub("", render_to_string(page.template, context, request))
