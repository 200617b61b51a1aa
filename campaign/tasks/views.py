"""What a visitor knows about a council, and a complaint, become tasks for staff."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from campaign import rate_limits, retention
from campaign.http import papers
from campaign.http.refusals import refuse
from campaign.tasks.forms import ComplaintForm, TellUsForm
from campaign.tasks.models import ACKNOWLEDGED_WITHIN, ANSWERED_WITHIN, Task, TaskKind
from councils.addresses import council_or_404
from councils.dates import format_date
from councils.record import Status, record_on


@csrf_exempt  # guarded by refuse(): public pages set no cookie that could hold a token
def tell_us(request: HttpRequest, slug: str) -> HttpResponse:
    """Receive a message about a council: it adds a task, and changes nothing on record."""
    row = council_or_404(record_on().by_slug.get(slug))
    refusal = None
    if not row.is_responsible:
        raise Http404("No council has this address.")
    typed = request.POST if request.method == "POST" else None
    has_signed = row.status == Status.SIGNED
    likely = "" if has_signed else TaskKind.SIGNED
    about = request.GET.get("about", likely)
    form = TellUsForm(typed, initial={"kind": about}, has_signed=has_signed)
    if request.method == "POST":
        refusal = refuse(
            request,
            written=request.POST.get("text", ""),
            form=form,
            takes_people=True,
            limit=lambda: rate_limits.consume("tip", request, council=row.code),
        )
        if refusal is None:
            form.instance.council_id = row.id
            form.save()
            lead = f"We’ll read what you told us about {row.name_in_sentence}, and check it."
            return papers.paper(request, "Thank you", lead, go=papers.back_to(row))
    return papers.form_page(
        request,
        "tasks/tell_us.html",
        refusal,
        heading=f"What do you know about {row.short_name_in_sentence}?",
        lead="A person here checks it before anything on the page changes.",
        row=row,
        form=form,
    )


@sensitive_post_parameters()
@csrf_exempt  # guarded by refuse(): public pages set no cookie that could hold a token
def complain(request: HttpRequest) -> HttpResponse:
    """Receive a complaint, and show its number and deadlines."""
    typed = request.POST if request.method == "POST" else None
    refusal = None
    form = ComplaintForm(typed, initial={"about": request.GET.get("council", "")})
    if request.method == "POST":
        refusal = refuse(
            request,
            written=request.POST.get("text", ""),
            form=form,
            limit=lambda: rate_limits.consume(
                "complain", request, email=form.cleaned_data["email"]
            ),
            takes_people=True,
        )
        if refusal is None:
            return received(request, form)
    return papers.form_page(
        request,
        "tasks/complain.html",
        refusal,
        heading="Complain to us",
        lead="Tell us what’s gone wrong. One person here will look into it and tell you what they"
        " find.",
        form=form,
        working_days=ACKNOWLEDGED_WITHIN,
        answer_days=ANSWERED_WITHIN,
        months=retention.in_months(retention.PEOPLE),
    )


def received(request: HttpRequest, form: ComplaintForm) -> HttpResponse:
    row = record_on().by_slug.get(form.cleaned_data["about"])
    task: Task = form.instance
    task.council_id = row.id if row else None
    task.receive_complaint(form.cleaned_data["is_about_personal_data"])
    lead = format_html("Its number is <b>{}</b>. Please write it down.", task.number)
    days = [format_date(day) for day in (task.due_on, task.answer_on, task.legal_on) if day]
    below = [
        f"By {days[0]} we’ll email you to say who has it, and by {days[1]} you’ll have our answer.",
        *(f"By law we must tell you by {day} that it has arrived." for day in days[2:]),
    ]
    go = papers.back_to(row) if row else (reverse("home"), "Go to the first page")
    return papers.paper(request, "We’ve got your complaint", lead, go=go, below=below)
