"""A record with each status, lineage, precision and kind of fact, on top of the shipped one.

Only tests and ./dev demo use it.
"""

import datetime as dt

from councils.models import (
    Change,
    ChangeKind,
    Commitment,
    Contact,
    Council,
    CouncilName,
    DailyLetterCount,
    Edition,
    EventKind,
    EvidenceFile,
    FileKind,
    Lineage,
    LineageKind,
)

TODAY = "2026-12-24"
CHECKED = dt.date(2026, 12, 1)

NAMED = {
    "kent": "signed",
    "sheffield": "intends",
    "leeds": "signed",
    "york": "signed",
    "rutland": "signed",
    "devon": "withdrawn",
    "hampshire": "signed",
    "wigan": "intends",
    "cumberland": "inherited",
    "bournemouth-christchurch-and-poole": "inherited",
    "dorset": "inherited",
    "north-yorkshire": "signed",
    "second-nova": "inherited",
    "evil": "signed",
    "torbay": "not_signed",
    "cumbria": "former",
    "nova": "former",
    "east-surrey": "forming",
    "surrey": "signed",
}
"""Councils of the rich record that tests look at, and their status on its day."""

CANARY = "canary-7Q4"
"""A word of facts that are kept until a later day."""
EVIL = '=HYPERLINK("http://evil.example","<i>Evil</i>")'
"""A name that a spreadsheet would run as a formula."""


def enrich(make_council, sign, add_event, add_progress):
    """Build the rich record on top of the one that ships; return its councils by slug."""
    of = enrich_plausibly(make_council, sign, add_event, add_progress)
    strange(make_council, sign, add_event)
    kept_until_later(of, sign, add_event, add_progress)
    changes(of)
    return of


def enrich_plausibly(make_council, sign, add_event, add_progress):
    """Build a rich record that looks real, without names that break files: for ./dev demo too."""
    of = {council.slug: council for council in Council.objects.all()}
    signatures(of, sign)
    reorganisations(of, make_council, sign)
    events(of, add_event, add_progress)
    return of


def signatures(of, sign):
    """Add signatures of every precision, one of a second edition, and a retracted one."""
    second = Edition.objects.create(
        published_on=dt.date(2026, 10, 1), title="The Runaways’ Charter, second edition"
    )
    copy = EvidenceFile.objects.keep(b"%PDF-1.7 a copy", FileKind.PDF)
    sign(
        of["leeds"],
        "2014-02-11",
        signed_by="Cllr A. Example",
        signed_role="Lead Member",
        evidence_file=copy,
        evidence_file_is_public=True,
    )
    sign(of["york"], "2015-03-20", "month", checked_on=CHECKED)
    sign(of["sunderland"], "2016-01-01", "year", checked_on=CHECKED)
    sign(of["rutland"], None, "unknown", checked_on=CHECKED)
    sign(of["kent"], "2026-10-10", edition=second, confirmed_on=dt.date(2026, 11, 11))
    sign(of["medway"], "2015-05-05").retract("It was another council’s.")


def reorganisations(of, make_council, sign):
    """Add signatures of councils that went on, split or merged, and a chain of successors."""
    sign(of["north-yorkshire"], "2015-05-05")  # went on under a new name
    sign(of["cumbria"], "2014-05-05")  # split in two
    sign(of["poole"], "2014-06-06")  # merged with two others
    sign(of["dorset-county-council"], "2014-07-07", "year", checked_on=CHECKED)  # and gave a part
    sign(of["surrey"], "2016-06-06")  # ends next year
    chain = [
        make_council("Nova", ends="2015-04-01"),
        make_council("First Nova", "2015-04-01", "2020-04-01"),
        make_council("Second Nova", "2020-04-01"),
    ]
    sign(chain[0], "2013-05-05")
    for old, new in zip(chain, chain[1:], strict=False):
        Lineage.objects.create(old=old, new=new, on=new.starts_on, kind=LineageKind.REPLACES)
    assert Lineage.objects.filter(kind=LineageKind.PART).exists()


def events(of, add_event, add_progress):
    """Add every kind of event, a return after a withdrawal, and progress since signing."""
    add_event(of["sheffield"], EventKind.CONTACTED, "2026-09-01")
    add_event(of["sheffield"], EventKind.INTENDS, "2026-11-01")
    add_event(
        of["sheffield"],
        EventKind.DECISION_DUE,
        "2027-01-14",
        checked_on=CHECKED,
        text="Sheffield decides on 14 January.",
    )
    add_event(of["torbay"], EventKind.CONTACTED, "2026-10-01")
    add_event(of["torbay"], EventKind.DECIDED, "2026-10-20")
    add_event(of["devon"], EventKind.WITHDRAWN, "2018-03-03")
    add_event(of["oldham"], EventKind.WITHDRAWN, "2017-03-03")
    add_event(of["oldham"], EventKind.INTENDS, "2019-03-03", date_precision="month")
    add_event(of["wigan"], EventKind.INTENDS, "2020-03-03", date_precision="by")
    add_event(of["leeds"], EventKind.REAFFIRMED, "2024-05-05")
    add_event(of["hampshire"], EventKind.CONTACTED, "2026-01-10")
    add_event(of["hampshire"], EventKind.REPLY, "2026-02-10")
    add_event(of["hampshire"], EventKind.PROGRESS, "2026-02-11")
    levels = ("promised", "evidenced", "checked", "promised")
    for commitment, level in zip(Commitment, levels, strict=True):
        add_progress(
            of["hampshire"], commitment, level, "2026-02-12", council_words="We count each week."
        )
    # Kent was never asked, so its page says nothing about this.
    add_progress(of["kent"], Commitment.COUNT, "promised", "2026-11-11")
    add_event(of["leeds"], EventKind.REPLY, "2025-05-05").retract(
        "It was a reply to somebody else."
    )


def kept_until_later(of, sign, add_event, add_progress):
    """Add facts that are not public yet: no page, file, feed or count may have them."""
    later = {"public_from": dt.date(2027, 2, 2), "published_at": None, "source": CANARY}
    copy = EvidenceFile.objects.keep(CANARY.encode(), FileKind.PDF)
    sign(
        of["torbay"],
        "2026-11-11",
        signed_role=CANARY,
        evidence_file=copy,
        evidence_file_is_public=True,
        **later,
    )
    for kind in EventKind:
        if kind != EventKind.WITHDRAWN:
            add_event(of["torbay"], kind, "2026-11-11", text=CANARY, council_words=CANARY, **later)
    add_event(of["kent"], EventKind.WITHDRAWN, "2026-11-11", text=CANARY, **later)
    add_progress(of["hampshire"], Commitment.COUNT, "promised", "2026-11-11", text=CANARY, **later)


def strange(make_council, sign, add_event):
    """Add a council whose name and facts break careless pages and files."""
    evil = make_council("Evil", "2013-04-01", code="EVIL")
    Council.objects.filter(pk=evil.pk).update(name=EVIL)
    sign(
        evil,
        "2014-04-04",
        source='-1+1\n"quoted", with commas, <b>tags</b> & more',
        source_url="https://example.org/?a=1&b=2",
        note="@SUM(1)",
    )
    add_event(evil, EventKind.REPLY, "2015-05-05", text="+44 is no formula.", source="\t=1")
    CouncilName.objects.create(council=evil, name="Evíl Łondon ☃", kind="other")


def changes(of):
    """Add a change of each kind, counts of letters, and a contact."""
    for kind in ChangeKind:
        Change.objects.note(of["kent"], kind, f"Kent: {kind}.", "Somebody wrote to us.")
    Change.objects.note(None, ChangeKind.CORRECTED, "=The charter’s text.", "Found.")
    DailyLetterCount.objects.create(council=of["kent"], delivered=120, self_sent=30)
    Contact.objects.create(
        council=of["sheffield"],
        email="lead@sheffield.example",
        source="https://example.org/",
        checked_on=CHECKED,
        check_again_on=dt.date(2027, 6, 1),
    )
