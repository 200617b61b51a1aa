"""Notices of delivery as mail servers write them (RFC 3464)."""

from councils.email_addresses import ascii_address

NOTICE = """\
Return-Path: <>
From: MAILER-DAEMON@mx.kent.example (Mail Delivery System)
To: {sender}
Subject: Successful Mail Delivery Report
Message-ID: <notice-{number}@mx.kent.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_1"

--=_1
Content-Type: text/plain; charset="us-ascii"

This is the mail system at mx.kent.example. Your message was {action}.

--=_1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.kent.example
{envelope_id}
Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--=_1
Content-Type: text/rfc822-headers

Message-ID: {message_id}

--=_1--
"""
STATUSES = {"delivered": "2.1.5", "relayed": "2.0.0", "delayed": "4.4.1", "failed": "5.1.1"}


def notice(message, action="delivered", number=1, **overrides) -> bytes:
    """Return a notice about a message; ``overrides`` replace its details."""
    of_message = {}
    if message:
        of_message = {
            "sender": message.envelope_sender,
            "recipient": ascii_address(message.recipient),
            "message_id": message.message_id,
            "envelope_id": message.envelope_id,
        }
    known = (
        of_message
        | {
            "status": STATUSES[action],
            "said": "250 2.1.5 Delivered to mailbox" if action == "delivered" else action,
        }
        | overrides
    )
    known["envelope_id"] = (
        f"Original-Envelope-Id: {known['envelope_id']}\n" if known["envelope_id"] else ""
    )
    return NOTICE.format(action=action, number=number, **known).encode()
