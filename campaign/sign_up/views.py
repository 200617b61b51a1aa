"""Messages from councils: the officer confirms one by email before staff read it."""

from urllib.parse import urlencode

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from campaign import rate_limits, retention
from campaign.http.refusals import Refusal, refuse
from campaign.sign_up import emails
from campaign.sign_up.forms import SignUpForm
from campaign.sign_up.models import Certificate, SignUp
from campaign.supporters import suppression
from campaign.tasks.models import Task
from councils.council_page.evidence import Evidence
from councils.council_page.slug_redirects import council_called
from councils.page_cache import cache_by_record_version, for_one_visitor
from councils.record import CouncilOnDay, charter_text, record_on

PRIVATE = ("sign_up/confirm.html", "sign_up/asked.html", "sign_up/link_gone.html")
"""Pages to keep out of search engines."""


@sensitive_post_parameters()
@csrf_exempt  # guarded by refuse(): public pages set no cookie that could hold a token
def sign(request: HttpRequest) -> HttpResponse:
    """Receive an officer's message for a council; nobody reads it until it is confirmed."""
    record = record_on()
    slug = request.GET.get("council") or request.POST.get("council", "")
    row = council_called(record, slug)
    signatory = record.responsible_for(row) if row else None
    if signatory is None:
        return page(request, "sign_up/choose.html", {"councils": record.councils, "asked": row})
    if request.method != "POST":
        started = {name: request.GET.get(name, "") for name in ("kind", "commitment")}
        return form_page(request, signatory, SignUpForm(initial=started))
    return take_in(request, signatory, SignUpForm(request.POST))


def take_in(request: HttpRequest, row: CouncilOnDay, form: SignUpForm) -> HttpResponse:
    """Store a message and ask the officer to confirm it; the response is the same for everyone."""
    written = "\n".join(request.POST.get(name, "") for name in ("text", "reply", "evidence"))

    def limit() -> rate_limits.Verdict:
        email = form.cleaned_data["email"]
        return rate_limits.consume("sign_up", request, email=email, council=row.code)

    room = Task.objects.has_room
    if refusal := refuse(
        request, written=written, form=form, limit=limit, has_room=room, takes_people=True
    ):
        return refusal.answer(form_page(request, row, form, refusal))
    if suppression.may_email(form.cleaned_data["email"]):
        with transaction.atomic():
            form.instance.council_id = row.id
            sign_up = form.save()
            sign_up.count_confirmation()
            emails.ask_to_confirm(sign_up)
    context = {"row": row, "email": form.cleaned_data["email"]}
    return page(request, "sign_up/asked.html", context)


def form_page(
    request: HttpRequest, row: CouncilOnDay, form: SignUpForm, refusal: Refusal | None = None
) -> HttpResponse:
    record = record_on()
    context = {
        "row": row,
        "form": form,
        "refusal": refusal,
        "action": f"{reverse('sign_up:sign')}?{urlencode({'council': row.slug})}",
        "text_is": charter_text.where_it_is(record),
        "text_is_held": charter_text.is_held(record),
        "own_copy": charter_text.SIGN_WITH_OWN_COPY,
        "kept": {
            "unconfirmed": retention.UNCONFIRMED.days,
            "declined": retention.DECLINED_SIGN_UPS.days,
        },
    }
    return page(request, "sign_up/form.html", context)


@csrf_exempt
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm a message with the button on this page: opening the link changes nothing."""
    sign_up = SignUp.objects.live().select_related("council").filter(token=token).first()
    if sign_up is None:
        days = retention.UNCONFIRMED.days
        return page(request, "sign_up/link_gone.html", {"days": days}, status=404)
    if request.method != "POST":
        return confirm_page(request, sign_up)
    if refusal := refuse(request):
        return refusal.answer(confirm_page(request, sign_up, refusal))
    if "not_me" in request.POST:
        sign_up.refuse()
        return page(request, "alerts/suppressed.html", {})
    sign_up.confirm()
    own = reverse("sign_up:confirm", args=[token])
    return for_one_visitor(HttpResponseRedirect(own, status=303))


def confirm_page(
    request: HttpRequest, sign_up: SignUp, refusal: Refusal | None = None
) -> HttpResponse:
    row = record_on().by_id[sign_up.council_id]
    return page(
        request, "sign_up/confirm.html", {"row": row, "sign_up": sign_up, "refusal": refusal}
    )


@require_safe
@cache_by_record_version()
def text(request: HttpRequest) -> HttpResponse:
    """Show the charter's full text, or say that this site does not hold it."""
    record = record_on()
    edition = charter_text.signable_edition(record)
    context = {"edition": edition, "text_is": charter_text.where_it_is(record)}
    return render(request, "sign_up/text.html", context)


@require_safe
def certificate(request: HttpRequest, token: str) -> HttpResponse:
    """Show a certificate to print."""
    return certificate_page(request, token, "sign_up/certificate.html")


@require_safe
def certificate_standing(request: HttpRequest, token: str) -> HttpResponse:
    """Show a certificate's short address: the evidence, and how the signature stands today."""
    return certificate_page(request, token, "sign_up/standing.html")


def certificate_page(request: HttpRequest, code: str, template: str) -> HttpResponse:
    certificates = Certificate.objects.select_related("signature__council", "signature__edition")
    issued = get_object_or_404(certificates, code=code.upper())
    record, signature = record_on(), issued.signature
    row = record.by_id[signature.council_id]
    if signature.retracted_on and template == "sign_up/certificate.html":
        raise Http404("This signature was recorded in error.")
    context = {
        "certificate": issued,
        "signature": signature,
        "row": row,
        "evidence": Evidence(signature, row, "Signed"),
    }
    return page(request, template, context)


def page(
    request: HttpRequest, template: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    response = render(request, template, context, status=status)
    if template in PRIVATE:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return for_one_visitor(response)
