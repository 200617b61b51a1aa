"""What our questions to councils say. Each is plain text, signed by the person who asks."""

import datetime as dt

from django.conf import settings
from django.utils.http import urlencode
from django.utils.text import capfirst

from campaign.asking.models import Ask, Asker, AskKind
from campaign.pages.models import Organisation
from campaign.sign_up.models import SignUpKind
from councils.dates import format_date
from councils.record import CouncilOnDay, charter_text, record_on


def wording(ask: Ask, asker: Asker, *, is_reminder: bool = False) -> tuple[str, str]:
    """Return the subject and the text of an ask, or of its reminder."""
    row = record_on().by_id[ask.council_id]
    council = row.short_name_in_sentence
    if is_reminder:
        subject, body = f"A reminder: our question to {row.name}", reminder(ask, row)
    elif ask.kind == AskKind.CONFIRM:
        subject, body = f"{capfirst(council)} is on record. Is that right?", confirm(row)
    else:
        subject, body = f"Has {council} signed the Runaways’ Charter?", question(row)
    parts = [
        f"To {ask.get_role_display()}, {row.name}",
        body,
        how_to_answer(ask, row),
        signature(asker),
    ]
    return f"{subject} ({ask.reference})", "\n\n".join(parts)


def confirm(row: CouncilOnDay) -> str:
    when = f" {row.when.words}" if row.when and row.when.precision != "unknown" else ""
    return f"""On our website {row.name_in_sentence} is on record as having signed the Runaways’ \
Charter{when}. The evidence is on its page: {settings.SITE_URL}{row.url}

Is that right? On what day was it signed, and who signed it, in what role? If you can say where \
that is written down, such as in minutes, we will name it as the source.

{about_the_charter()}"""


def question(row: CouncilOnDay) -> str:
    return f"""On our website there is no signature of the Runaways’ Charter by \
{row.name_in_sentence} on record: {settings.SITE_URL}{row.url}

Has the council signed it? If so, on what day, and who signed it, in what role? Where is that \
written down? If it has not, one line that says so helps us as much.

This is a plain question. {about_the_charter()}"""


def reminder(ask: Ask, row: CouncilOnDay) -> str:
    body = confirm(row) if ask.kind == AskKind.CONFIRM else question(row)
    return f"""On {day(ask.asked_on)} we sent you the email below. No answer has reached us. \
If our email did not arrive, or should have gone to somebody else, please tell us.

{body}"""


def about_the_charter() -> str:
    return (
        "The Children’s Society launched the Runaways’ Charter on 9 July 2012. It was reported to"
        f" ask councils to count, think, act and prevent. {charter_text.where_it_is(record_on())}"
    )


def how_to_answer(ask: Ask, row: CouncilOnDay) -> str:
    query = {"council": row.slug}
    if ask.kind == AskKind.CONFIRM:
        query["kind"] = SignUpKind.CONFIRM
    return f"""You can answer by replying to this email; please leave {ask.reference} in its \
subject. Or answer here, where your council is filled in:
{settings.SITE_URL}/sign/?{urlencode(query)}"""


def signature(asker: Asker) -> str:
    organisation = Organisation.current()
    lines = [
        asker.name,
        asker.job,
        f"{organisation.name}{organisation.charity_words}",
        organisation.postal_address_on_one_line,
        f"Telephone {asker.telephone}",
    ]
    return "\n".join(line for line in lines if line)


def day(on: dt.date | None) -> str:
    return format_date(on) if on else "an earlier day"
