"""The two pages that emails about calls lead to. Only their buttons act, and nobody signs in."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from campaign.http import papers
from campaign.http.refusals import refuse
from campaign.safeguarding import addresses, alarm
from councils.dates import format_local_date

PRESS = "safeguarding/press.html"


@csrf_exempt  # guarded by refuse(): public pages set no cookie that could hold a token
def take_call(request: HttpRequest, token: str) -> HttpResponse:
    """Let whoever got the email about a call say that they are dealing with it."""
    task = alarm.task_of(token)
    if task is None:
        return papers.link_gone(
            request,
            "That call is no longer on the desk: it was deleted in time, or we went back to an"
            " older copy of our data. Unless you know that somebody has dealt with it, act on the"
            " email that you have.",
            None,
        )
    day = format_local_date(task.call_since or task.created_at)
    came = f"It came on {day}, from {task.email or 'nobody known'}."
    refusal = refuse(request) if request.method == "POST" else None
    if request.method != "POST" or refusal:
        page = papers.paper(
            request,
            "Are you dealing with this call for help?",
            f"{came} If you are, nobody else is called. If not, an hour after it came"
            f" {alarm.after_an_hour()}.",
            template=PRESS,
            button="I’m dealing with it",
            refusal=refusal,
        )
        return refusal.answer(page) if refusal else page
    try:
        task.take_by_link()
    except ValidationError as error:
        return papers.paper(request, "It’s closed already", error.messages[0])
    return papers.paper(
        request, "It’s yours", f"{came} When it is dealt with, close its task on the desk."
    )


@csrf_exempt  # guarded by refuse(): public pages set no cookie that could hold a token
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """Let somebody at a new address say that calls for help are read there."""
    asked = addresses.asked_in(token)
    if asked is None:
        return papers.link_gone(
            request,
            "It has been confirmed, or another address was entered since, or a week has passed, or"
            " we went back to an older copy of our data.",
            None,
        )
    refusal = refuse(request) if request.method == "POST" else None
    if request.method != "POST" or refusal:
        page = papers.paper(
            request,
            f"Do you read {asked.address}?",
            f"Then emails that may be from a child asking for help come there: {asked.place.when}.",
            template=PRESS,
            button="Yes, send them here",
            refusal=refusal,
        )
        return refusal.answer(page) if refusal else page
    asked.confirm()
    return papers.paper(
        request, "Confirmed", f"From now on calls for help come to {asked.address}."
    )
