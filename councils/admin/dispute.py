"""Settling what a council disputes, with a public reason."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from councils.admin.bases import ModelAdmin, WatchesVersions
from councils.admin.change_log import public_reason


class SettleForm(forms.Form):
    """What came of a dispute."""

    reason = public_reason(
        "What came of it",
        "Public, in the changes log. If the fact was wrong, correct it first.",
        "Say what came of it.",
    )


class DisputableAdmin(WatchesVersions, ModelAdmin):
    """A mixin for facts that ``dispute`` marks until ``settle_dispute`` takes the mark off."""

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "<int:pk>/settle/",
            self.admin_site.admin_view(self.settle_view),
            name=f"{self.opts.app_label}_{self.opts.model_name}_settle",
        )
        return [own, *super().get_urls()]

    def settle_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the mark of a dispute off a fact, with a public reason."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        fact = self.get_queryset(request).filter(pk=pk).first()
        if fact is None:
            raise Http404
        form = SettleForm(request.POST or None)
        version = self.refuse_if_stale(request, fact, form)
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"].strip()
            try:
                fact.settle_dispute(reason)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                self.log_change(request, fact, f"The dispute was settled. Why: {reason}")
                said = f"Settled: {fact}. Public pages show it now."
                self.message_user(request, said, messages.SUCCESS)
                return HttpResponseRedirect(
                    reverse(f"admin:councils_{self.opts.model_name}_changelist")
                )
        context = {
            **self.admin_site.each_context(request),
            "title": f"Settle what the council disputes: {fact}",
            "opts": self.opts,
            "form": form,
            "version": version,
        }
        return render(request, "admin/councils/settle.html", context)
