"""Give every list and form of the admin words that a newcomer understands."""

from typing import Any

from django.contrib.admin import ActionLocation
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.http import HttpRequest, HttpResponse

from campaign.staff.bases import ModelAdmin
from campaign.staff.list_words import WORDS


def row_title(model_admin: Any, obj: Any) -> str:
    """Return what a row is called in headings and links."""
    return str(getattr(model_admin, "row_title", str)(obj))


class PlainWords(ModelAdmin):
    """A list is headed by its name, a form by the row that it shows.

    A list's own class can say in ``row_title`` what a row is called.
    """

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = {"title": WORDS[self.opts.label].name, **(extra_context or {})}
        return super().changelist_view(request, context)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        context["title"] = WORDS[self.opts.label].add if obj is None else row_title(self, obj)
        context["subtitle"] = None
        context["has_mistakes"] = bool(context.pop("errors", None))  # said by our template
        return super().render_change_form(request, context, *args, **kwargs)

    def get_action_choices(
        self,
        request: HttpRequest,
        default_choices: Any = None,
        action_location: ActionLocation = ActionLocation.CHANGE_LIST,
    ) -> Any:
        """Say in the bar above a list what the choice is for, before anything is chosen."""
        choices = default_choices or [("", "Select what to do")]
        return super().get_action_choices(request, choices, action_location)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Leave out the pictures that open another window."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        widget = getattr(field, "widget", None)
        if isinstance(widget, RelatedFieldWidgetWrapper):
            widget.can_add_related = widget.can_change_related = False
            widget.can_view_related = widget.can_delete_related = False
        return field
