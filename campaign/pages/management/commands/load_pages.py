from typing import Any

from django.core.management.base import BaseCommand

from campaign.pages import loading


class Command(BaseCommand):
    help = "Load the pages that ship. Pages that staff have edited are left alone."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"Pages written: {loading.load()}.")
