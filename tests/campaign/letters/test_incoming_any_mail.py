"""Every email about a letter is accepted: one that fails would be delivered again for days."""

import pytest

from campaign.inbox.models import IncomingMessage
from campaign.inbox.process import process
from campaign.letters.models import Letter, State
from campaign.outbox.models import OutgoingMessage
from tests.campaign.inbox.damage import ODD, damaged, given
from tests.campaign.inbox.mails import FOLDER
from tests.campaign.letters.conftest import TO_US

hypothesis = pytest.importorskip("hypothesis")
st = hypothesis.strategies

MAIL = sorted(FOLDER.glob("*.eml"))
cuts = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), st.sampled_from(ODD)), max_size=6)


def as_it_was():
    """Undo what the email before this one changed."""
    OutgoingMessage.objects.exclude(purpose="letter").delete()
    IncomingMessage.objects.all().delete()
    Letter.objects.update(state=State.ACCEPTED, bounced_at=None)


@given(path=st.sampled_from(MAIL), cuts=cuts)
def test_a_damaged_email_about_a_letter_is_accepted(sent_letter, path, cuts):
    as_it_was()
    to = "bounces+t0kenofthelettertosheffield@bounces.runaways.example"
    assert process(damaged(path.read_bytes(), cuts), to)
    assert process(damaged(path.read_bytes(), cuts), TO_US)


AWKWARD = [
    "ü@sheffield.example", "a,b@sheffield.example", '"a b"@sheffield.example', "a@b@c.example",
    "x" * 180 + "@sheffield.example", "pat@" + "y" * 180 + ".example", "pat@münchen.example",
    "<>@sheffield.example", "pat@sheffield", "(comment)pat@sheffield.example",
]  # fmt: skip


@given(
    sender=st.sampled_from(AWKWARD) | st.text(max_size=40),
    name=st.text(max_size=200),
    subject=st.text(max_size=400),
    file=st.text(max_size=200),
    text=st.text(max_size=400),
)
def test_an_answer_from_any_sender_with_any_file_is_accepted(
    sent_letter, sender, name, subject, file, text
):
    as_it_was()
    plain = str.maketrans("", "", "\r\n")
    data = (
        f"From: {name.translate(plain)} <{sender.translate(plain)}>\n"
        f"Subject: {subject.translate(plain)}\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="b"\n\n--b\n'
        f"Content-Type: text/plain; charset=utf-8\n\n{text}\n--b\n"
        f'Content-Type: application/pdf\nContent-Disposition: attachment; filename="'
        f'{file.translate(plain)}.pdf"\n\nx\n--b--\n'
    )
    to = "bounces+t0kenofthelettertosheffield@bounces.runaways.example"
    outcome = process(data.encode("utf-8", "surrogatepass"), to)
    passed_on = OutgoingMessage.objects.filter(purpose="reply").count()
    assert passed_on == (outcome.startswith(("answer", "auto_reply")))
