"""Write the pages that nginx serves from files of docs/deploy/pages/, whatever the site does."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.template.loader import render_to_string

from campaign.pages.loading import shipped_page
from campaign.rate_limits.look_ups import too_many_context

FOLDER = settings.BASE_DIR / "docs" / "deploy" / "pages"


def pages() -> dict[str, str]:
    """Return each file's name and content: help for a young person, and what a limit says."""
    help_page = {"page": shipped_page("need-help"), "is_file": True, "frame": "alone.html"}
    limit = {**too_many_context(), "is_file": True}
    return {
        "need-help.html": render_to_string("pages/need_help.html", help_page),
        "limit.html": render_to_string("alone.html", limit),
    }


class Command(BaseCommand):
    help = "Write docs/deploy/pages/ anew, after a change of a helpline or of the page for help."

    def handle(self, *args: Any, **options: Any) -> None:
        FOLDER.mkdir(exist_ok=True)
        for name, content in pages().items():
            (FOLDER / name).write_text(content, encoding="utf-8")
