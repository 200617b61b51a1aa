"""Bounces and answers in the documented forms of the mail servers and programs that councils use.

They are written for these tests from the frame of each server's notice, the codes and words that
its makers document, and our letter to Sheffield. None contains a real email.
"""

from campaign.inbox.parsed_mail import MailKind
from tests.campaign.inbox.mails import GONE, MESSAGE_ID, RECIPIENT, REFUSED, TOKEN

BAD, DELAYED = GONE, MailKind.DELAYED

REPORTS = {
    # Who sends it, its subject, and what a person reads above the report.
    "Exchange Online": (
        "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@sheffield.example>",
        "Undeliverable: Will Sheffield sign?",
        "Your message to {to} couldn't be delivered.\n\nsheffield.example\n\n"
        "Diagnostic information for administrators:\n\nGenerating server: OUTLOOK.example\n\n"
        "{to}\nRemote server returned '{said}'",
    ),
    "Postfix": (
        "Mail Delivery System <MAILER-DAEMON@mx.sheffield.example>",
        "Undelivered Mail Returned to Sender",
        "This is the mail system at host mx.sheffield.example.\n\nI'm sorry to have to inform you"
        " that your message could not\nbe delivered to one or more recipients. It's attached"
        " below.\n\n<{to}>: host mail.sheffield.example[198.51.100.7] said: {said}\n",
    ),
    "Sendmail": (
        "Mail Delivery Subsystem <MAILER-DAEMON@mail.sheffield.example>",
        "Returned mail: see transcript for details",
        "The original message was received at Tue, 24 Nov 2026 10:15:02 GMT\n\n"
        "   ----- The following addresses had permanent fatal errors -----\n<{to}>\n"
        "    (reason: {said})\n\n   ----- Transcript of session follows -----\n"
        "... while talking to mail.sheffield.example.:\n>>> DATA\n<<< {said}\n",
    ),
    "Google": (
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        "Delivery Status Notification (Failure)",
        "** Message not delivered **\n\nYour message couldn't be delivered to {to}. The response"
        " was:\n\n{said}\n",
    ),
    "Mimecast": (
        "Mail Delivery System <postmaster@gateway.mimecast.example>",
        "[Postmaster] Email Delivery Failure",
        "This is an automatically generated message from Mimecast.\n\nYour email could not be"
        " delivered to: {to}\n\n{said}\n",
    ),
    "Proofpoint": (
        "Mail Delivery Subsystem <MAILER-DAEMON@mx0a.pphosted.example>",
        "Undeliverable: Will Sheffield sign?",
        "The original message was received at Tue, 24 Nov 2026 10:15:02 GMT\nfrom"
        " m0.ppops.example\n\n   ----- The following addresses had permanent delivery errors -----\n"
        "<{to}>\n\n   ----- Transcript of session follows -----\n... while talking to"
        " mail.sheffield.example:\n<<< {said}\n",
    ),
    "Exim": (
        "Mail Delivery System <Mailer-Daemon@mail.sheffield.example>",
        "Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.\n\nA message that you"
        " sent could not be delivered to one or more of its\nrecipients. This is a permanent error."
        " The following address(es) failed:\n\n  {to}\n    {said}\n",
    ),
}

REPORTED = [
    # The server, the action, the status, what was said, and what it must be taken for.
    ("Exchange Online", "failed", "5.1.1", "550 5.1.1 RESOLVER.ADR.ExRecipNotFound; not found", BAD),
    ("Exchange Online", "failed", "5.2.2", "554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded", REFUSED),
    ("Exchange Online", "failed", "5.2.121", "550 5.2.121 RESOLVER.RST.RecipientRateLimit; Recipient's per hour message receive limit from specific sender exceeded", REFUSED),
    ("Exchange Online", "failed", "5.2.3", "550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient", REFUSED),
    ("Exchange Online", "failed", "5.7.1", "550 5.7.1 RESOLVER.RST.AuthRequired; authentication required", REFUSED),
    ("Exchange Online", "failed", "5.7.64", "550 5.7.64 TenantAttribution; Relay Access Denied", REFUSED),
    ("Exchange Online", "failed", "5.7.124", "550 5.7.124 RESOLVER.RST.SenderNotInAllowedSendersList; not in allowed-senders list", REFUSED),
    ("Exchange Online", "failed", "5.7.509", "550 5.7.509 Access denied, sending domain runaways.example does not pass DMARC verification and has a DMARC policy of reject.", REFUSED),
    ("Exchange Online", "failed", "5.7.705", "550 5.7.705 Access denied, tenant has exceeded threshold", REFUSED),
    ("Exchange Online", "failed", "5.1.8", "550 5.1.8 Access denied, bad outbound sender", REFUSED),
    ("Exchange Online", "failed", "5.4.310", "550 5.4.310 DNS domain sheffield.example does not exist [Message=InfoDomainNonexistent]", BAD),
    ("Exchange Online", "failed", "5.4.14", "554 5.4.14 Hop count exceeded - possible mail loop ATTR34", BAD),
    ("Exchange Online", "failed", "5.4.300", "550 5.4.300 Message expired -> 451 4.4.0 Temporary server error. Please try again later", REFUSED),
    ("Exchange Online", "failed", "4.4.316", "450 4.4.316 Connection refused [Message=Socket error code 10061]", REFUSED),
    ("Postfix", "failed", "5.7.1", "554 5.7.1 Service unavailable; Client host [192.0.2.10] blocked using zen.spamhaus.example", REFUSED),
    ("Postfix", "failed", "5.7.1", "554 5.7.1 <{to}>: Relay access denied", REFUSED),
    ("Postfix", "failed", "5.4.4", "Host or domain name not found. Name service error for name=sheffield.example type=A: Host not found", BAD),
    ("Postfix", "failed", "5.3.4", "552 5.3.4 Message size exceeds fixed limit", REFUSED),
    ("Postfix", "failed", "4.2.2", "452 4.2.2 <{to}>: Recipient address rejected: Mailbox full", REFUSED),
    ("Postfix", "failed", "5.2.2", "552 5.2.2 <{to}> Quota exceeded (mailbox for user is full)", REFUSED),
    ("Postfix", "delayed", "4.2.0", "450 4.2.0 <{to}>: Recipient address rejected: Greylisted, see http://postgrey.example/", DELAYED),
    ("Sendmail", "failed", "5.1.1", "550 5.1.1 <{to}>... User unknown", BAD),
    ("Sendmail", "failed", "5.2.2", "552 5.2.2 <{to}>... Mailbox full", REFUSED),
    ("Sendmail", "failed", "5.0.0", "554 5.0.0 Service unavailable", REFUSED),
    ("Sendmail", "failed", "4.4.7", "Message could not be delivered for 5 days. Message will be deleted from queue", REFUSED),
    ("Sendmail", "delayed", "4.4.1", "451 4.4.1 reply: read error from mail.sheffield.example.", DELAYED),
    ("Google", "failed", "5.2.1", "550 5.2.1 The email account that you tried to reach is inactive.", BAD),
    ("Google", "failed", "5.2.2", "552 5.2.2 The recipient's inbox is out of storage space and inactive.", REFUSED),
    ("Google", "failed", "5.7.26", "550 5.7.26 Unauthenticated email from runaways.example is not accepted due to domain's DMARC policy.", REFUSED),
    ("Google", "failed", "5.7.1", "550 5.7.1 The user or domain that you are sending to (or from) has a policy that prohibited the mail that you sent.", REFUSED),
    ("Google", "failed", "4.4.1", "The recipient server did not accept our requests to connect. [mail.sheffield.example 198.51.100.7: timed out]", REFUSED),
    ("Google", "delayed", "4.2.2", "452 4.2.2 The recipient's inbox is out of storage space.", DELAYED),
    ("Mimecast", "failed", "5.0.0", "550 Invalid Recipient - https://community.mimecast.example/docs/DOC-1369#550", BAD),
    ("Mimecast", "failed", "5.0.0", "550 Rejected by header based manually Blocked Senders - https://community.mimecast.example/docs/DOC-1369#550", REFUSED),
    ("Mimecast", "failed", "5.0.0", "554 Maximum email size exceeded", REFUSED),
    ("Mimecast", "failed", "5.0.0", "550 csi.mimecast.example Poor Reputation Sender", REFUSED),
    ("Mimecast", "delayed", "4.0.0", "451 Internal resources are temporarily unavailable", DELAYED),
    ("Proofpoint", "failed", "5.1.1", "550 5.1.1 User Unknown", BAD),
    ("Proofpoint", "failed", "5.7.1", "554 Blocked - see https://ipcheck.proofpoint.example/?ip=192.0.2.10", REFUSED),
    ("Proofpoint", "failed", "5.7.0", "550 5.7.0 Local Policy Violation", REFUSED),
    ("Proofpoint", "failed", "5.4.7", "550 5.4.7 Message expired: unable to deliver in 3 days", REFUSED),
    ("Exim", "failed", "5.0.0", "550 5.1.1 <{to}>: Recipient address rejected: User unknown", BAD),
    ("Exim", "failed", "5.2.2", "mailbox is full (MTA-imposed quota exceeded while writing to file /var/mail/lead)", REFUSED),
]  # fmt: skip

PLAIN = [
    # What Exim says where it sends no report, and what it must be taken for.
    ("host mail.sheffield.example [198.51.100.7]\n    SMTP error from remote mail server after RCPT TO:<{to}>:\n    550 5.1.1 <{to}>: User unknown", BAD),
    ("all relevant MX records point to non-existent hosts", BAD),
    ("Unrouteable address", BAD),
    ("host mail.sheffield.example [198.51.100.7]\n    Connection timed out: retry timeout exceeded", REFUSED),
    ("SMTP error from remote mail server after RCPT TO:<{to}>:\n    550-Verification failed for <bounces@runaways.example>\n    550 Sender verify failed", REFUSED),
    ("SMTP error from remote mail server after end of data:\n    552 5.2.2 Over quota", REFUSED),
    ("SMTP error from remote mail server after end of data:\n    550 This message was classified as SPAM and may not be delivered", REFUSED),
]  # fmt: skip

LETTER = f"""Message-ID: {MESSAGE_ID}
From: "Anna Smith via Make Runaways Safe" <letters@runaways.example>
To: {RECIPIENT}
Subject: Will Sheffield sign?

Dear Lead Member, my mailbox is full of spam, and no such user exists.
"""


def report(server: str, action: str, status: str, said: str) -> bytes:
    """Return the notice (RFC 3464) that a server sends about our letter."""
    sender, subject, words = REPORTS[server]
    said = said.format(to=RECIPIENT)
    kind = "smtp" if said[:3].isdigit() else "x-unix"
    return f"""Return-Path: <>
X-Original-To: bounces+{TOKEN}@bounces.runaways.example
From: {sender}
Subject: {subject}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

{words.format(to=RECIPIENT, said=said)}
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.sheffield.example

Final-Recipient: rfc822; {RECIPIENT}
Action: {action}
Status: {status}
Diagnostic-Code: {kind}; {said}

--b
Content-Type: message/rfc822

{LETTER}
--b--
""".encode()


def plain(said: str) -> bytes:
    """Return the notice that Exim sends without a report."""
    sender, subject, words = REPORTS["Exim"]
    return f"""Return-Path: <>
X-Original-To: bounces+{TOKEN}@bounces.runaways.example
X-Failed-Recipients: {RECIPIENT}
Auto-Submitted: auto-replied
From: {sender}
Subject: {subject}

{words.format(to=RECIPIENT, said=said.format(to=RECIPIENT))}

------ This is a copy of the message, including all the headers. ------

{LETTER}""".encode()


def rejection(said: str) -> bytes:
    """Return what Dovecot sends for an email that a full mailbox or a filter refuses: a receipt."""
    return f"""Return-Path: <>
X-Original-To: bounces+{TOKEN}@bounces.runaways.example
From: Mail Delivery Subsystem <postmaster@sheffield.example>
Subject: Automatically rejected mail
Auto-Submitted: auto-replied (rejected)
MIME-Version: 1.0
Content-Type: multipart/report; report-type=disposition-notification; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

Your message to <{RECIPIENT}> was automatically rejected:
{said}
--b
Content-Type: message/disposition-notification

Reporting-UA: mail.sheffield.example; Dovecot Mail Delivery Agent
Final-Recipient: rfc822; {RECIPIENT}
Original-Message-ID: {MESSAGE_ID}
Disposition: automatic-action/MDN-sent-automatically; deleted

--b
Content-Type: message/rfc822

{LETTER}
--b--
""".encode()


OWN = "Dear Anna,\n\nWe will sign in January.\n\nPat Jones"
QUOTED = "I have run away and I want to die."
"""What a quoted letter says: whoever answers it has not said so."""

ANSWERS = {
    # How programs put what they answer below it.
    "Outlook": "From: Anna Smith <letters@runaways.example>\nSent: 24 November 2026 10:15\nTo: Lead Member\nSubject: Will Sheffield sign?\n\n{quoted}",
    "Outlook, with a line": "________________________________\nFrom: Anna Smith\nSent: Tuesday, November 24, 2026 10:15 AM\nTo: Lead Member\nSubject: Will Sheffield sign?\n\n{quoted}",
    "Outlook, bold": "*From:* Anna Smith <letters@runaways.example>\n*Sent:* 24 November 2026 10:15\n*To:* Lead Member\n*Subject:* Will Sheffield sign?\n\n{quoted}",
    "Outlook, of old": "-----Original Message-----\nFrom: Anna Smith [mailto:letters@runaways.example]\nSent: 24 November 2026 10:15\n\n{quoted}",
    "Outlook for iOS": "Get Outlook for iOS<https://aka.example/o0ukef>\n________________________________\nFrom: Anna Smith\nSent: Tuesday\n\n{quoted}",
    "Gmail": "On Tue, 24 Nov 2026 at 10:15, Anna Smith <letters@runaways.example> wrote:\n\n> {quoted}",
    "Gmail, in two lines": "On Tue, 24 Nov 2026 at 10:15, Anna Smith via Make Runaways Safe\n<letters@runaways.example> wrote:\n\n> {quoted}",
    "Gmail, forwarded": "---------- Forwarded message ---------\nFrom: Anna Smith <letters@runaways.example>\nDate: Tue, 24 Nov 2026 at 10:15\n\n{quoted}",
    "Apple Mail": "On 24 Nov 2026, at 10:15, Anna Smith <letters@runaways.example> wrote:\n\n{quoted}",
    "iPhone": "Sent from my iPhone\n\nOn 24 Nov 2026, at 10:15, Anna Smith wrote:\n\n> {quoted}",
    "Apple Mail, forwarded": "Begin forwarded message:\n\nFrom: Anna Smith <letters@runaways.example>\nSubject: Will Sheffield sign?\n\n{quoted}",
    "Thunderbird": "On 24/11/2026 10:15, Anna Smith wrote:\n> {quoted}",
    "Thunderbird, forwarded": "-------- Forwarded Message --------\nSubject: Will Sheffield sign?\nFrom: Anna Smith\n\n{quoted}",
    "Yahoo": "On Tuesday, 24 November 2026 at 10:15:00 GMT, Anna Smith <letters@runaways.example> wrote:\n\n{quoted}",
    "Lotus Notes": "Anna Smith <letters@runaways.example> wrote on 24/11/2026 10:15:00:\n\n> {quoted}",
    "GroupWise": ">>> Anna Smith <letters@runaways.example> 24/11/2026 10:15 >>>\n{quoted}",
    "Outlook, in Welsh": "Oddi wrth: Anna Smith <letters@runaways.example>\nAnfonwyd: 24 Tachwedd 2026 10:15\nAt: Aelod Arweiniol\nPwnc: A wnewch chi lofnodi?\n\n{quoted}",
    "Gmail, in Welsh": "Ar ddydd Mawrth, 24 Tach 2026 am 10:15, Anna Smith <letters@runaways.example> ysgrifennodd:\n\n> {quoted}",
    "Signs only": "> {quoted}",
    "Proton Mail": "On Tuesday, November 24th, 2026 at 10:15 AM, Anna Smith <letters@runaways.example> wrote:\n\n> {quoted}",
    "Samsung": "-------- Original message --------\nFrom: Anna Smith <letters@runaways.example>\nDate: 24/11/2026 10:15\n\n{quoted}",
    "A gateway above it": "CAUTION: This email came from outside the council.\n\nFrom: Anna Smith\nSent: 24 November 2026 10:15\n\n{quoted}",
}  # fmt: skip


def answer(layout: str) -> bytes:
    """Return an answer from Sheffield above our letter as a program quotes it."""
    below = ANSWERS[layout].format(quoted=QUOTED)
    return f"""Return-Path: <{RECIPIENT}>
X-Original-To: bounces+{TOKEN}@bounces.runaways.example
From: Pat Jones <{RECIPIENT}>
Subject: RE: Will Sheffield sign?
In-Reply-To: {MESSAGE_ID}

{OWN}

{below}
""".encode()
