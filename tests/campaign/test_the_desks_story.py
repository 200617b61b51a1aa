"""One site from its first day to its first leaver, through the screens that each person uses.

Ada is administrator, Rita recorder, Ed editor and Cora supporter care. Olu works for Sheffield;
Mallory, whose address only looks like Leeds’s, for nobody.
"""

import email
import email.policy
import json
import re
from collections import Counter

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.test import Client
from django.utils import timezone

from campaign.inbox.process import process
from campaign.outbox.mime import readable
from campaign.outbox.models import MessageState, OutgoingMessage
from councils.models import Council, Signature
from tests import lists
from tests.conftest import forget_everything
from tests.recording import preview_and_publish
from tests.seen import fields, links, words

PASSWORD = "a long enough password"
PRINTED = """Barking and Dagenham, Barnet, Bradford, Bristol City, Cambridgeshire, Derby City,
Derbyshire County, Devon, East Riding, Enfield, Hampshire, Harrow, Havering, Hertfordshire,
Kent County, Lancashire County, Leicestershire, Manchester City, Milton Keynes, Newcastle,
North Lincolnshire, North Tyneside, Nottinghamshire, Oldham, Oxfordshire County, Reading,
Southend-on-Sea, Staffordshire County, Stockport, Stoke-on-Trent, Warrington, West Berkshire"""
NAMES = " ".join(PRINTED.split()).split(", ")
EIGHT = ["Wigan", "Bury", "Bolton", "Salford", "Trafford", "Rochdale", "Cheshire", "Bedfordshire"]
LIKELY = {"Cheshire": "cheshire-east", "Bedfordshire": "central-bedfordshire"}
"""The councils that two names, each of which fits several, turn out to mean."""
ASK = "/admin/asking/ask/plan/"
ED = {"name": "Ed Ibbotson", "job": "Records", "telephone": "020 7946 0000"}


@pytest.fixture
def people(client, db, django_user_model, settings, today_is):
    """The browsers of the staff of a site without signatures, which nobody has opened."""
    today_is("2026-11-27")
    settings.MUST_BE_OPENED = True
    django_user_model.objects.create_superuser("ada@example.org", "ada@example.org", PASSWORD)
    browsers = {"Ada": sign_in("ada@example.org")}
    for name, role in (("Rita", "recorder"), ("Ed", "editor"), ("Cora", "supporter care")):
        account = f"{name.lower()}@example.org"
        typed = {"username": account, "first_name": name, "roles": [role]}
        passwords = {"new_password": PASSWORD, "own_password": PASSWORD}
        done = browsers["Ada"].post("/admin/auth/user/add/", typed | passwords)
        assert done.status_code == 302, words(done)
        browsers[name] = sign_in(account)
    return browsers


def sign_in(account):
    browser = Client()
    page = browser.post(
        "/admin/login/", {"username": account, "password": PASSWORD, "next": "/admin/"}
    )
    assert page.status_code == 302, words(page)
    return browser


def signature_of(short_name):
    return Signature.objects.standing().get(council__short_name=short_name)


def home():
    forget_everything()
    return words(Client().get("/"))


def handed_over(purpose):
    """Let our mail service take every email of a kind; return their texts, oldest first."""
    waiting = OutgoingMessage.objects.filter(purpose=purpose, outcome_at=None).order_by("pk")
    texts = []
    for message in waiting:
        message.state, message.outcome_at = MessageState.ACCEPTED, timezone.now()
        message.save()
        message.tell_subject()
        mail = email.message_from_bytes(bytes(message.content), policy=email.policy.default)
        texts.append(" ".join(mail.get_content().split()))
    return texts


def open_the_site(people):
    public = Client()
    assert "This site is being prepared" in words(public.get("/"))
    sign = {"council": "sheffield", "email": "olu@sheffield.gov.uk", "text": "We want to sign."}
    assert public.post("/sign/", sign).status_code == 503
    own = {"name": "A Charity", "charity_number": "1234567", "email": "hello@charity.example"}
    own |= {"press_contact": "Press, 020 7946 0000"}
    own |= {"self_check_reviewed_by": "A head of service, 1 November 2026"}
    page = people["Ed"].post("/admin/pages/organisation/add/", own)
    assert page.status_code == 302, words(page)
    form = "/admin/pages/organisation/1/change/"
    ada = people["Ada"]
    ada.post(form, fields(ada.get(form)) | {"_test": ""})
    assert handed_over("staff")
    assert "Still missing: When email is read; " in words(
        ada.post(form, fields(ada.get(form)) | {"_open": ""}, follow=True)
    )
    filled = {
        "mail_hours": "9 to 5", "host": "Nest", "mail_service": "Post", "words_checked": "on",
        "restore_rehearsed_on": "2026-11-20", "dpia_on": "2026-11-01", "ico_number": "ZA123456",
        "safeguarding_policy": "https://charity.example/policy/",
        "safeguarding_email": "safe@charity.example", "deputy_email": "deputy@charity.example",
        "own_password": PASSWORD, "_save": "",
    }  # fmt: skip
    ada.post(form, fields(ada.get(form)) | filled)
    for asked in OutgoingMessage.objects.filter(key__startswith="address:"):
        link = re.search(r"/safeguarding/confirm/\S+", readable(bytes(asked.content))[1])
        assert public.post(link[0]).status_code == 200
    filled = {"_open": ""}
    assert "The site is open." in words(ada.post(form, fields(ada.get(form)) | filled, follow=True))
    assert "being prepared" not in home()


def bring_forty(browser):
    """Bring a list; settle what is ambiguous; publish it; return what its page said at first."""
    names = [*NAMES, *EIGHT]
    text = "\n".join(["council,date", *(f"{name},by 19/9/2013" for name in names)])
    page = lists.bring(browser, text)
    first = words(page)
    mended = {
        f"line-{number}-council": Council.objects.get(slug=LIKELY[name]).code
        for number, name in enumerate(names, 2)
        if name in LIKELY
    }
    for number, name in enumerate(names, 2):
        if name in EIGHT:
            mended[f"line-{number}-source"] = "The list of 2013"
            mended[f"line-{number}-source_kind"] = "report"
    page = lists.press(browser, page, "look", **mended)
    assert "8 published" in words(lists.press(browser, page, "publish"))
    return first


def take_back(people):
    """Rita takes one back, and Ed notes that one has withdrawn."""
    there = f"/admin/record/signature/{signature_of('Wigan').pk}/retract/"
    typed = {"reason": "It was a district of the same name."}
    filled = fields(people["Rita"].get(there)) | typed
    shown = people["Rita"].post(there, filled | {"preview": ""})
    assert "The mistake was ours" in words(shown)
    people["Rita"].post(there, fields(shown) | {"publish": ""})
    form = fields(people["Ed"].get("/admin/record/?shows=withdrawn&council=Bury"))
    typed = {
        "date": "27 November 2026",
        "council_words": "We withdraw.",
        "source": "A letter to us",
    }
    preview_and_publish(people["Ed"], "/admin/record/", form | typed)
    assert "38 of 153 councils have signed the Runaways’ Charter, as far as we know" in home()


def edit_at_once(people):
    """Rita and Ed correct one fact: the second save is refused, and told who came first."""
    address = f"/admin/record/signature/{signature_of('Kent').pk}/correct/"
    ritas, eds = fields(people["Rita"].get(address)), fields(people["Ed"].get(address))
    ritas |= {"signed_by": "The Cabinet", "reason": "The BBC said so that day."}
    assert preview_and_publish(people["Rita"], address, ritas).status_code == 302
    eds |= {"signed_role": "Leader", "reason": "It says so.", "publish": ""}
    page = people["Ed"].post(address, eds)
    assert "rita@example.org saved it last" in words(page)
    assert fields(page)["signed_role"] == "Leader"
    again = fields(page) | {"signed_by": "The Cabinet"}  # Ed takes over what differs
    assert preview_and_publish(people["Ed"], address, again).status_code == 302
    kent = signature_of("Kent")
    assert (kent.signed_by, kent.signed_role) == ("The Cabinet", "Leader")


def write_to_us(form, email, **typed):
    """Send /sign/ as an officer does, and confirm it by the link in the email."""
    officer = Client()
    filled = {"officer": "Olu Ade", "role": "Head of service", "email": email}
    page = officer.post(form, filled | typed)
    assert "check your email" in words(page).lower(), words(page)
    mail = handed_over("sign_up")[-1]
    link = re.search(r"https?://[^/]+(/\S+)", mail[mail.index("open this page") :])[1]
    assert officer.get(link).status_code == 200
    officer.post(link)


def newest_message(browser):
    listed = links(browser.get("/admin/sign_up/signup/"))
    return next(link for link in listed if re.fullmatch(r".*/signup/\d+/change/.*", link))


def record(browser, link, **chosen):
    """Open the newest message from the desk's list, follow a link of it, and publish."""
    offered = links(browser.get(newest_message(browser)))
    address = next(there for there, words_of_it in offered.items() if words_of_it == link)
    filled = fields(browser.get(address))
    return words(preview_and_publish(browser, "/admin/record/", filled | chosen, follow=True))


def councils_come(people):
    """Olu signs for Sheffield and sends progress; Mallory is declined."""
    form = "/sign/?council={}"
    signed = {"kind": "signed", "day": "4 November 2026", "evidence": "Minutes of the Cabinet"}
    write_to_us(form.format("leeds"), "olu@leeds-gov.uk", **signed)
    page = record(people["Rita"], "Record a signature")
    assert "Not from the council’s own mail." in page
    assert "The officer’s message does not show it." in page
    declines = {"words": "We cannot tell who wrote.", "decline": ""}
    message = newest_message(people["Rita"])
    shown = fields(people["Rita"].post(message, declines))
    page = people["Rita"].post(message, shown | {"decline": ""}, follow=True)
    assert "Declined." in words(page)
    write_to_us(form.format("sheffield"), "olu@sheffield.gov.uk", **signed)
    shown = {"source_url": "https://democracy.sheffield.gov.uk/7"}
    page = record(people["Rita"], "Record a signature", **shown)
    assert "The message is closed, and its officer thanked." in page
    assert "39 of 153 councils have signed the Runaways’ Charter, as far as we know" in home()
    # Olu has checked the council, and tells us of one thing.
    told = {"kind": "progress", "commitment": "count", "text": "We collect data. Report 3, item 7"}
    write_to_us(form.format("sheffield"), "olu@sheffield.gov.uk", **told)
    record(people["Ed"], "First, if nobody asked it before: record that our form asks")
    done = {"date": "20 November 2026", "text": "We collect data. Report 3, item 7"}
    page = record(people["Ed"], "Record what it has done", **done)
    assert "its officer thanked" in page
    forget_everything()
    assert "Report 3, item 7" in words(Client().get("/councils/sheffield/"))


def ask_for_the_record(people):
    """Ed asks those on record, then ten more; three answer, by email and by telephone."""
    others = ("Sheffield", "Bury")
    standing = Signature.objects.standing().exclude(council__short_name__in=others)
    on_record = list(Council.objects.filter(signatures__in=standing))
    ten = list(Council.objects.current().filter(kind="london").exclude(
        pk__in=[one.pk for one in on_record]).order_by("name")[:10])  # fmt: skip
    lines = [
        f"{one.code},democratic services,email,democratic@{one.slug}.example,its website,2026-11-20"
        for one in (*on_record, *ten)
    ]
    sheet = "\n".join(["council,role,way,address,source,checked on", *lines])
    page = lists.publish(people["Rita"], sheet, lists.CONTACTS)
    assert "48 recorded." in words(page)
    for kind, chosen in (("confirm", on_record), ("question", ten)):
        typed = {**ED, "kind": kind, f"pick_{kind}": [one.pk for one in chosen]}
        page = people["Ed"].post(ASK, {**typed, "send": "1"}, follow=True)
        assert f"Asked: {len(chosen)}." in words(page), words(page)
    assert len(handed_over("ask")) == 48
    answers = {"Kent": "Yes. The leader signed it.", "Enfield": "Yes, that is right."}
    for name, text in answers.items():
        write_back(name, text)
    listed = words(people["Rita"].get("/admin/tasks/task/?kind__exact=asked"))
    assert "2 in all" in listed
    kent = address_of_ask(people["Ed"], "Kent")
    for name in answers:
        answered = people["Ed"].get(address_of_ask(people["Ed"], name))
        link = next(address for address in links(answered) if "/confirm/" in address)
        preview_and_publish(people["Ed"], link, fields(people["Ed"].get(link)))
    telephoned = address_of_ask(people["Ed"], ten[0].short_name)
    people["Ed"].post(telephoned, {"answered": "1", "text": "By telephone: it has not signed."})
    for address in (kent, telephoned):
        assert "answered" in words(people["Ed"].get(address)).lower()
    assert "Of those on it, two have confirmed theirs since." in home()


def address_of_ask(browser, short_name):
    listed = links(browser.get(f"/admin/asking/ask/?q={short_name}"))
    return next(link.partition("?")[0] for link in listed if re.search(r"/ask/\d+/change/", link))


def write_back(short_name, text):
    code = Council.objects.get(short_name=short_name, ends_on=None)
    message = OutgoingMessage.objects.filter(
        purpose="ask", recipient=f"democratic@{code.slug}.example"
    ).latest("pk")
    mail = f"From: Ann <ann@{code.slug}.gov.uk>\r\nSubject: Re: your question\r\n"
    mail += f"Message-ID: <{code.slug}@x>\r\n\r\n{text}"
    process(mail.encode(), to=message.envelope_sender)


def complain(people):
    """Sheffield complains; Cora answers; its own words stand beside its status."""
    Client().post("/complaints/", {
        "text": "Our page is wrong.", "about": "sheffield", "name": "Olu Ade",
        "email": "olu@sheffield.gov.uk",
    })  # fmt: skip
    listed = links(people["Cora"].get("/admin/tasks/task/?kind__exact=complained"))
    address = next(link for link in listed if re.search(r"/task/\d+/change/", link))
    shown = people["Cora"].post(address, {"act": "taken"})
    people["Cora"].post(address, fields(shown) | {"act": "taken"})
    written = {"act": "look", "answer": "Your words stand there now."}
    shown = people["Cora"].post(address, written)
    page = people["Cora"].post(address, fields(shown) | {"act": "closed"}, follow=True)
    assert "Closed. Whoever complained is told." in words(page)
    assert len(handed_over("complaint")) == 2
    write_to_us(
        "/sign/?council=sheffield",
        "olu@sheffield.gov.uk",
        kind="reply",
        reply="We act on every report.",
    )
    record(people["Rita"], "Put its words beside its status")
    forget_everything()
    page = words(Client().get("/councils/sheffield/"))
    assert re.search(r"Sheffield says, [^:]+: We act on every report\.", page)


def disable_rita(people):
    """Rita leaves: her session ends, she cannot sign in, and what she did keeps her name."""
    listed = links(people["Ada"].get("/admin/auth/user/"))
    pages = {name: link for link, name in listed.items() if re.search(r"/user/\d+/change/", link)}
    rita, ada = (pages[f"{name}@example.org"].partition("?")[0] for name in ("rita", "ada"))
    typed = fields(people["Ada"].get(rita)) | {"roles": ["recorder"], "own_password": PASSWORD}
    del typed["is_active"]
    assert people["Ada"].post(rita, typed).status_code == 302
    own = fields(people["Ada"].get(ada)) | {"roles": ["administrator"], "own_password": PASSWORD}
    del own["is_active"]
    assert "This is the last administrator" in words(people["Ada"].post(ada, own))
    assert "/login/" in people["Rita"].get("/admin/")["Location"]
    refused = Client().post("/admin/login/", {"username": "rita@example.org", "password": PASSWORD})
    assert refused.status_code == 200


@pytest.mark.fault  # a whole site, in many screens
def test_the_desks_story(people):
    open_the_site(people)
    first = bring_forty(people["Rita"])
    assert "8 need you" in first and "32 already on record" in first
    assert "40 of 153 councils have signed the Runaways’ Charter, as far as we know" in home()
    take_back(people)
    edit_at_once(people)
    councils_come(people)
    ask_for_the_record(people)
    complain(people)
    disable_rita(people)
    the_log_tells_exactly_that(people)


def the_log_tells_exactly_that(people):
    """The public log, the history of each row, the audit log and the counts agree."""
    assert "39 of 153 councils have signed the Runaways’ Charter, as far as we know" in home()
    log = json.loads(Client().get("/data/changes.json").content)["changes"]
    assert Counter(change["kind"] for change in log) == {
        "recorded": 8 + 1 + 2 + 1 + 1,  # the list; Sheffield, its progress, its words; Bury
        "corrected": 2 + 2,  # Kent twice; two confirmed
        "retracted": 1,  # Wigan
    }
    lines = LogEntry.objects.filter(content_type__app_label="councils")
    who = lines.values_list("user__first_name", "content_type__model", "action_flag")
    assert Counter(who) == {
        ("Rita", "signature", ADDITION): 8 + 1 + 1,  # and that an officer was thanked
        ("Rita", "signature", CHANGE): 1 + 1,
        ("Rita", "contact", ADDITION): 48,
        ("Rita", "event", ADDITION): 1 + 1,
        ("Ed", "event", ADDITION): 1 + 1 + 1 + 1,
        ("Ed", "signature", CHANGE): 1 + 2,
    }
    assert "rita@example.org signed in" in words(people["Ada"].get("/admin/staff/auditentry/"))
    signature = signature_of("Kent")
    history = words(people["Ed"].get(f"/admin/councils/signature/{signature.pk}/history/"))
    for line in (
        "now “The Cabinet”",
        "now “Leader”",
    ):
        assert line in history
    assert "rita@example.org" in history  # who has left
    public = words(Client().get("/changes/")) + json.dumps(log)
    for name in ("Olu", "Mallory", "rita", "Ann"):
        assert not re.search(rf"\b{name}\b", public), name
