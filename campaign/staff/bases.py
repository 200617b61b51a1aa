"""Django's admin class for the mixins of the staff site, for mypy with its type parameter.

Not that of ``councils/models/logged.py``: importing its package registers lists, before the staff
site stands.
"""

from typing import TYPE_CHECKING

from django.contrib import admin

if TYPE_CHECKING:
    from councils.admin.bases import ModelAdmin as ModelAdmin
else:
    ModelAdmin = admin.ModelAdmin
