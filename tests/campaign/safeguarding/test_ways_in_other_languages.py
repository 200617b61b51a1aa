"""A child in England who has little English writes to us; and who writes so and is none."""

import datetime as dt

import pytest

from campaign.inbox.process import process
from campaign.tasks.models import Task, TaskKind
from councils.models import Contact
from tests.campaign.safeguarding.conftest import (
    CALL,
    CHILD,
    LEAD,
    TO_US,
    multi,
    plain,
    raw,
    sent_to,
)

pytestmark = [pytest.mark.django_db, pytest.mark.promise(23)]

POLISH = "Uciekłam z domu, mam 13 lat, boję się i nie mam gdzie spać"
ARABIC = "لقد هربت من المنزل وأنا خائفة عمري ثلاثة عشر عاما"
URDU = "میں گھر سے بھاگ گئی ہوں، میری عمر چودہ سال ہے، مجھے ڈر لگتا ہے"
ROMANIAN = "Am fugit de acasă, am 14 ani și mi-e frică. Nu am unde să dorm"
UKRAINIAN = "Я втекла з дому, мені 13 років, мені страшно і ніде спати"
WAYS = {
    "Polish": plain(POLISH),
    "Romanian": plain(ROMANIAN),
    "Romanian without accents": plain("am fugit de acasa si nu am unde sa dorm in seara asta"),
    "Urdu": plain(URDU),
    "Urdu in our letters": plain("Mere ghar wale mujhe maarte hain main 14 saal ki hun"),
    "Arabic": plain(ARABIC),
    "Ukrainian": plain(UKRAINIAN),
    "Somali": plain("Waan ka soo baxay guriga, waxaan ahay 13 jir, waan baqayaa"),
    "Turkish": plain("Evden kaçtım, 13 yaşındayım, korkuyorum, yatacak yerim yok"),
    "Albanian": plain("Kam ikur nga shtepia, jam 15 vjec dhe kam frike"),
    "Bengali": plain("আমি বাড়ি থেকে পালিয়ে এসেছি, আমার বয়স চৌদ্দ"),
    "Panjabi": plain("ਮੈਂ ਘਰੋਂ ਭੱਜ ਗਈ ਹਾਂ ਮੈਂ 14 ਸਾਲ ਦੀ ਹਾਂ"),
    "Vietnamese": plain("Tôi bỏ nhà đi, tôi 15 tuổi, tôi sợ lắm, họ giữ giấy tờ của tôi"),
    "Tigrinya": plain("ካብ ገዛ ሃዲመ፡ ወዲ 14 ዓመት እየ"),
    "Farsi": plain("من از خانه فرار کردم، چهارده ساله هستم و می‌ترسم"),
    "Chinese": plain("我离家出走了，我十三岁，很害怕"),
    "two words": plain("uciekłem pomocy"),
    "two characters": plain("救命"),
    "French in a café": plain("je suis caché au café"),
    "German in capitals": plain("ICH BIN WEGGELAUFEN UND HABE ANGST"),
    "German with English words": plain("was soll ich tun, er will mich schlagen"),
    "below an English greeting": plain(f"Hello\r\n\r\n{ARABIC}\r\n\r\nSent from my iPhone"),
    "forwarded by a teacher": plain(
        f"Hi, a new pupil gave me this. Can anyone read it?\r\n\r\n{URDU}\r\n\r\nMs Ade, Year 9"
    ),
    "in the subject alone": raw("Content-Type: text/plain\r\n", "", POLISH),
    "in markup alone": raw(
        "Content-Type: text/html; charset=utf-8\r\n", f"<div dir=rtl>{ARABIC}</div>"
    ),
    "in Windows’ letters": raw(
        "Content-Type: text/plain; charset=windows-1251\r\n", "Я убежал из дома".encode("cp1251")
    ),
    "answering our letter to somebody": plain(POLISH, fields="In-Reply-To: <x@y.example>\r\n"),
    "beside a picture": multi(
        "mixed",
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{UKRAINIAN}",
        "Content-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0K",
    ),
}  # fmt: skip


@pytest.mark.parametrize("data", WAYS.values(), ids=WAYS)
def test_staff_are_shown_at_once_what_they_must_have_read_to_them_and_helplines_go(data):
    process(data, TO_US)
    assert Task.objects.filter(kind=TaskKind.CALL).count() == 1
    assert len(sent_to(LEAD)) == 1
    assert "116 000" in sent_to(CHILD)[0]


def test_the_task_says_that_it_is_in_another_language():
    process(plain("Mëre shtëpia ime është larg dhe kam shumë frikë"), TO_US)
    task = Task.objects.get(kind=TaskKind.CALL)
    assert task.text.startswith("[It isn’t in English, so our program couldn’t tell")
    assert "isn’t in English" in sent_to(LEAD)[0]


NEWS = "Jeśli potrzebujesz tych informacji w innym języku, prosimy o telefon"
FOOT = "\r\n".join(["If you need this in another language, ring us.", NEWS, "یہ معلومات اردو میں"])
NO_CALLS = {
    "a council’s foot in three languages": plain(
        f"Thank you, we will answer by Friday.\r\n\r\n{FOOT}"
    ).replace(CHILD.encode(), b"csc@kent.gov.uk"),
    "a newsletter": plain(NEWS, fields="List-Unsubscribe: <https://x.example>\r\n"),
    "an automatic reply": plain(NEWS, fields="Auto-Submitted: auto-replied\r\n"),
    "thanks": plain("Dziękuję"),
    "a name at the foot": plain(
        "Thank you for the letter. I signed it and I hope that they answer.\r\n\r\nمحمد علي"
    ),
    "a list of names": plain("Anna Smith\r\nŁukasz Wiśniewski\r\nZoë Ní Bhriain\r\nOlena Koval"),
    "a word from elsewhere": plain("It was a fait accompli and we ate a crème brûlée in the café"),
    "a word with an accent": plain("résumé attached"),
    "a place with an accent": plain("café menu attached", subject="café menu"),
    "mathematics": plain("𝐓𝐡𝐚𝐧𝐤 𝐲𝐨𝐮 𝐟𝐨𝐫 𝐭𝐡𝐢𝐬"),
    "a price in few words": plain(
        "Unit price £4.50 x 200 wallet cards, delivery included, VAT extra, lead time ten days"
    ),
    "an agenda": plain("Agenda: apologies, minutes, matters arising, finance, safeguarding, AOB"),
    "a word of thanks in Welsh": plain("Diolch yn fawr"),
    "a greeting in Polish": plain("Szanowni Państwo, I am writing from Ealing about the charter."),
    "faces": plain("🙂🙂🙂 ❤️"),
}


@pytest.mark.parametrize("data", NO_CALLS.values(), ids=NO_CALLS)
def test_what_offices_machines_and_people_write_in_english_is_none(data):
    process(data, TO_US)
    assert not Task.objects.filter(kind=TaskKind.CALL).exists()


TRUST = "info@birminghamtrust.example"
ALSO = "اگر آپ کو یہ معلومات کسی اور زبان میں چاہئیں تو ہمیں فون کریں"
OFFERED = f"If you need this in another language, please ring us. / {NEWS} / {ALSO}"
IN_LINES = "\r\n".join(["Would you like this letter in another language?", "Polski", NEWS, ALSO])


def from_the_trust(text):
    return plain(text).replace(CHILD.encode(), TRUST.encode())


@pytest.fixture
def birmingham(make_council):
    """Birmingham, whose letters go to a trust that has no address of the council's."""
    council = make_council("Birmingham City Council")
    Contact(
        council=council,
        email=TRUST.replace("info", "lead"),
        source="https://www.birmingham.gov.uk/cabinet",
        checked_on=dt.date(2026, 11, 24),
    ).update()
    return council


@pytest.mark.parametrize("foot", [OFFERED, IN_LINES], ids=["in one line", "in lines"])
def test_the_foot_of_a_trust_that_we_write_to_is_none(birmingham, foot):
    process(from_the_trust(f"Thank you, we will answer by Friday.\r\n\r\n{foot}"), TO_US)
    assert not Task.objects.filter(kind=TaskKind.CALL).exists()


@pytest.mark.parametrize(
    "text",
    [
        POLISH,
        f"{URDU}\r\n\r\n{OFFERED}",
        f"Can you read this?\r\n\r\n{IN_LINES}\r\n\r\nFrom: Kit\r\n{URDU}",
        f"Can you read this?\r\n\r\n{OFFERED}\r\n\r\nOn Monday Kit wrote:\r\n> {POLISH}",
        f"{CALL}\r\n\r\n{OFFERED}",
        f"A boy sent this. Do you have somebody who reads another language?\r\n\r\n{URDU}",
        f"Would you like to read this? It is in a different language.\r\n\r\n{URDU}",
        f"Can you read this?\r\n\r\n{OFFERED}\r\n\r\nMessage:\r\n{URDU}",
        f"Can you read this?\r\n\r\n{OFFERED}\r\n\r\nVon: Kit\r\n{URDU}",
        f"Can you read this?\r\n\r\n{OFFERED}\r\n\r\n-- \r\nAnn Lee\r\n\r\n{URDU}",
    ],
    ids=[
        "alone",
        "above its foot",
        "forwarded below it",
        "quoted below it",
        "in English",
        "passed on with a question",
        "passed on with another",
        "in a form's message below it",
        "below a header in German",
        "below a signature",
    ],  # fmt: skip
)
def test_what_a_child_says_is_heard_from_there_too(birmingham, text):
    process(from_the_trust(text), TO_US)
    assert Task.objects.filter(kind=TaskKind.CALL).count() == 1


def test_nobody_else_is_unheard_below_such_words(birmingham):
    process(plain(f"If you need this in another language\r\n{POLISH}"), TO_US)
    assert Task.objects.filter(kind=TaskKind.CALL).count() == 1


def test_a_mailbox_at_a_public_provider_makes_no_office_of_its_neighbours(birmingham):
    Contact.objects.update(email="lead@gmail.com")
    data = plain(f"If you need this in another language\r\n{POLISH}")
    process(data.replace(CHILD.encode(), b"kit@gmail.com"), TO_US)
    assert Task.objects.filter(kind=TaskKind.CALL).count() == 1
