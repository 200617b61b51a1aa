"""Admin pages on which staff retract what was recorded in error, with a public reason."""

from copy import copy

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from councils.admin.bases import WatchesVersions
from councils.admin.change_log import LoggedAdmin, public_reason
from councils.admin.read_only import NeverDeleted
from councils.changelog.history_lines import leave_line


class RetractForm(forms.Form):
    """What was wrong with a fact."""

    reason = public_reason(
        "What was wrong",
        "Public, in the changes log. It says that the mistake was ours.",
        "Say what was wrong.",
    )


class RetractableAdmin(WatchesVersions, NeverDeleted, LoggedAdmin):
    """An admin page of facts that cannot be deleted, only taken back with ``retract``."""

    change_form_template = "admin/councils/fact_change_form.html"
    retract_template = "admin/councils/retract.html"

    def get_urls(self) -> list[URLPattern]:
        info = self.opts.app_label, self.opts.model_name
        own = path(
            "<int:pk>/retract/",
            self.admin_site.admin_view(self.retract_view),
            name="{}_{}_retract".format(*info),
        )
        return [own, *super().get_urls()]

    def retract_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take back a fact recorded in error, with a public reason."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        fact = self.get_queryset(request).filter(pk=pk).first()
        if fact is None:
            raise Http404
        if not self.has_change_permission(request, fact):
            raise PermissionDenied
        form = RetractForm(request.POST or None)
        version = self.refuse_if_stale(request, fact, form)
        if request.method == "POST" and form.is_valid():
            reason, before = form.cleaned_data["reason"].strip(), copy(fact)
            if getattr(fact, "waits", False):
                fact.discard()  # it was never public
            else:
                for other in fact.retract(reason) or []:
                    leave_line(request, other, f"Taken back with {before}: {reason}")
            self.log_change(request, before, f"Taken back: {reason}")
            message = f"Taken back: {before}. Public pages show it now."
            self.message_user(request, message, messages.SUCCESS)
            return HttpResponseRedirect(
                reverse(f"admin:councils_{self.opts.model_name}_changelist")
            )
        context = {
            **self.admin_site.each_context(request),
            "title": f"Take back: {fact}",
            "opts": self.opts,
            "fact": fact,
            "form": form,
            "version": version,
        }
        return render(request, self.retract_template, context)
