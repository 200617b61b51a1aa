"""The page on which to complain, which then shows the number of the complaint."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from campaign import rate_limits, retention
from campaign.complaints.forms import ComplaintForm
from campaign.complaints.models import ACKNOWLEDGED_WITHIN, ANSWERED_WITHIN, Complaint
from campaign.http import papers
from campaign.http.refusals import Refusal, refuse
from campaign.tasks.models import Task
from councils.dates import format_date
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
    return received(request, form.instance)


def received(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    lead = format_html("Its number is <b>{}</b>. Please write it down.", complaint.number)
    arrived, answered = format_date(complaint.acknowledge_by), format_date(complaint.answer_by)
    below = [
        f"By {arrived} we’ll email you to say who has it, and by {answered} you’ll have our answer."
    ]
    if complaint.by_law:
        day = format_date(complaint.by_law)
        below.append(f"By law we must tell you by {day} that it has arrived.")
    return papers.paper(request, "We’ve got your complaint", lead, below=below)


def page(request: HttpRequest, form: ComplaintForm, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "heading": "Complain to us",
        "lead": "Tell us what’s gone wrong. One person here will look into it and tell you what"
        " they find.",
        "form": form,
        "refusal": refusal,
        "working_days": ACKNOWLEDGED_WITHIN,
        "answer_days": ANSWERED_WITHIN,
        "months": retention.in_months(retention.PEOPLE),
    }
    return for_one_visitor(render(request, "complaints/complain.html", context))
