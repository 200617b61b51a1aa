"""The stages of an email that we sent, and who reported each: for staff, on screen and on paper."""

import datetime as dt
from dataclasses import dataclass

from campaign.inbox.parsed_mail import NOTICES, MailKind
from campaign.outbox.models import MessageState, OutgoingMessage

US = "this site"
OUR_SERVER = "our mail service"
SAID_BY = {
    MailKind.AUTO_REPLY: "a program at the recipient",
    MailKind.ANSWER: "a person at the recipient",
    MailKind.FORWARDED: "the writer",
    MailKind.COMPLAINT: "somebody at the recipient, or a filter there",
}
"""By kind of incoming email: who sent it, if it was not a mail server."""
OUTCOMES = {
    MessageState.ACCEPTED: "Our mail service took it",
    MessageState.DEFERRED: "It could not be handed over yet; it is tried again",
    MessageState.FAILED: "Our mail service refused it",
    MessageState.UNSURE: "Nobody knows whether it went",
    MessageState.CANCELLED: "It was cancelled before it left",
}
"""By outcome: its name in the list of stages."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Something that is known about an email: when, what, who reported it, and in which words."""

    at: dt.datetime
    what: str
    said_by: str
    words: str = ""


def stages_of(message: OutgoingMessage) -> list[Stage]:
    """Return all that is known about an email, in the order in which it became known."""
    stages = [Stage(message.created_at, "Queued", US)]
    if message.data_started_at:
        stages.append(Stage(message.data_started_at, "Handing over its text began", US))
    decisions = list(message.decisions.select_related("decided_by"))
    if message.outcome_at and message.state in OUTCOMES:
        stages.append(outcome_of(message, was_settled=bool(decisions)))
    stages += [
        Stage(decision.decided_at, str(decision), str(decision.decided_by or US))
        for decision in decisions
    ]
    for mail in message.incoming_messages.order_by("received_at"):
        is_server = mail.kind in NOTICES or mail.kind not in SAID_BY
        said_by = "a mail server" if is_server else SAID_BY[MailKind(mail.kind)]
        stages.append(
            Stage(mail.received_at, mail.get_kind_display(), said_by, mail.diagnostic.strip())
        )
    return sorted(stages, key=lambda stage: stage.at)


def outcome_of(message: OutgoingMessage, *, was_settled: bool) -> Stage:
    """Return the stage of an outcome, which is reported by our mail service if it answered.

    Of one that was settled later, by staff or by what came in, the words are those of before.
    """
    state = MessageState(message.state)
    if was_settled and state == MessageState.ACCEPTED and message.outcome_at:
        what = "What became of it was left open, until it was settled"
        return Stage(message.outcome_at, what, US, message.server_said)
    by_us = state in (MessageState.UNSURE, MessageState.CANCELLED) or message.is_test
    assert message.outcome_at
    return Stage(
        message.outcome_at, OUTCOMES[state], US if by_us else OUR_SERVER, message.server_said
    )
