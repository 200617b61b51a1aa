"""The guide for a new volunteer, which ships in docs/ and prints on two pages."""

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from campaign.pages.markdown import rendered


def guide_view(request: HttpRequest) -> HttpResponse:
    """Show the guide, ready to print."""
    text = (settings.BASE_DIR / "docs" / "volunteer.md").read_text("utf-8")
    title, _, rest = text.removeprefix("# ").partition("\n")
    context = {**admin.site.each_context(request), "title": title, "html": rendered(rest)}
    return render(request, "admin/staff/guide.html", context)
