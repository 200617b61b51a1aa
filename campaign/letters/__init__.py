"""A letter to a council, from its page to a second letter, and which file does which step.

The row of a letter, with its whole life, is made of ``states``, ``row``, ``emails``, ``writer``,
``delivery``, ``confirming``, ``erasing``, ``incoming``, ``due`` and ``models``, of which each
imports only those before it; ``models.py`` says what each has. The way of a letter:

- it is written: ``views/writing.py`` has the page and its buttons, ``views/finding.py`` finds the
  draft behind an address (``draft_tokens.py``), ``views/saving.py`` saves what is typed and shows
  the page again. ``forms.py`` and ``fields.py`` take it; of two windows ``edit_conflicts.py``
  finds the newer words; the guard (``campaign/http/refusals.py``) comes before anything is kept
- its words: ``composition/wordings.py`` has them, ``facts.py`` what fills their braces,
  ``compose.py`` their order, ``originality.py`` what is its writer's own, ``finished.py`` what
  is sent. ``recipient.py`` says whom it goes to
- it is sent: by its writer, or by us once they confirm it (``views/sending.py``)
- a person reads some first: ``held.py`` says which, by ``links.py``, ``offices.py`` (names),
  ``threats.py``, ``lookalikes.py`` and ``traces.py`` (other letters); staff do in
  ``campaign/staff/screens.py``
- ``campaign/outbox/worker.py`` sends it; of a council's address that fails
  ``failing_addresses.py`` tells staff; while it waits staff may change something: ``pending.py``
- its private page: ``views/afterwards.py``, and where it stands: ``views/standing.py``; a lost link
  to it: ``views/lost_links.py``
- ``nightly.py`` reminds, asks after four weeks whether the council answered, and counts; what is
  old goes as ``Letter.personal`` says. After a restore: ``after_restore.py``

``views/letter_today.py`` is a letter with its council as it stands today, ``views/draft.py`` one
that is being written, ``views/steps.py`` what all pages share. The states, and what leads from one
to the next, are drawn in docs/architecture.md.
"""
