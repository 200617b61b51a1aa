"""Who signs a letter: an office, a sentence or a web address waits, and no person does."""

import pytest
from django.test import Client

from campaign.letters.models import Letter, State
from campaign.letters.offices import is_no_person
from tests.campaign.letters.conftest import Browser
from tests.campaign.letters.strangers import at_councils, seen, write
from tests.seen import words

SIGNED_AS = (
    "Chief Executive, Barking-And-Dagenham", "Director of Children’s Services", "Kent Police",
    "NHS England", "Kent County Council", "Leader, Kent", "Borough of Bexley Council",
    "CHIEF  EXECUTIVE", "Ｃhief Executive", "Сhief Exеcutive", "www.kent.gov.uk", "kent.gov.uk",
    "Jo Smith, Chief Constable", "The Leader of the Council", "Office of the Mayor", "a@b.com",
    "Dover District Council", "On behalf of Kent", "Metropolitan Police", "Chief Exec",
    "C h i e f  E x e c u t i v e", "ChiefExecutive", "Children’s Services, Leeds",
)  # fmt: skip
TITLES_AND_SURNAMES = (
    "Ann Kent", "Dr Ann Smith", "Cllr Jo Bath", "Rev. Tom Reading", "Lord Bury", "Jo Constable",
    "Mary Leader", "Tim Head", "Sue Mayor", "Bob Council", "Kit Borough", "Anna.Smith", "José",
    "Αννα Παπαδοπούλου", "Анна Кент", "李小明", "Anna Smith-Kent", "Lady Lincoln", "Prof. Li",
    "O’Neill", "van der Berg", "Ali", "Dr.Ng", "Mr. J. Chancellor",
    "Jo Director", "Sgt Pepper", "Barking", "Ann Kent-Bishop", "Cllr Jones (Kent)", "B. L. Officer",
)  # fmt: skip
DRESSED_UP = (
    "Роӏісе", "Pólice", "P0lice", "Po1ice", "Chíef Executive", "Ch1ef Executive", "\u202eeciloP",
    "🅟🅞🅛🅘🅒🅔", "ᴘᴏʟɪᴄᴇ", "Kent CC", "Kent Safeguarding", "Kent Payroll", "Ofsted", "HMRC",
    "Children’s Commissioner", "Council Leader", "Deputy Leader, Kent", "Kent’s Leader",
    "Chief Inspector Smith", "CEO, Kent", "Chief-Executive", "Chief_Executive", "Chief.Executive",
    "Kent\u200b Council", "K e n t  C o u n c i l", "KentCouncil", "Po lice", "P-O-L-I-C-E",
    "N.H.S.", "N H S Kent", "NHSEngland", "Permanent Secretary", "The Ombudsman",
    "Commissioner of the Met", "Directorate of Children", "Kent\nCounty\nCouncil",
    "Human Resources", "IT Helpdesk", "Interim Director", "Section 151 Officer", "The Leader",
    "Microsoft Support", "Lord Mayor", "Head Teacher", "Prif Weithredwr",
    "Prif Weithredwr Cyngor Caint",
    "Heddlu De Cymru", "Cyfarwyddwr", "Y Prif Weinidog", "Dir. Children’s Svcs", "Dir of Children",
    "DCS Kent", "s.151 officer", "MP for Dover",
    "Anna Smith, Member of Parliament",
    "The Mayor", "Mayor", "Deputy Mayor", "Director", "The Director", "Director, Children",
    "Asst Director Children", "Deputy Director", "Strategic Director", "Ch. Exec", "Home Sec",
    "Detective Sergeant Smith", "Crown Prosecution Service", "HM Government", "Scotland Yard",
    "National Crime Agency", "The Children’s Society", "Barnardo’s", "NSPCC", "Childline",
    "Make Runaways Safe", "Kent Social Worker", "Safeguarding Board", "Chair of Scrutiny",
    "IT Dept", "Payroll Department", "Helpdesk", "Administrator", "Webmaster", "Cabinet Office",
)  # fmt: skip
OF_ANY_SCRIPT = (
    "J. R. R. Tolkien", "A B C Smith", "Jo McDonald", "MacKenzie Smith", "DeShawn Kent",
    "José Núñez", "Zoë Ní Bhriain", "Łukasz Wiśniewski", "Søren Kjær", "Ελένη Παπαδοπούλου",
    "Олена Коваль", "محمد علي", "王小明", "Nguyễn Thị Ánh", "John Smith 3rd", "Kit 12", "Anna S.",
    "Paul Inspector", "Sue Commissioner", "Cllr A. Kent", "Jo O’Kent", "Ann Legal",
    "D’Angelo Bath", "Mary-Jane K.", "S. Bury", "Jo Hmrcek", "Pola Icely", "Carol Iceland",
    "Theo Leader", "Helen Section", "Lord Mayhew", "Will Interim", "May Or",
    "Dee Rector", "Peter Mayor",
    "Sam Leader", "Ann Chairman", "Dir Khan", "Tina Crown", "Sarah Court", "Chris Council",
    "Guy Barnardo", "Tom Yard", "Jo Admin", "Cyn Gorman",
)  # fmt: skip
NO_NAMES = (
    "Anna Smith MP", "Anna Smith, M.P.", "Rt Hon Anna Smith MP", "Win £500 at example",
    "Win $500", "Read this!", "Why do children run?", "Pay up or your son pays",
    "Unless you resign", "Because of you", "BBC News", "Daily Mail newsdesk", "The Guardian",
    "Smith & Co Solicitors", "Smith Ltd", "Evil plc", "Sky News", "Please read", "Your salary",
    "Jo, journalist", "€500 waiting", "Ｗｉｎ ￡500", "You’re next", "The Times",
    "Jane Is A Liar", "Jane Smith Liar", "Jane Smith was a nonce", "HSBC Fraud Team", "Royal Mail",
    "TV Licensing", "DVLA", "Council Tax Refunds", "Accounts Payable", "Lawyer for Jane",
    "Crown Court", "Trading Standards", "Environment Agency", "Daily Mirror", "DWP",
)  # fmt: skip
FAMOUS_AND_OTHER = (
    "Keir Starmer", "MP Singh", "M. P. Singh", "Win Thein", "Or Cohen",
    "This Müller", "You Jin-Ho", "Pay Ling", "Tom Times", "Jo Guardian", "Guy Banks",
    "Anna and Ben Smith", "María del Carmen de los Ángeles García López", "Anna Smith MBE",
    "Anna Smith (Mrs)", "Kit O’Mp", "Jo Mp", "Bob Daily", "Dr. Anna Smith PhD",
    "Anna Smith, 14 years a nurse", "Anna, Ben, Cora and Dan", "🙂 Anna", "Ann Limited-Edition",
    "Granny Pat", "Class 6B, Hill School", "Sue Inspector", "Jo Royal", "May Court", "PC Singh",
    "Rev'd Jo Bishop", "Mum of three", "Cllr Tom Leader", "Baroness Smith of Kent", "Þórunn",
    "Anna Smith, foster carer", "Mr & Mrs Khan", "Anna Smith (aged 9)", "Kai (he/him)",
    "Nguyễn Thị Mai", "Sister Mary Joseph",
)  # fmt: skip


# What is no person


@pytest.mark.parametrize("name", DRESSED_UP)
def test_an_office_is_one_however_its_letters_are_dressed(db, name):
    assert is_no_person(" ".join(name.split()))


@pytest.mark.parametrize("name", NO_NAMES)
def test_a_sentence_a_paper_and_a_member_of_parliament_are_no_persons_name(db, name):
    assert is_no_person(name)


# Who is one


@pytest.mark.parametrize("name", TITLES_AND_SURNAMES)
def test_nobody_is_asked_about_a_title_or_a_surname(db, name):
    assert not is_no_person(name)


@pytest.mark.parametrize("name", OF_ANY_SCRIPT)
def test_a_person_of_any_script_and_with_any_initials_is_one(db, name):
    assert not is_no_person(name)


@pytest.mark.parametrize("name", FAMOUS_AND_OTHER)
def test_any_persons_name_is_one_even_a_famous_one(db, name):
    assert not is_no_person(name)


def test_two_names_that_only_together_have_an_office_in_them_are_a_persons():
    assert not is_no_person("Rosa Napoli Cerri")
    assert is_no_person("kentpolice")
    assert is_no_person("P O L I C E")


# What happens to a letter of one


@pytest.mark.parametrize("name", SIGNED_AS)
def test_an_office_is_asked_about_once_then_waits_and_says_why(reached, name):
    (slug,) = reached(1)
    browser = Browser(Client())
    browser.go(f"/councils/{slug}/write/")
    browser.press("", topics=["talk"])
    who = {"name": name, "email": "a@gmail.com", "postal_address": "12 High Street"}
    browser.press("send", **who, go_on="yes")
    assert "your own name?" in words(browser.page)
    browser.press("send", go_on="yes")
    letter = Letter.objects.get()
    assert letter.state == State.AWAITING
    browser.press("code", code=letter.code)
    page = seen(letter)
    assert "We read this one before it goes" in page
    assert "reads like an office" in page or "a link or an email address in its subject" in page
    assert at_councils() == []


def test_who_mistyped_her_name_writes_it_and_her_letter_goes(reached):
    (slug,) = reached(1)
    browser = Browser(Client())
    browser.go(f"/councils/{slug}/write/")
    browser.press("", topics=["talk"])
    who = {"email": "anna@gmail.com", "postal_address": "12 High Street"}
    browser.press("send", name="Kent County Council", **who)
    browser.press("send", name="Anna Smith")
    browser.press("code", code=Letter.objects.get().code)
    assert Letter.objects.get().state == State.QUEUED


def test_who_signs_as_an_office_in_the_line_below_the_name_waits(reached):
    (slug,) = reached(1)
    letter = write(slug, "a@gmail.com", postal_address="Chief Executive’s Office, Kent")
    assert letter.held_for == "name"


@pytest.mark.parametrize(
    "address",
    ["12 High St.dover", "Borough Green, Kent", "The Old Police House, Leeds", "NHS Quay, Hull",
     "3 Council Cottages, Dover", "Leader Street, Bath", "Flat 2, Head of the Lane, Devon"],
)  # fmt: skip
def test_no_place_waits(reached, address):
    (slug,) = reached(1)
    assert write(slug, "a@gmail.com", postal_address=address).state == State.QUEUED
