"""The "Tell us" page: what a visitor knows about a council becomes a task for staff."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from campaign import rate_limits
from campaign.http import papers
from campaign.http.refusals import Refusal, refuse
from campaign.tasks.forms import TellUsForm
from campaign.tasks.models import Task
from councils.addresses import council_or_404
from councils.page_cache import for_one_visitor
from councils.record import CouncilOnDay, record_on


@csrf_exempt  # guarded by refuse(): public pages set no cookie that could hold a token
def tell_us(request: HttpRequest, slug: str) -> HttpResponse:
    """Receive a message about a council: it adds a task, and changes nothing on record."""
    row = council_or_404(record_on().by_slug.get(slug))
    if not row.is_responsible:
        raise Http404("No council has this address.")
    if request.method != "POST":
        return page(request, row, TellUsForm(initial={"kind": request.GET.get("about", "signed")}))
    form = TellUsForm(request.POST)
    if refusal := refuse(
        request,
        written=request.POST.get("text", ""),
        form=form,
        takes_people=True,
        limit=lambda: rate_limits.consume("tip", request, council=row.code),
        has_room=Task.objects.has_room,
    ):
        return refusal.answer(page(request, row, form, refusal))
    form.instance.council_id = row.id
    form.save()
    lead = f"We’ll read what you told us about {row.name_in_sentence}, and check it."
    return papers.paper(request, "Thank you", lead, go=papers.back_to(row))


def page(
    request: HttpRequest, row: CouncilOnDay, form: TellUsForm, refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "heading": f"What do you know about {row.short_name_in_sentence}?",
        "lead": "A person here checks it before anything on the page changes.",
        "row": row,
        "form": form,
        "refusal": refusal,
    }
    return for_one_visitor(render(request, "tasks/tell_us.html", context))
