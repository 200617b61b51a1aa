"""A form of the admin with the public page beside it, as it would be with what was typed."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse

from campaign.pages.private_addresses import private_address
from councils.admin.bases import ModelAdmin

SCRIPTS = re.compile(r"<script\b.*?</script>", re.DOTALL)
"""The scripts of a page. The frame runs none, and browsers complain of each."""


class ShowsPreview(ModelAdmin):
    """The admin of a page: a preview beside the form.

    The button named ``_preview`` shows what was typed, and saves nothing.
    """

    def shown(self, request: HttpRequest, typed: dict[str, Any], obj: Any) -> str:
        """Return the whole public page with what was typed in its fields."""
        raise NotImplementedError

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        if "_preview" not in request.POST:
            return form

        class PreviewForm(form):
            def is_valid(self) -> bool:
                """Return False, so that Django shows the form again, with its real errors only."""
                self.full_clean()
                return False

        return PreviewForm

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form, obj = context["adminform"].form, kwargs.get("obj")
        typed = {name: form[name].value() for name in form.fields} if form.fields else {}
        saved = {field.name: getattr(obj, field.name) for field in obj._meta.fields} if obj else {}
        typed["new_picture"] = getattr(form, "new_picture", None)
        context |= {
            "preview": SCRIPTS.sub("", self.shown(request, saved | typed, obj)),
            "is_unsaved": "_preview" in request.POST,
            "private_address": private_address(obj) if obj else "",
        }
        return super().render_change_form(request, context, *args, **kwargs)
