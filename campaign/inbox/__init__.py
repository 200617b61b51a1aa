"""Email that comes in: ``process.py`` is its one way down.

    email    what came in, parsed (``email.message.Message``)
    mail     what is known of it: from whom, to whom, of what kind (``ParsedMail``)
    message  an email of ours that it is about (``OutgoingMessage``)

``process.py`` names the steps, and these files do them:

    mime.py         reads an email from any bytes, within limits
    files.py        what its files say; pdf_words.py what its PDFs do
    hearing.py      hears a call for help in all of that
    classify.py     says whom it is from and of what kind it is, and makes a parsed_mail.py of it
    bounces.py      what a mail server says became of a message
    auto_reply.py   whether a machine replied
    unread.py       what the guard cannot read, and a person must
    models.py       keeps what is about a message of ours; the rooms above take it in

``apps.py`` of ``campaign/`` joins those rooms.
"""
