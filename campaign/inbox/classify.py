"""From the bytes of a mail to what it is. Takes any bytes, and knows nothing of what was sent."""

import dataclasses
import re
from email.message import Message

from campaign.inbox import auto_reply, bounces, mime
from campaign.inbox.parsed_mail import Arrival, Attachment, Kind

ADDRESS = re.compile(
    r"(?:[^@\s]*=)?(bounces|answers)\+([A-Za-z0-9_-]{8,100})@([^@\s]+)\Z", re.IGNORECASE
)
"""The envelope sender of our mail, and the address for answers, which is no envelope's sender; and
what BATV may put before it."""

ADDED_BY_SERVERS = ("X-Original-To", "Envelope-To", "Delivered-To", "X-Envelope-To")
"""Fields in which the server that took a mail notes whom its envelope named."""

PASSED_ON = ("pdf", "doc", "docx", "odt", "rtf", "txt", "csv", "xls", "xlsx", "jpg", "jpeg", "png")
"""Files of these kinds are passed on to the person an answer is for. No other is."""
MOST_PASSED_ON = 5 * 1024 * 1024
"""Bytes of files in one answer."""
SHORT = 200
"""Characters of a sender's own words below which a mail that is enclosed is what they send."""


def recipient_of(mail: Message) -> str:
    """Return the envelope recipient that our own mail server noted, or "".

    The topmost of such fields is ours; those below may be anyone's.
    """
    for name in mail:
        if name.lower() in {field.lower() for field in ADDED_BY_SERVERS}:
            return mime.field(mail, name).strip("<> ")
    return ""


def token_in(recipient: str, domain: str = "", name: str = "bounces") -> str:
    """Return the token in an envelope recipient ``bounces+TOKEN@domain``, or "".

    With ``domain`` given, one at another domain is not ours. ``name`` is what stands before it.
    """
    found = ADDRESS.match(recipient.strip("<> "))
    if not found or found[1].lower() != name or (domain and found[3].lower() != domain.lower()):
        return ""
    return found[2]


def read(
    data: bytes, to: str | None = None, domain: str = "", about: str = "", whole: bool = True
) -> Arrival:
    """Return what a mail is. Never raises: what cannot be read is ``unknown``.

    ``to`` is its envelope recipient; where it is not given, the mail server's own fields say it.
    ``domain`` is ours for bounces. ``about`` is the recipient of our message, where it is known:
    it picks the right one from a notice about many. ``whole`` is false for a mail cut short.
    """
    arrival = as_written(data, to, domain, about, whole)
    if arrival.answers_token and arrival.kind in (Kind.ANSWER, Kind.AUTO_REPLY):
        return dataclasses.replace(arrival, kind=Kind.SHOWN)
    return arrival


def as_written(data: bytes, to: str | None, domain: str, about: str, whole: bool) -> Arrival:
    """Return what a mail is by what is in it, whichever address of ours it came to."""
    mail = mime.parse(data)
    recipient = recipient_of(mail) if to is None else to
    text = mime.text_of(mail)
    sender = mime.field(mail, "Reply-To") or mime.field(mail, "From")
    facts = {
        "recipient": recipient.strip("<> ")[:320],
        "token": token_in(recipient, domain),
        "answers_token": token_in(recipient, domain, "answers"),
        "subject": mime.field(mail, "Subject")[:250],
        "text": text,
        "sender": mime.address(sender) or mime.address(mime.field(mail, "From")),
        "sender_name": mime.display_name(mime.field(mail, "From")),
        "senders": senders_of(mail),
        "message_id": mime.field(mail, "Message-ID").strip("<> ")[:250],
    }
    report = reported(mail, text, about) or written(mail, text)
    if report:
        return Arrival(**facts, **report)
    is_automatic = auto_reply.says_so(mail)
    if is_automatic:
        return Arrival(Kind.AUTO_REPLY, wants_form=auto_reply.wants_form(text), **facts)
    files = files_of(mail)
    if (sent_on := sent_on_in(mail, text)) is not None:
        files = [part for part in files if sent_on not in inside(part)] + files_of(sent_on)
        text = facts["text"] = f"{text}\n\n{as_sent_on(sent_on)}".strip()[: mime.LONGEST_TEXT]
    if not (facts["sender"] and (text or files)):
        return Arrival(Kind.UNKNOWN, **facts)
    facts |= {"replies_to": answered_ids(mail), **sorted_files(files, whole)}
    if is_automatic is None and auto_reply.reads_so(mail, text):
        wants_form = auto_reply.wants_form(text)
        return Arrival(Kind.AUTO_REPLY, is_a_guess=True, wants_form=wants_form, **facts)
    return Arrival(Kind.ANSWER, may_be_answered=auto_reply.may_be_answered(mail), **facts)


def senders_of(mail: Message) -> frozenset[str]:
    """Return every address that a mail says it is from."""
    fields = ("From", "Sender", "Reply-To", "Return-Path")
    return frozenset(mime.address(mime.field(mail, name)) for name in fields) - {""}


def reported(mail: Message, text: str, about: str) -> dict | None:
    """Read a report in the form of RFC 3464, 8098 (receipts) or 5965 (complaints), if it is one."""
    kinds = {mime.content_type(part) for part in mime.parts(mail)}
    report_type = mime.parameter(mail, "report-type")
    if "message/feedback-report" in kinds or report_type == "feedback-report":
        return {"kind": Kind.COMPLAINT, "about_ids": bounces.returned_ids(mail, "")}
    if "message/disposition-notification" in kinds or report_type == "disposition-notification":
        return {"kind": Kind.RECEIPT}
    holder = bounces.report_in(mail)
    found = bounces.notices(holder)
    if not found:
        return None
    notice = bounces.chosen(found, about.lower())
    said = notice.said or bounces.own_words(text)[: bounces.LONGEST_SAID]
    kind, status = bounces.kind_of(notice.action, notice.status, said)
    return {
        "kind": kind,
        "status": status,
        "said": said,
        "about": frozenset().union(*(one.recipients for one in found)),
        "about_ids": bounces.returned_ids(holder, ""),
    }


def written(mail: Message, text: str) -> dict | None:
    """Read a bounce that is written for people only, if it is one."""
    if not bounces.looks_like_one(mail, text):
        return None
    own = bounces.own_words(text)
    action = "delayed" if bounces.is_still_tried(mail, own) else "failed"
    kind, status = bounces.kind_of(action, "", own)
    failed = mime.field(mail, "X-Failed-Recipients").split(",")
    return {
        "kind": kind,
        "status": status,
        "said": own[: bounces.LONGEST_SAID],
        "about": frozenset(mime.address(one) for one in failed) - {""},
        "about_ids": bounces.returned_ids(mail, text),
    }


def answered_ids(mail: Message) -> tuple[str, ...]:
    """Return the Message-IDs a mail says it replies to."""
    fields = mime.field(mail, "In-Reply-To") + " " + mime.field(mail, "References")
    return tuple(dict.fromkeys(re.findall(r"<([^<>\s]{3,250})>", fields)))


def inside(part: Message) -> list[Message]:
    """Return the mail that a part encloses, in a list, if it encloses one."""
    is_a_mail = mime.content_type(part) == "message/rfc822" and part.is_multipart()
    return part.get_payload()[:1] if is_a_mail else []


def sent_on_in(mail: Message, text: str) -> Message | None:
    """Return the mail that somebody sends on as an attachment, with few words of their own."""
    if len(auto_reply.unquoted(text).strip()) >= SHORT:
        return None
    enclosed = [one for part in mime.parts(mail) for one in inside(part)]
    return next((one for one in enclosed if mime.text_of(one) or files_of(one)), None)


def as_sent_on(mail: Message) -> str:
    """Return the words of a mail below whom it is from, as mail programs do that send it on."""
    names = [name for name in ("From", "Date", "Subject") if mime.field(mail, name)]
    head = "\n".join(f"{name}: {mime.field(mail, name)}" for name in names)
    return f"---------- Forwarded message ----------\n{head}\n\n{mime.text_of(mail)}".strip()


def files_of(mail: Message) -> list[Message]:
    """Return the parts that are files, without pictures that belong to the text: logos."""
    return [
        part
        for part in mime.parts(mail)
        if mime.file_name(part)
        and not (mime.field(part, "Content-ID") and mime.content_type(part).startswith("image/"))
    ]


def sorted_files(files: list[Message], whole: bool) -> dict:
    """Return the files to pass on, and the names of those that are left out."""
    passed_on, left_out, size = [], [], 0
    for part in files:
        name = mime.file_name(part)
        content = mime.content(part)
        size += len(content)
        if whole and size <= MOST_PASSED_ON and name.lower().rpartition(".")[2] in PASSED_ON:
            passed_on.append(Attachment(name, mime.content_type(part), content))
        else:
            left_out.append(name)
    return {"attachments": tuple(passed_on), "left_out": tuple(left_out)}
