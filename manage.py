#!/usr/bin/env python
"""Django's command line."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campaign.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, ProgrammingError

    from campaign.http.log_masking import mask, mask_uncaught

    mask_uncaught()
    try:
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, OperationalError, ProgrammingError) as error:
        if "--traceback" in sys.argv:
            raise
        kind = "" if isinstance(error, ImproperlyConfigured) else "The database: "
        sentence = " ".join(mask(str(error)).split())
        sys.exit(f"{kind}{sentence}\n(--traceback shows where.)")


if __name__ == "__main__":
    main()
