"""The page on which to complain, which then shows the number of the complaint."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from campaign import rate_limits, retention
from campaign.complaints.forms import ComplaintForm
from campaign.complaints.models import ACKNOWLEDGED_WITHIN, PERSONAL_DATA_WITHIN
from campaign.http.refusals import Refusal, refuse
from campaign.tasks.models import Task
from councils.page_cache import for_one_visitor
from councils.record import record_on


@sensitive_post_parameters()
@csrf_exempt  # guarded by refuse(): public pages set no cookie that could hold a token
def complain(request: HttpRequest) -> HttpResponse:
    """Receive a complaint, and show its number and deadlines."""
    if request.method != "POST":
        return page(request, ComplaintForm(initial={"about": request.GET.get("council", "")}))
    form = ComplaintForm(request.POST)

    def limit() -> rate_limits.Verdict:
        return rate_limits.consume("complain", request, email=form.cleaned_data["email"])

    if refusal := refuse(
        request,
        written=request.POST.get("text", ""),
        form=form,
        limit=limit,
        has_room=Task.objects.has_room,
        takes_people=True,
    ):
        return refusal.answer(page(request, form, refusal))
    row = record_on().by_slug.get(form.cleaned_data["about"])
    form.instance.council_id = row.id if row else None
    form.instance.receive()
    context = {"complaint": form.instance, "working_days": ACKNOWLEDGED_WITHIN}
    return for_one_visitor(render(request, "complaints/received.html", context))


def page(request: HttpRequest, form: ComplaintForm, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "form": form,
        "refusal": refusal,
        "working_days": ACKNOWLEDGED_WITHIN,
        "days_by_law": PERSONAL_DATA_WITHIN.days,
        "months": retention.in_months(retention.PEOPLE),
    }
    return for_one_visitor(render(request, "complaints/complain.html", context))
