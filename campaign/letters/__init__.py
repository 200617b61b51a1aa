"""A letter to a council, from its page to a second letter.

Read the files in this order: each imports only those above it, and a test holds that. The states,
and what leads from one to the next, are drawn in docs/architecture.md.

Words that mean one thing here, but for these, which the place tells apart:

    row       a ``CouncilOnDay``, the council as the record has it; "its row": the letter's, stored
    subject   a letter's subject line; as ``subject=`` of an email or a task, what that is about
    status    a council's; ``state`` is a letter's; ``status=`` of an answer of ours, HTTP's
    standing  where a confirmed letter stands, as its page says: made of its state, and finer
    answer    a person's at the council; a *reply* may be a machine's too, or be on the record;
              ``answered`` is what the letter's writer says
    asked     ``asked_at``: to confirm the letter; ``…_asked`` or ``asked_…``: what they name
    late      ``is_late``: too late to be confirmed; ``TOO_LATE``: to be stopped
    mail      what came in, read and sorted (``ParsedMail``); an ``email`` is one of ours
    page      what a view answers; in our texts and emails, the address of one

The letter and what it says:

    states.py                    the states of a letter
    draft_tokens.py              the token in the address of whoever writes it
    composition/wordings.py      every word of ours
    row.py                       its columns, and what follows from them alone
    recipient.py                 whom it goes to
    composition/originality.py   what of a letter is its writer's own
    composition/facts.py         what fills the braces of our words
    composition/compose.py       our words in their order, with the writer's
    composition/finished.py      the letter with who it is from, as it is sent

Its life, a class for each part:

    emails.py                    every email about it
    writer.py                    what its writer is told
    failing_addresses.py         what staff are told of a council's address that fails
    delivery.py                  on its way to the council, and the outcome
    lookalikes.py                characters that look like others
    links.py                     what in a text leads elsewhere
    telephones.py                the telephone numbers in it
    accounts.py                  the accounts, short codes and wallets in it
    offices.py                   names that are no person's
    threats.py                   words for which a person reads a letter first, and their list
    traces.py                    what is kept to compare letters
    held.py                      which letters a person reads first: by the seven before
    confirming.py                from a draft to a confirmed letter
    anonymising.py               its words and its writer deleted at once
    incoming.py                  what comes back
    queryset.py                  which letters are whose, or due for what; what the night deletes
    models.py                    the letter with all of this

What staff and the night do with letters:

    pending.py                   those that wait while staff change something
    nightly.py                   reminds, asks whether the council answered, counts
    figures.py                   numbers for the desk
    after_restore.py             those of a backup that was restored

Its pages:

    fields.py                    fields that lose nothing
    forms.py                     the forms of a letter
    edit_conflicts.py            a letter that is open in two windows
    views/letter_today.py        a letter with its council as it stands today
    views/draft.py               the same while it is written
    views/showing.py             who may see the pages, and how they are shown
    views/standing.py            where a confirmed letter stands
    views/saving.py              how what is typed is saved, and the page shown again
    views/finding.py             the draft behind an address
    views/old_screens.py         tabs from before December 2026
    views/writing.py             the page of a letter, and its buttons
    views/by_hand.py             its writer sends it, or deletes it here
    views/sending.py             we send it, once the code from our email is typed
    views/link_in_email.py       or once the link in that email is followed
    views/afterwards.py          the private page of a confirmed letter
    views/lost_links.py          the links to one's letters, once more
    urls.py                      the addresses

Staff read those that are held in ``campaign/staff/screens.py``; ``campaign/outbox/worker.py`` sends
a letter, and the guard (``campaign/http/refusals.py``) stands before anything that is typed.
"""
