"""Which function of one room is called when something happens in another.

A room that calls others keeps plain lists and dictionaries of functions, mostly in its
``registry``. They are filled here once all apps are loaded. A misspelt name stops the start, and
``campaign/checks.py`` reports whatever is left empty.
"""

from campaign import safeguarding
from campaign.asking import delivery as asking_delivery
from campaign.asking import incoming as asking_incoming
from campaign.complaints import incoming as complaints_incoming
from campaign.inbox.registry import (
    answered_late,
    call_for_help_handlers,
    incoming_handlers,
    stranger_handlers,
)
from campaign.ledger import Kind
from campaign.letters import after_restore as letters_after_restore
from campaign.letters import delivery as letters_delivery
from campaign.letters import held as held_letters
from campaign.letters import incoming as letters_incoming
from campaign.letters import pausing as letters_pausing
from campaign.letters import pending as pending_letters
from campaign.operations import closing
from campaign.operations.after_restore import ledger_kinds, settled_by
from campaign.outbox import after_restore as outbox_after_restore
from campaign.outbox.registry import (
    codes_held,
    live_requirements,
    on_half_of_confirmations,
    outcome_handlers,
    request_codes_held,
)
from campaign.pages.models import is_open, is_organisation_known, on_organisation_change
from campaign.privacy import after_restore as privacy_after_restore
from campaign.purposes import TO_SUPPORTERS, Purpose
from campaign.recording import incoming as recording_incoming
from campaign.sign_up import after_restore as sign_up_after_restore
from campaign.sign_up import incoming as sign_up_incoming
from campaign.sign_up.models import on_confirmed
from campaign.staff import after_restore as staff_after_restore
from campaign.staff import emails as staff_emails
from campaign.supporters import after_restore as supporters_after_restore
from campaign.supporters import incoming as supporters_incoming
from councils.models.contact import on_contact_change
from councils.models.pause import on_pause_change

TO_WRITERS = (
    Purpose.CONFIRM,
    Purpose.REMINDER,
    Purpose.COPY,
    Purpose.LINKS,
    Purpose.FOLLOW_UP,
    Purpose.FAILED,
    Purpose.REPLY,
    Purpose.LOST_LINK,
    Purpose.SAFEGUARDING,
    Purpose.HELPLINES,
)


def connect() -> None:
    """Fill every registry. Call it once, when all apps are loaded."""
    connect_outbox()
    connect_inbox()
    connect_backups()
    on_organisation_change.append(pending_letters.rewrite_pending)
    on_confirmed.append(asking_incoming.heard_from)
    on_contact_change.append(pending_letters.readdress_pending)
    held_letters.on_many_held.append(staff_emails.tell_of_many_held)
    on_pause_change.append(letters_pausing.tell_waiting_writers)


def connect_outbox() -> None:
    codes_held.append(letters_pausing.codes_held)
    request_codes_held.append(letters_pausing.request_codes_held)
    on_half_of_confirmations.append(staff_emails.tell_of_confirmations)
    live_requirements["the site is being prepared"] = is_open
    live_requirements["who runs the site is not filled in"] = is_organisation_known
    outcome_handlers[Purpose.LETTER] = letters_delivery.apply_outcome
    outcome_handlers[Purpose.ASK] = asking_delivery.record
    for purpose in TO_SUPPORTERS:
        outcome_handlers[purpose] = supporters_incoming.refused


def connect_inbox() -> None:
    incoming_handlers[Purpose.LETTER] = letters_incoming.handle_arrival
    for purpose in (*TO_WRITERS, *TO_SUPPORTERS):
        incoming_handlers[purpose] = supporters_incoming.arrived
    incoming_handlers[Purpose.SIGN_UP] = sign_up_incoming.arrived
    incoming_handlers[Purpose.THANKS] = recording_incoming.arrived
    incoming_handlers[Purpose.COMPLAINT] = complaints_incoming.arrived
    call_for_help_handlers.append(safeguarding.hear)
    incoming_handlers[Purpose.ASK] = asking_incoming.arrived
    answered_late.add(Purpose.ASK)
    # An answer to a question of ours before a reply that nobody expects.
    stranger_handlers.append(asking_incoming.answered_elsewhere)
    stranger_handlers.append(letters_incoming.reply_to_stranger)


def connect_backups() -> None:
    settled_by.extend(
        [
            staff_after_restore.end_sessions,
            staff_after_restore.end_second_factors,
            sign_up_after_restore.end_unconfirmed,
            letters_after_restore.settle,
            supporters_after_restore.settle,
            # Emails last: what the rooms above have just queued becomes unsure as well.
            outbox_after_restore.settle,
        ]
    )
    # Accounts first: they are known by their names, and erased once they are disabled.
    ledger_kinds[Kind.ACCOUNT] = [staff_after_restore.shut_out_again]
    ledger_kinds[Kind.ERASED] = [
        privacy_after_restore.erase_again,
        letters_after_restore.delete_again,
    ]
    ledger_kinds[Kind.SUPPRESSED] = [supporters_after_restore.suppress_again]
    ledger_kinds[Kind.UNSUBSCRIBED] = [supporters_after_restore.erase_again]
    ledger_kinds[Kind.SENT] = [
        supporters_after_restore.mark_updates_sent,
        supporters_after_restore.end_told,
    ]
    ledger_kinds[Kind.CANCELLED] = [letters_after_restore.cancel_again]
    ledger_kinds[Kind.CLOSED] = [closing.close_again]
