"""/dev/mail/: read the email that would have been sent, during development. DEBUG only."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from campaign.outbox.mime import parse, readable
from campaign.outbox.models import OutgoingMessage

MOST_SHOWN = 200


def is_shown() -> bool:
    """Whether this site shows every email and sends none, so that none leaves the machine."""
    return settings.DEBUG and not settings.SMTP


@require_safe
@cache_control(no_store=True)
def email_list(request: HttpRequest) -> HttpResponse:
    """List the newest emails that went to nobody, by their subjects."""
    went = OutgoingMessage.objects.filter(is_test=True).exclude(content=b"")
    newest = went.order_by("-outcome_at", "-pk")[:MOST_SHOWN]
    emails = [(message, readable(bytes(message.content))[0]) for message in newest]
    return render(request, "outbox/email_list.html", {"emails": emails, "smtp": settings.SMTP})


@require_safe
@cache_control(no_store=True)
def email_detail(request: HttpRequest, pk: int) -> HttpResponse:
    went = OutgoingMessage.objects.filter(is_test=True).exclude(content=b"")
    message = get_object_or_404(went, pk=pk)
    content = bytes(message.content)
    subject, text = readable(content)
    headers = parse(content).items()
    context = {"message": message, "subject": subject, "text": text, "headers": headers}
    return render(request, "outbox/email.html", context)
