"""Still other ways in which a call comes: files, phones, forms and what breaks on the way."""

import base64

import pytest

from campaign.inbox.process import process
from campaign.outbox.models import OutgoingMessage
from campaign.tasks.models import Task, TaskKind
from tests.campaign.safeguarding.conftest import (
    CALL,
    CHILD,
    KIT,
    LEAD,
    PLAIN,
    TO_US,
    email,
    encoded,
    in_words,
    markup,
    multi,
    plain,
    raw,
    sent_to,
    with_file,
    word,
    zipped,
)

pytestmark = [pytest.mark.django_db, pytest.mark.promise(23)]

SHORT_LINES = "i ran away\r\nfrom home\r\nlast night\r\ni have\r\nnowhere\r\nto sleep"


def open_document(text: str) -> bytes:
    ns = 'xmlns:office="urn:o" xmlns:text="urn:t"'
    spans = text.replace(" away", " <text:span>away</text:span>")
    return zipped(
        mimetype="application/vnd.oasis.opendocument.text",
        content_xml=f"<office:document-content {ns}><text:p>{spans}</text:p>"
        "</office:document-content>",
    )


def old_word(text: str, coding: str) -> bytes:
    """Return what a .doc of Word 97 or a .msg of Outlook is like: words among bytes."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + text.encode(coding) + bytes(600)


def winmail(text: str) -> bytes:
    """Return a winmail.dat of Exchange (TNEF): the message’s text as its attribute attBody."""
    body = text.encode("cp1252") + b"\0"
    check = sum(body) & 0xFFFF
    attribute = b"\x01\x0c\x80\x02\x00" + len(body).to_bytes(4, "little") + body
    return b"\x78\x9f\x3e\x22\x01\x00" + attribute + check.to_bytes(2, "little")


def rtf(text: str) -> bytes:
    words = text.replace(" away", "\\b  away\\b0 ").replace("I am", "I\\'92m")
    return (
        "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Calibri;}}\\pard\\f0\\fs22 " + words + "\\par}"
    ).encode()


ICS = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Meet\r\n{}\r\nEND:VEVENT\r\nEND:VCALENDAR"
PHOTO = base64.encodebytes(bytes(range(256)) * 16_000).decode()  # some four megabytes
YAHOO = (
    "  \r\n  ----- Forwarded message ----- From: Sam <sam@yahoo.example>To: Ms Ade"
    " <ade@school.example>Sent: Tuesday, 24 November 2026 at 10:15:00 GMTSubject: help\r\n  "
)
IPHONE = "\r\n\r\nSent from my iPhone\r\n\r\nBegin forwarded message:\r\n\r\n> From: Sam\r\n> \r\n"
SIGNED = "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\n"

WAYS = {
    # Files
    "in a Word file": with_file("note.docx", word(KIT)),
    "in a Word file, in many runs": with_file(
        "note.docx", word("I ran aw", "ay fr", "om home last night and I have no", "where to sleep")
    ),
    "in a Word file that says it is data": with_file("a", word(KIT), "application/x-any"),
    "in an OpenDocument file": with_file("note.odt", open_document(KIT)),
    "in an old Word file": with_file("note.doc", old_word(KIT, "cp1252"), "application/msword"),
    "in an old Word file of two bytes a letter": with_file("a.doc", old_word(KIT, "utf-16-le")),
    "in an email saved by Outlook": with_file("FW help.msg", old_word(KIT, "utf-16-le")),
    "in Exchange’s winmail.dat": with_file("winmail.dat", winmail(KIT), "application/ms-tnef"),
    "in rich text with its marks": with_file("note.rtf", rtf(KIT), "application/rtf"),
    "in a chat that a phone packed": with_file(
        "WhatsApp Chat with Sam.zip", zipped(chat_txt=f"24/11/2026, 10:15 - Sam: {KIT}")
    ),
    "in a saved web page": with_file(
        "note.mht",
        b"MIME-Version: 1.0\r\nContent-Type: text/html\r\nContent-Transfer-Encoding:"
        b" quoted-printable\r\n\r\n<p>I ran aw=\r\nay from home last ni=\r\nght, I have nowhe=\r\n"
        b"re to sleep</p>",
    ),
    "as the name of a file": with_file("i_ran_away_and_have_nowhere_to_sleep.jpg", b"\xff\xd8"),
    "signed so that all is one file": raw(
        f"{SIGNED}Content-Transfer-Encoding: base64\r\n",
        base64.encodebytes(b"\x30\x82\x06\x10" + bytes(40) + f"{PLAIN}{KIT}".encode() + bytes(99)),
    ),
    "below a photograph of six megabytes": multi(
        "mixed",
        "Content-Type: image/jpeg; name=a.jpg\r\nContent-Transfer-Encoding: base64\r\n\r\n" + PHOTO,
        f"{PLAIN}{KIT}",
    ),
    "between two pictures in the markup": markup(
        f'<img src="data:image/png;base64,{"A" * 150_000}"><p>{KIT}</p>'
        f'<img src="data:image/png;base64,{"A" * 150_000}">'
    ),
    # Phones, calendars and lists
    "forwarded as Yahoo does": plain(f"?{YAHOO}{KIT}"),
    "forwarded from an iPhone": plain(f"{IPHONE}> {KIT}"),
    "in a folded line of a calendar": raw(
        "Content-Type: text/calendar; method=REQUEST\r\n",
        ICS.format("DESCRIPTION:hi\\ni ran aw\r\n ay from home\\, i have now\r\n here to sleep"),
    ),
    "in the note of a card": with_file(
        "sam.vcf", f"BEGIN:VCARD\r\nFN:Sam\r\nNOTE:{KIT}\r\nEND:VCARD".encode(), "text/vcard"
    ),
    "in short lines": plain(SHORT_LINES),
    "one word a line": plain("help me i ran away from home last night".replace(" ", "\r\n")),
    "in flowing lines": plain(
        "Hi, \r\nlast night i ran \r\naway from home and i have nowhere \r\nto sleep \r\n",
        fields="X: 1\r\n",
    ),
    "with a face between any two words": plain("i😭ran😭away😭from😭home😭last😭night"),
    "with points in a row": plain("i...ran...away...from...home...last...night"),
    "in letters made of mathematics": plain("𝐈 𝐫𝐚𝐧 𝐚𝐰𝐚𝐲 𝐟𝐫𝐨𝐦 𝐡𝐨𝐦𝐞 𝐥𝐚𝐬𝐭 𝐧𝐢𝐠𝐡𝐭"),
    "with soft hyphens": plain(KIT.replace("wa", "w\u00ada")),
    "in Polish": plain("Uciekłam z domu, mam 13 lat, boję się i nie mam gdzie spać. Pomocy"),
    "in Welsh": plain("Dw i wedi rhedeg i ffwrdd o gartref. Mae ofn arna i. Dw i’n 13. Helpwch fi"),
    "with the name that a form was given": plain(
        "A form was sent.", fields="X-Form: 1\r\n"
    ).replace(CHILD.encode(), f'"i ran away and have nowhere to sleep" <{CHILD}>'.encode()),
    "in a subject of several codes": plain(
        "-",
        "=?utf-8?B?{}?=\r\n =?utf-8?B?{}?=".format(encoded("i ran aw"), encoded("ay last night")),
    ),
    # Markup
    "one word in each cell": markup(
        "<table><tr>" + "".join(f"<td>{w}</td>" for w in KIT.split()) + "</tr></table>"
    ),
    "in the title alone": markup(f"<html><head><title>{KIT}</title></head><body></body></html>"),
    "in a field of a form": markup(f'<form><input name="q" value="{KIT}"></form>'),
    "in a tip": markup(f'<span title="{KIT}">hi</span>'),
    "in a note for Outlook alone": markup(f"<!--[if mso]><p>{KIT}</p><![endif]-->"),
    "in enriched text": raw("Content-Type: text/enriched\r\n", f"<bold>{KIT}</bold>"),
    # Forms and breakages
    "a council’s form, from nobody": plain(
        f"Submitted via kent.gov.uk\r\nYour message: {KIT}\r\nRef: 1042",
        "Contact form submission",
        "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\n",
    ).replace(CHILD.encode(), b"no-reply@kent.gov.uk"),
    "with marks of a web page in the text": plain(
        "I don&#039;t feel safe at home and I&#039;ve run away, I&#039;m 13"
    ),
    "as a form’s address": raw(
        "Content-Type: application/x-www-form-urlencoded\r\n",
        "name=Sam&message=I%20ran%20away%20from%20home%20last%20night%2C%20I%27m%20scared",
    ),
    "plain, where the head says base64": raw(
        "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n", KIT
    ),
    "two bytes a letter, where the head says one": raw(
        "Content-Type: text/plain; charset=utf-8\r\n", KIT.encode("utf-16-le")
    ),
    "in EBCDIC": raw("Content-Type: text/plain; charset=cp500\r\n", KIT.encode("cp500")),
    "above the first boundary": raw(
        "Content-Type: multipart/mixed; boundary=b\r\n", f"{KIT}\r\n--b\r\n{PLAIN}hi\r\n--b--\r\n"
    ),
    "below the last boundary": raw(
        "Content-Type: multipart/mixed; boundary=b\r\n", f"--b\r\n{PLAIN}hi\r\n--b--\r\n{KIT}\r\n"
    ),
    # Machines
    "above a receipt of reading": multi(
        "report; report-type=disposition-notification",
        f"{PLAIN}{KIT}",
        "Content-Type: message/disposition-notification\r\n\r\nDisposition: manual-action/MDN-sent-"
        "manually; displayed",
    ),
    "above a notice that something came": multi(
        "report; report-type=delivery-status",
        f"{PLAIN}{KIT}",
        "Content-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\n"
        "Action: delivered\r\nStatus: 2.0.0",
    ),
    "in a report of spam": multi(
        "report; report-type=feedback-report",
        f"{PLAIN}This is an abuse report.",
        "Content-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nVersion: 1",
        f"Content-Type: text/rfc822-headers\r\n\r\nFrom: sam@mail.example\r\nSubject: {KIT}",
    ),
    "set as an answer of a phone": plain(
        f"{KIT} dont ring", "Automatic reply: Your email", "X-Autoreply: yes\r\n"
    ),
    "signed with PGP": plain(
        f"-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\n{KIT}\r\n"
        "-----BEGIN PGP SIGNATURE-----\r\n\r\niQEzBAEBCAAd\r\n-----END PGP SIGNATURE-----"
    ),
    "a text from a phone company": multi(
        "related; type=text/plain",
        "Content-Type: application/smil; name=a.smil\r\n\r\n<smil><body/></smil>",
        f"Content-Type: text/plain; name=text_0.txt\r\nContent-ID: <text_0>\r\n\r\n{KIT}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("data", WAYS.values(), ids=WAYS)
def test_a_call_is_heard_in_this_way_as_well(data):
    process(data, TO_US)
    assert Task.objects.filter(kind=TaskKind.CALL).count() == 1
    assert len(sent_to(LEAD)) == 1


def test_a_form_that_gives_each_of_its_emails_the_same_number_hides_no_child():
    for child in ("Sam", "Kit"):
        text = f"Name: {child}. My stepdad hits me and I have run away."
        process(email(text, number=1, sender="forms@school.example"), TO_US)
        process(email(text, number=1, sender="forms@school.example"), TO_US)  # offered twice
    assert Task.objects.filter(kind=TaskKind.CALL).count() == 2


@pytest.mark.parametrize(
    "answer",
    [
        "i need help",
        "- 999 if you’re in danger now yes i am he is here",
        "I am in danger now",
        "help me",
    ],
)
def test_who_answers_the_helplines_in_words_that_are_ours_is_heard(answer):
    process(email(CALL), TO_US)
    helplines = OutgoingMessage.objects.get(recipient=CHILD)
    quoted = "\r\n".join(f"> {line}" for line in in_words(bytes(helplines.content)).splitlines())
    fields = f"In-Reply-To: {helplines.message_id}\r\n"
    process(email(f"{answer}\r\n\r\n{quoted}", number=2, fields=fields), TO_US)
    assert Task.objects.filter(kind=TaskKind.CALL).count() == 2


def test_who_answers_between_our_lines_is_heard():
    process(email(CALL), TO_US)
    helplines = OutgoingMessage.objects.get(recipient=CHILD)
    lines = []
    for line in in_words(bytes(helplines.content)).splitlines():
        lines.append(f"> {line}")
        if "999" in line:
            lines.append("i cant ring, he took my phone and hes hitting me")
    fields = f"In-Reply-To: {helplines.message_id}\r\n"
    process(email("\r\n".join(lines), number=2, fields=fields), TO_US)
    assert Task.objects.filter(kind=TaskKind.CALL).count() == 2
