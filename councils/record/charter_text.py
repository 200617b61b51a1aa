"""Whether this site holds the charter's full text, and what pages and letters say of it.

The text was never found. Staff may enter it on an edition of the charter, with who owns it and who
agreed that councils may sign it here: one tick there changes every sentence below.
"""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from councils.models import Edition
from councils.record.snapshot import Record, cached_with_record

NOT_HELD = "This website does not hold the full text of the charter: it was never found."
IN_LETTERS_NOT_HELD = "The website has not found the charter’s full text."
SAY_WHETHER = "to say in public whether it signed the Runaways’ Charter, and on what day"
PUBLISH = (
    "to publish what it does to count children who go missing, to think about how they are treated,"
    " to act as soon as it happens, and to prevent it"
)
SIGN_WITH_OWN_COPY = (
    "So a council that signs now signs a copy of its own. Please send us that copy, or a link to"
    " it: it is the evidence that the record needs."
)
NOT_FOUND = format_html(
    "We have not found the charter’s own words, and this website does not hold the full text. It"
    " was once a file on the campaign’s old website. We looked for a copy and did not find one. So"
    " this page tells you what others said about the charter, and who said it. Do you have a copy?"
    ' Please <a href="{}">tell us</a>.',
    "/about/#contact",
)
LAW_NOT_HELD = (
    "Because the charter’s own words were not found, nobody can say here whether it asks for more"
    " than the law."
)
TEXT_ADDRESS = "/charter/text/"


@cached_with_record
def signable_edition(record: Record) -> Edition | None:
    """Return the edition whose full text this site holds and councils may sign here, or None."""
    return Edition.objects.signable()


def is_held(record: Record) -> bool:
    return signable_edition(record) is not None


def where_it_is(record: Record) -> str:
    """Say in a sentence where the text is, or that this site does not hold it."""
    edition = signable_edition(record)
    if edition is None:
        return NOT_HELD
    return (
        f"This website holds the full text of the charter. It belongs to {edition.owner}. That"
        f" councils may sign it here was agreed by {edition.agreed_by}."
    )


def letter_line(record: Record, site: str) -> str:
    """Return the line of a letter that says where the charter's text is."""
    if is_held(record):
        return f"The charter’s full text: {site}{TEXT_ADDRESS}"
    return IN_LETTERS_NOT_HELD


def page_placeholders(record: Record) -> dict[str, str | SafeString]:
    """Return by placeholder the sentences in pages that staff edit, as HTML."""
    if not is_held(record):
        return {
            "{charter_text}": NOT_FOUND,
            "{charter_text_and_the_law}": LAW_NOT_HELD,
            "{charter_text_for_councils}": f"{NOT_HELD} {SIGN_WITH_OWN_COPY}",
        }
    link = format_html('<a href="{}">Read the charter’s own words</a>.', TEXT_ADDRESS)
    sentence = format_html("{} {}", where_it_is(record), link)
    return {
        "{charter_text}": sentence,
        "{charter_text_and_the_law}": "",
        "{charter_text_for_councils}": sentence,
    }
