"""Messages from councils: the officer confirms one by email before staff read it."""

from functools import partial
from urllib.parse import urlencode

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from campaign import rate_limits, retention
from campaign.confirmation import confirmation_slot
from campaign.http import papers
from campaign.http.refusals import Refusal, refuse
from campaign.sign_up import emails
from campaign.sign_up.forms import SignUpForm
from campaign.sign_up.models import SignUp
from campaign.supporters import suppression
from councils.council_mail import is_council_mail
from councils.models import Signature
from councils.page_cache import cache_by_record_version, for_one_visitor
from councils.record import CouncilOnDay, Record, Status, charter_text, record_on
from councils.record.charter_text import is_held


@sensitive_post_parameters()
@csrf_exempt  # guarded by refuse(): public pages set no cookie that could hold a token
def sign(request: HttpRequest) -> HttpResponse:
    """Receive an officer's message for a council; nobody reads it until it is confirmed."""
    record = record_on()
    slug = request.GET.get("council") or request.POST.get("council", "")
    row = record.with_slug(slug)
    signatory = record.responsible_for(row) if row else None
    if signatory is None:
        return choose_page(request, record, row)
    has_signed = signatory.status == Status.SIGNED
    if request.method != "POST":
        started = {name: request.GET.get(name, "") for name in ("kind", "commitment")}
        form = SignUpForm(initial=started, has_signed=has_signed)
        return form_page(request, signatory, form)
    return take_in(request, signatory, SignUpForm(request.POST, has_signed=has_signed))


def take_in(request: HttpRequest, row: CouncilOnDay, form: SignUpForm) -> HttpResponse:
    """Store a message and ask the officer to confirm it; the response is the same for everyone."""
    written = "\n".join(request.POST.get(name, "") for name in ("text", "reply", "evidence"))

    def limit() -> rate_limits.Verdict:
        email = form.cleaned_data["email"]
        return rate_limits.consume("sign_up", request, email=email)

    if refusal := refuse(request, written=written, form=form, limit=limit, takes_people=True):
        return refusal.answer(form_page(request, row, form, refusal))
    due_at = confirmation_slot(form.cleaned_data["email"], request)
    if suppression.may_email(form.cleaned_data["email"]):
        with transaction.atomic():
            form.instance.council_id = row.id
            sign_up = form.save()
            sign_up.count_confirmation()
            emails.ask_to_confirm(sign_up, due_at)
    below = "Not there? Look in your junk folder. Some councils hold back email from new senders."
    after = ". Until then, nobody here reads your message."
    return papers.check_email(request, row, form.cleaned_data["email"], below, after, due_at)


def choose_page(request: HttpRequest, record: Record, asked: CouncilOnDay | None) -> HttpResponse:
    """Ask an officer which council; ``asked`` runs no children's services."""
    below = format_html(
        'Not from a council? <a href="{}">Find yours</a> and write to it, or tell us what you know'
        ' on its page. Want to complain about us? <a href="{}">Complain</a>',
        reverse("councils:find"),
        reverse("complaints:complain"),
    )
    context = {
        "heading": "Do you work for a council?",
        "lead": "Tell us if your council wants to sign the Runaways’ Charter, has signed, has done"
        " something new, or if we’ve got something wrong.",
        "label": "Your council",
        "notice": asked
        and f"{asked.name} doesn’t run children’s services, so it can’t sign. Choose the council"
        " that does.",
        "councils": record.councils,
        "nothing_chosen": "council" in request.GET and asked is None,
        "below": [below],
    }
    return for_one_visitor(render(request, "choose_council.html", context))


def form_page(
    request: HttpRequest, row: CouncilOnDay, form: SignUpForm, refusal: Refusal | None = None
) -> HttpResponse:
    record = record_on()
    context = {
        "heading": f"Tell us about {row.short_name_in_sentence}",
        "row": row,
        "form": form,
        "refusal": refusal,
        "action": f"{reverse('sign_up:sign')}?{urlencode({'council': row.slug})}",
        "text_is": charter_text.for_officers(record, row),
        "days_unconfirmed": retention.UNCONFIRMED.days,
        "days_declined": retention.DECLINED_SIGN_UPS.days,
        "months_people": retention.in_months(retention.PEOPLE),
    }
    return for_one_visitor(render(request, "sign_up/form.html", context))


@csrf_exempt
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm a message with the button on this page: opening the link changes nothing."""
    sign_up = SignUp.objects.live().select_related("council").by_token(token)
    if sign_up is not None:
        limit = partial(count_confirmed, sign_up)
        return papers.confirm_by_button(request, sign_up, confirm_page, limit)
    lead = (
        f"We delete messages that nobody confirms after {retention.UNCONFIRMED.days} days. The end"
        " of the link may also be missing, or we had to go back to an older copy of our data."
    )
    return papers.link_gone(request, lead, (reverse("sign_up:sign"), "Send it again"))


def count_confirmed(sign_up: SignUp) -> rate_limits.Verdict:
    """Count one more message in a council's name, unless it is from its own mail.

    Only what somebody confirmed counts, or a stranger who confirms nothing would shut it out.
    """
    if sign_up.confirmed_at or is_council_mail(sign_up.email, sign_up.council.website):
        return rate_limits.ROOM
    return rate_limits.consume("sign_up confirmed", council=sign_up.council.code)


def confirm_page(
    request: HttpRequest, sign_up: SignUp, refusal: Refusal | None = None
) -> HttpResponse:
    row = record_on().by_id[sign_up.council_id]
    if sign_up.confirmed_at:
        return papers.paper(
            request,
            "Thank you. We’ll read it and email you",
            template="sign_up/confirmed.html",
            sign_up=sign_up,
            row=row,
            go=papers.back_to(row),
        )
    return papers.paper(
        request,
        "Is this message from you?",
        f"Someone used this address to tell us: “{sign_up.get_kind_display()}”.",
        template="confirm.html",
        button="Yes, send it",
        not_me="we’ll delete the message and never write to you again",
        row=row,
        refusal=refusal,
    )


@require_safe
@cache_by_record_version()
def text(request: HttpRequest) -> HttpResponse:
    """Show the charter's full text, or say that this site does not hold it."""
    record = record_on()
    context = {
        "heading": "The charter’s text",
        "lead": charter_text.page_placeholders(record)["{charter_text}"],
        "edition": charter_text.signable_edition(record),
    }
    return render(request, "sign_up/text.html", context)


@require_safe
def standing(request: HttpRequest, number: str, certificate: bool = False) -> HttpResponse:
    """Show a certificate's short address: the evidence, and how the signature stands today.

    Or the ``certificate`` itself, to print, where the text that was signed is held.
    """
    public = Signature.objects.exclude(published_at=None).select_related("council", "edition")
    signature = get_object_or_404(public, pk=int(number))
    record = record_on()
    if certificate and (signature.retracted_on or signature.disputed_on or not is_held(record)):
        raise Http404("There is no certificate of this signature.")
    row = record.by_id[signature.council_id]
    context = {"heading": row.name, "signature": signature, "row": row, "today": record.on}
    template = "sign_up/certificate.html" if certificate else "sign_up/standing.html"
    return for_one_visitor(render(request, template, context | {"record": record}))
