"""A person's letters: export and erase them for a subject access request."""

from campaign.letters.models import Letter

FIELDS = ("letters.Letter.name", "letters.Letter.email", "letters.Letter.postal_address")
"""The fields by which this module exports and erases a person's rows."""

MOMENTS = ("created_at", "asked_at", "confirmed_at", "outcome_at", "bounced_at", "self_sent_at")


def export(email: str) -> dict[str, list[dict[str, str]]]:
    letters = Letter.objects.for_email(email).select_related("council").order_by("created_at")
    return {"letters": [as_data(letter) for letter in letters]}


def as_data(letter: Letter) -> dict[str, str]:
    """Return what the writer of a letter gave us, and what became of it and when."""
    moments = {field: getattr(letter, field) for field in MOMENTS}
    return {
        "to": letter.council.name,
        "state": letter.get_state_display(),
        "name": letter.name,
        "email": letter.email,
        "postal address": letter.postal_address,
        "written as": letter.get_written_as_display(),
        "subject": letter.subject,
        "text": letter.text,
        "why it matters, in the writer’s own line": letter.own_line,
        "why we did not send it": letter.why_not,
        "whether the council answered": letter.get_answered_display(),
        **{field: moment.isoformat() for field, moment in moments.items() if moment},
    }


def erase(email: str) -> dict[str, int]:
    """Cancel letters that have not left, and anonymise all of them; return how many.

    What is counted stays, and names nobody. A letter that is being handed over at this very moment
    is left for a second try.
    """
    letters = Letter.objects.for_email(email)
    return {"letters": sum(letter.cancel_and_anonymise() for letter in letters)}
