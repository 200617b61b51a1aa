"""Whether this site holds the charter's full text, and what pages and letters say of it.

The text was never found. Staff may enter it on an edition of the charter, with who owns it and who
agreed that councils may sign it here: one tick there changes every sentence below.
"""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from councils.models import Edition
from councils.record.council_on_day import CouncilOnDay
from councils.record.snapshot import Record, cached_with_record
from councils.record.status import Status

NOT_HELD = "We don’t have the charter’s full text, because we haven’t found it."
SIGN_WITH_OWN_COPY = (
    "So if your council signs now, it signs its own copy. Please send us that copy or a link to it,"
    " because it’s what shows that you signed."
)
ASK_FOR_ITS_COPY = "If your council still has the copy it signed, please tell us below."
NOT_FOUND = format_html(
    "We looked for the charter’s own words and couldn’t find them. They were once in a file on the"
    ' campaign’s old website. If you’ve got a copy, please <a href="{}">tell us</a>.',
    "/about/#contact",
)
TEXT_ADDRESS = "/charter/text/"


@cached_with_record
def signable_edition(record: Record) -> Edition | None:
    """Return the newest edition whose full text this site holds and may offer, or None."""
    return Edition.objects.filter(may_be_signed_here=True).order_by("published_on").last()


def is_held(record: Record) -> bool:
    return signable_edition(record) is not None


def where_it_is(record: Record) -> str:
    """Say where the text is, or that we don't have it."""
    edition = signable_edition(record)
    if edition is None:
        return NOT_HELD
    return f"We have the charter in full. {whose_it_is(edition)}"


def whose_it_is(edition: Edition) -> str:
    return (
        f"It belongs to {edition.owner}, and {edition.agreed_by} agreed that councils may sign it"
        " here."
    )


def letter_line(record: Record, site: str) -> str:
    """Return the line below a letter that says where the charter's text is, or that it is lost."""
    if is_held(record):
        return f"The charter’s full text: {site}{TEXT_ADDRESS}"
    return f"We haven’t found the charter’s full text: {site}/for-councils/"


def for_officers(record: Record, row: CouncilOnDay) -> str | SafeString:
    """Return what a council's officer reads about the text above the form of that council."""
    if row.status == Status.SIGNED and not is_held(record):
        return f"{NOT_HELD} {ASK_FOR_ITS_COPY}"
    return page_placeholders(record)["{charter_text_for_councils}"]


def page_placeholders(record: Record) -> dict[str, str | SafeString]:
    """Return by placeholder the sentences in pages that staff edit, as HTML."""
    edition = signable_edition(record)
    if edition is None:
        return {
            "{charter_text}": NOT_FOUND,
            "{charter_text_and_the_law}": "Without its own words, we can’t say whether the charter"
            " asked for more than the law does.",
            "{charter_text_for_councils}": f"{NOT_HELD} {SIGN_WITH_OWN_COPY}",
        }
    sentence = format_html(
        '<a href="{}">Here’s the charter in full.</a> {}', TEXT_ADDRESS, whose_it_is(edition)
    )
    return {
        "{charter_text}": sentence,
        "{charter_text_and_the_law}": "",
        "{charter_text_for_councils}": sentence,
    }
