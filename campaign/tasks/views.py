from django.http import Http404
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from campaign import rate_limits
from campaign.http.cross_site import is_foreign
from campaign.tasks.forms import TipForm
from campaign.tasks.models import Task
from councils.page_cache.marks import for_one_visitor
from councils.record import record_on
from councils.safeguarding.call_for_help import sounds_like_a_call_for_help


@csrf_exempt  # same_origin.py guards it: public pages set no cookie to keep a token in
def tell_us(request, slug):
    """Tell the campaign something about a council: a task for staff, never a change by itself."""
    row = record_on().by_slug.get(slug)
    if row is None or not row.is_responsible:
        raise Http404("No council has this address.")
    if request.method != "POST":
        form = TipForm(initial={"kind": request.GET.get("about", "signed")})
        return page(request, row, form)
    form = TipForm(request.POST)
    if is_foreign(request):
        return page(request, row, form, status=403, foreign=True)
    if "go_on" not in request.POST and sounds_like_a_call_for_help(request.POST.get("text", "")):
        return page(request, row, form, call_for_help=True)
    if not form.is_valid():
        return page(request, row, form, status=422)
    verdict = rate_limits.ask("tip", request, council=row.code)
    if verdict.refused:
        return rate_limits.as_too_many(page(request, row, form, verdict=verdict), verdict)
    if not Task.objects.has_room():
        return page(request, row, form, status=503, full=True)
    form.instance.council_id = row.id
    form.save()
    return for_one_visitor(render(request, "tasks/thanks.html", {"row": row}))


def page(request, row, form, status=200, **context):
    response = render(
        request, "tasks/tell_us.html", {"row": row, "form": form, **context}, status=status
    )
    return for_one_visitor(response)
