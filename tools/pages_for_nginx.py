"""Make the pages that nginx serves from docs/deploy/pages/, whatever the site does.

After a change of a helpline or of the page for help:
    ./dev manage shell -c "from tools.pages_for_nginx import write; write()"
"""

from django.conf import settings
from django.template.loader import render_to_string

from campaign.pages.loading import shipped_page

FOLDER = settings.BASE_DIR / "docs" / "deploy" / "pages"


def pages() -> dict[str, str]:
    """Return each file's name and content: help for a young person, and what a limit says."""
    help_page = {**shipped_page("need-help"), "is_file": True, "frame": "alone.html"}
    return {
        "need-help.html": render_to_string("pages/need_help.html", help_page),
        "limit.html": render_to_string("alone.html", {"status": 429, "is_file": True}),
    }


def write() -> None:
    for name, content in pages().items():
        (FOLDER / name).write_text(content, encoding="utf-8")
