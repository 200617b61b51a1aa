from typing import Any

from django.core.management.base import BaseCommand

from campaign.pages.files_for_nginx import FOLDER, pages


class Command(BaseCommand):
    help = "Write docs/deploy/pages/ anew, after a change of a helpline or of the page for help."

    def handle(self, *args: Any, **options: Any) -> None:
        FOLDER.mkdir(exist_ok=True)
        for name, content in pages().items():
            (FOLDER / name).write_text(content, encoding="utf-8")
