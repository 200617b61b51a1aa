"""signatures: one row for each signature that counts by the day, of closed councils too."""

from councils.models import Signature
from councils.open_data.tables.columns import EDTF, Column, Table, code_of_council, council_code
from councils.open_data.tables.facts import (
    COUNCIL_NAME,
    COUNCIL_PAGE,
    DATE_BOUNDS,
    DISPUTED_SINCE,
    EVIDENCE,
)
from councils.record import Record


def reaffirmed_on(signature: Signature, record: Record) -> str | None:
    """Return when its council last re-affirmed a signature, in EDTF."""
    event = record.by_id[signature.council_id].reaffirmation_of(signature)
    return event.when.edtf if event else None


SIGNATURES: Table[Signature] = Table(
    name="signatures",
    title="Signatures",
    description="One row for each signature found, by the day, with its evidence. A signature"
    " stays with the council that gave it, also after that council has closed or withdrawn.",
    primary_key=("id",),
    columns=(
        Column(
            "id",
            "Our own id for this signature. It never changes.",
            lambda signature, record: signature.public_id,
            required=True,
        ),
        council_code(
            "council",
            "The council that signed: its code in register.",
            code_of_council,
            required=True,
        ),
        COUNCIL_NAME,
        Column(
            "edition",
            "The day the text it signed was published.",
            lambda signature, record: signature.edition.published_on,
            "date",
            required=True,
        ),
        Column(
            "signed_on",
            "When it signed, as exactly as that is known; written as in councils.",
            lambda signature, record: signature.when.edtf,
            required=True,
            pattern=EDTF,
        ),
        *DATE_BOUNDS,
        Column("signed_by", "Who signed."),
        Column("signed_role", "In what role."),
        *EVIDENCE,
        Column("note", "What a careful reader should know."),
        Column(
            "confirmed_on",
            "The day the council confirmed it to us; empty: it has not told us. Evidence of the"
            " kinds minutes and council is the council’s own, and confirms it too.",
            type="date",
        ),
        Column(
            "reaffirmed_on",
            "When the council last re-affirmed it in public; written as in councils. Pages say"
            " that a signature with this, a confirmed_on or evidence of its own is confirmed.",
            reaffirmed_on,
            pattern=EDTF,
        ),
        COUNCIL_PAGE,
        DISPUTED_SINCE,
    ),
    items=lambda record: (
        Signature.objects.counting(record.on).select_related("edition").order_by("pk")
    ),
)
