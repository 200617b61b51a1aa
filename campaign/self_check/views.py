"""A council checks itself. Nothing is stored or sent: the answers travel with the form."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from campaign.http.refusals import Refusal, refuse
from campaign.pages.models import Organisation
from campaign.self_check.forms import SelfCheckForm
from campaign.self_check.report import MOST_TEXT, as_progress, report
from campaign.sign_up import views as sign_up
from campaign.sign_up.forms import SignUpForm
from campaign.sign_up.models import SignUpKind
from councils.dates import today
from councils.motion.facts import figure_of
from councils.page_cache import for_one_visitor
from councils.record import record_on
from councils.record.missing_from_care import CAUTION


@sensitive_post_parameters()
@csrf_exempt  # nothing is stored, and refuse() rejects forms sent from other sites
def self_check(request: HttpRequest) -> HttpResponse:
    """Show the questions or the report, depending on the button selected."""
    reviewed_by = reviewer()
    if not (reviewed_by or settings.DEBUG):
        return page(request, "closed")
    if request.method != "POST":
        blank_form = SelfCheckForm(initial={"council": request.GET.get("council", "")})
        return questions(request, blank_form)
    form = SelfCheckForm(request.POST)
    refusal = refuse(request, written=form.written, form=form)
    if refusal:
        return refusal.answer(questions(request, form, refusal))
    if "change" in request.POST:
        return questions(request, form)
    if "send" in request.POST:
        return begin_message(request, form)
    return report_page(request, form)


def reviewer() -> str:
    """Return the practitioner who has reviewed the questions, or "" if nobody has."""
    organisation = Organisation.objects.first()
    return organisation.self_check_reviewed_by.strip() if organisation else ""


def begin_message(request: HttpRequest, form: SelfCheckForm) -> HttpResponse:
    """Show /sign/ filled in with the chosen parts under one word, for the officer to change."""
    word = request.POST["send"]
    row = record_on().by_slug.get(form.cleaned_data["council"])
    text = as_progress(form.cleaned_data, word, request.POST.getlist("part"))
    problem = ""
    if row is None:
        problem = "Choose your council first."
    elif not text:
        problem = "Tick what you want to send."
    elif len(text) > MOST_TEXT:
        problem = f"Tick fewer: they have {len(text)} characters, a message at most {MOST_TEXT}."
    if row is None or problem:
        return report_page(request, form, problem)
    begun = {"kind": SignUpKind.PROGRESS, "commitment": word, "text": text}
    return sign_up.form_page(request, row, SignUpForm(initial=begun))


def questions(
    request: HttpRequest, form: SelfCheckForm, refusal: Refusal | None = None
) -> HttpResponse:
    return page(request, "questions", form=form, refusal=refusal)


def report_page(request: HttpRequest, form: SelfCheckForm, problem: str = "") -> HttpResponse:
    record = record_on()
    row = record.by_slug.get(form.cleaned_data["council"])
    figure = figure_of(record, row) if row else None
    return page(
        request,
        "report",
        form=form,
        words=report(form.cleaned_data),
        row=row,
        figure=figure,
        figure_note=CAUTION,
        problem=problem,
        ticked=request.POST.getlist("part"),
        day=today(),
    )


def page(request: HttpRequest, name: str, **context: object) -> HttpResponse:
    context["reviewed_by"] = reviewer()
    return for_one_visitor(render(request, f"self_check/{name}.html", context))
