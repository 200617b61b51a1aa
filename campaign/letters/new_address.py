"""Once staff have a new address of a council, one press sends there what came back before."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from campaign.letters import emails
from campaign.letters.models import Letter
from campaign.letters.recipient import Recipient, recipient_for
from councils.email_addresses import spellings
from councils.models import Contact
from councils.models.logged import leave_line
from councils.record import record_on

PERMISSIONS = ("councils.change_contact", "outbox.change_outgoingmessage")


@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the letters to a council that came back, or were refused, to its address of today."""
    user = request.user
    if not isinstance(user, User) or not user.has_perms(PERMISSIONS):
        raise PermissionDenied
    contact = get_object_or_404(Contact.objects.select_related("council"), pk=pk)
    to = recipient_for(record_on().by_id[contact.council_id])
    letters = Letter.objects.to_send_again().filter(council=contact.council_id)
    number = sum(go_again(letter, to) for letter in letters)
    said = {0: "No letter that came back can go to another address.", 1: "1 letter goes again."}
    messages.info(request, said.get(number, f"{number} letters go again."))
    if number:
        leave_line(request, contact, f"{number} letters sent again")
    return HttpResponseRedirect(reverse("admin:councils_contact_change", args=[pk]))


@transaction.atomic
def go_again(letter: Letter, to: Recipient) -> bool:
    """Send one letter to another address than before, and tell its writer."""
    message = letter.message()
    if message is None or not to.email or message.recipient in spellings(to.email):
        return False
    if not message.resend_to(to.email, emails.recipient_header(to)):
        return False
    letter.requeue()
    letter.tell("new_address", message.attempts)
    return True
