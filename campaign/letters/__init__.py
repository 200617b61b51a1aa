"""A letter to a council, from its page to a second letter, and which file does which step.

- the button of a council's page → ``views/writing.py``: the letter, and what its buttons do.
  ``views/saving.py`` saves what is typed and shows the page again; the guard
  (``campaign/http/refusals.py``) comes before anything is kept; ``composition/`` puts the words
  together, ``forms.py`` takes what is typed
- → ``views/sending.py``: its writer sends it, or confirms it by a code or a link
- → ``confirming.py``: ``Letter.confirm()`` queues it, or holds it for a person to read: ``held.py``
  says which, by its ``links.py``, its writer's name (``offices.py``) and what other letters said
  (``traces.py``), as they look (``lookalikes.py``); staff read it in ``campaign/staff/screens.py``
- → ``campaign/outbox/worker.py`` sends it, if its council is as it was (``Letter.on_leaving()``);
  ``delivery.py`` takes the outcome
- → ``incoming.py``: what comes back, an answer too
- → ``nightly.py``: after four weeks its writer is asked; a letter counts in the public totals
- → ``views/afterwards.py``: its private page, with the button of the second letter
- → ``campaign/privacy/personal_data.py`` deletes it, as ``Letter.personal`` says; ``manage.py
  nightly`` runs that and ``nightly.py``

``models.py`` names the files of which a letter is made, in the order of their imports;
``states.py`` has its states. ``pending.py`` is for staff who change something while letters wait.
``views/draft.py`` is a draft with its council, and how a second letter begins;
``views/lost_links.py`` sends links again; ``views/drafts.py``
finds it by its address; ``views/steps.py`` is what all pages share; ``emails.py`` is every email,
``recipient.py`` whom a letter goes to, ``after_restore.py`` what is not done again after a restore.
The states and what
leads from one to the next are drawn in docs/architecture.md.
"""
