"""Admin pages on which staff retract what was recorded in error, with a public reason."""

from copy import copy
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from councils.admin.change_log import LoggedAdmin, ReasonedActs, public_reason
from councils.admin.read_only import NeverDeleted
from councils.models.logged import leave_line


class RetractableAdmin(NeverDeleted, LoggedAdmin, ReasonedActs):
    """An admin page of facts that cannot be deleted, only taken back with ``retract``."""

    change_form_template = "admin/councils/fact_change_form.html"
    retract_template = "admin/councils/retract.html"

    def get_urls(self) -> list[URLPattern]:
        return [self.act_path("retract", self.retract_view), *super().get_urls()]

    def retract_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take back a fact recorded in error, with a public reason."""
        reason = public_reason(
            "What was wrong",
            "Public, in the changes log. It says that the mistake was ours.",
            "Say what was wrong.",
        )
        template = self.retract_template
        return self.ask_reason(
            request, pk, reason, self.retract, title="Take back", template=template
        )

    def retract(self, request: HttpRequest, fact: Any, reason: str) -> str:
        before = copy(fact)
        if getattr(fact, "waits", False):
            fact.discard()  # it was never public
        else:
            for other in fact.retract(reason) or []:
                leave_line(request, other, f"Taken back with {before}: {reason}")
        self.log_change(request, before, f"Taken back: {reason}")
        return f"Taken back: {before}. Public pages show it now."
