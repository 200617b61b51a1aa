"""The stranger comes back with other ways; and whoever only seems to do the same goes on."""

import random

import pytest
from django.test import Client

from campaign.letters.links import unknown_links
from campaign.letters.models import Letter, State
from campaign.letters.offices import is_no_person
from campaign.letters.telephones import telephones
from tests.campaign.letters.conftest import Browser
from tests.campaign.letters.strangers import LONG, seen, write

THREAT = (
    "Dear colleague,\n\nThe council's payroll is moved to a new system on Friday. Every director"
    " must send the staff number and the date of birth to the desk before noon, or the salary of"
    " this month cannot be paid and the pension is stopped. Whoever does not answer is reported to"
    " the auditors, and the press will learn which of you let children down to save your own job."
)
OTHER_WORDS = (
    "swift", "plain", "clear", "broad", "keen", "brisk", "firm", "grand", "solid", "stark",
    "quiet", "rapid", "stern", "vivid", "tidy", "amber", "lunar", "noble", "rural", "civil",
)  # fmt: skip
CYRILLIC = dict(zip("aeopcxyi", "аеорсхуі", strict=True))
SQUARED = {chr(97 + number): chr(0x1F170 + number) for number in range(26)}
CHINESE = "請在星期五中午之前將員工號碼和出生日期發送到服務台否則本月工資將不會支付養老金也將停止"


def held_for(letters):
    return [letter.held_for for letter in letters]


def any_words(number, length):
    """Return words in an order that no other text has."""
    dice = random.Random(number)
    return " ".join(dice.choice(OTHER_WORDS) + dice.choice("abcdefghij") for _ in range(length))


def each_word_in(every, number):
    """Return the threat with another word in place of each third, or fourth."""
    dice = random.Random(number)
    said = THREAT.split(" ")
    for at in range(number % every, len(said), every):
        said[at] = dice.choice(OTHER_WORDS) + dice.choice("abcdefghij")
    return " ".join(said)


def with_half_of(letters, number):
    """Return the threat with half of some letters in another form."""
    dice = random.Random(number)
    said = ""
    for letter in THREAT:
        is_dressed = letter in letters and dice.random() < 0.5
        said += letters[letter] if is_dressed else letter
    return said


def ours_for(slug):
    """Return the text of ours that a letter to a council has."""
    browser = Browser(Client())
    browser.go(f"/councils/{slug}/write/")
    browser.press("", topics=["help", "count", "talk"])
    return Letter.objects.order_by("-pk").first().text


def from_many_networks(slugs, text=None, **typed):
    """Write to each council from a network of its own; what is typed may depend on the number."""
    letters = []
    for number, slug in enumerate(slugs):
        now = {name: value(number) for name, value in typed.items()}
        said = text(number) if text else None
        letters.append(write(slug, f"x{number}@gmail.com", said, f"203.0.{number}", **now))
    return letters


# The same text, dressed up


@pytest.mark.parametrize(
    ("form", "first_held"),
    [
        (lambda number: each_word_in(3, number), 3),
        (lambda number: each_word_in(4, number), 4),
        (lambda number: with_half_of(CYRILLIC, number), 1),
        (lambda number: with_half_of({each: f"{each}\u0301" for each in "aeiou"}, number), 1),
        (lambda number: with_half_of({"a": "4", "e": "3", "o": "0", "i": "1"}, number), 1),
        (lambda number: with_half_of({" ": "\u3164"}, number), 1),
        (lambda number: with_half_of({"t": "t\u2060", "s": "s\U000e0041"}, number), 1),
    ],
    ids=["each third word", "each fourth word", "Cyrillic", "accents", "digits", "fillers", "tags"],
)
def test_a_text_that_looks_the_same_is_the_same(reached, form, first_held):
    letters = from_many_networks(reached(6), form)
    assert set(held_for(letters)[first_held:]) == {"same"}


@pytest.mark.parametrize("above", [0, 100])
@pytest.mark.parametrize("below", [300, 1200])
def test_no_number_of_new_words_below_a_text_makes_it_another(reached, above, below):
    def padded(number):
        return f"{any_words(number, above)}\n\n{THREAT}\n\n{any_words(number + 99, below)}"

    assert set(held_for(from_many_networks(reached(5), padded))[1:]) == {"same"}


def test_letters_in_squares_are_letters(reached):
    slugs = reached(4)
    squares = "".join(SQUARED.get(letter, letter) for letter in THREAT.lower())
    letters = [
        write(slug, f"x{number}@gmail.com", f"{squares}\n\n{ours_for(slug)}", f"203.0.{number}")
        for number, slug in enumerate(slugs)
    ]
    assert held_for(letters) == ["", "same", "same", "same"]


def test_a_page_in_a_script_without_spaces_below_our_wording_is_mostly_its_writers(reached):
    letters = []
    for number, slug in enumerate(reached(7)):
        page = "".join(random.Random(number).choices(CHINESE, k=900))
        letters.append(write(slug, f"x{number}@gmail.com", f"{page}\n\n{ours_for(slug)}"))
    assert held_for(letters) == [""] * 5 + ["many"] * 2


# The same stranger, elsewhere or later


def test_whoever_changes_the_rest_of_an_ipv6_address_is_one_connection(reached):
    letters = []
    for number, slug in enumerate(reached(7)):
        text = f"{any_words(number, 80)}."
        address = f"2001:db8:1:{number}::{number}"
        letters.append(write(slug, f"x{number}@gmail.com", text, address))
    assert held_for(letters) == [""] * 5 + ["many"] * 2


@pytest.mark.parametrize("end", ["cancel", "delete"])
def test_whoever_stops_or_deletes_a_letter_sends_its_words_to_nobody_else(reached, end):
    first, second = reached(2)
    letter = write(first, "a@gmail.com", THREAT)
    Client().post(f"{letter.private_url}{end}/")
    assert write(second, "b@gmail.com", THREAT, "198.51.100").held_for == "same"


def test_a_line_within_our_wording_and_the_same_as_a_letter_of_its_own_are_one_text(reached):
    first, second = reached(2)
    line = THREAT.partition("\n\n")[2]
    write(first, "a@gmail.com", own_line=line)
    assert write(second, "b@gmail.com", THREAT, "198.51.100").held_for == "same"


@pytest.mark.parametrize("act", ["keep", "words", "send", "meanwhile", "afresh", "new-code"])
def test_what_waits_to_be_read_is_not_changed_any_more(reached, act):
    first, second = reached(2)
    write(first, "a@gmail.com", LONG)
    letter = write(second, "b@gmail.com", LONG, "198.51.100")
    assert letter.held_for == "same"
    before = (letter.text, letter.email, letter.name)
    typed = {"text": THREAT, "email": "x@evil.example", "name": "Kent Police", "compose": ""}
    Client().post(f"/councils/{second}/write/{letter.draft_token}/{act}/", typed)
    letter.refresh_from_db()
    assert letter.state == State.HELD
    assert (letter.text, letter.email, letter.name) == before


# A telephone number, where a link would be seen


def test_no_link_hides_among_telephone_numbers(reached):
    def lure(number):
        many = " ".join(f"Ring 020 79{number}6 0{other}." for other in range(100, 160))
        return f"{any_words(number, 9)} https://pay-here.example {many}"

    letters = from_many_networks(reached(5), own_line=lure)
    assert held_for(letters)[1:] == ["site"] * 4


@pytest.mark.parametrize("field", ["own_line", "subject", "postal_address"])
def test_one_telephone_number_goes_to_one_council_unread(reached, field):
    forms = ("0131 496 0123", "+44 (0)131 4960123", "(0131) 496-0123", "0044 131 496.0123")

    def lure(number):
        return f"{any_words(number, 9)} ring {forms[number % 4]} now"

    letters = from_many_networks(reached(5), **{field: lure})
    assert held_for(letters) == [""] + ["site"] * 4
    assert "the same link, email address, number or account as a letter to another" in seen(
        letters[1]
    )


def test_a_supporter_who_gives_her_own_number_or_a_helplines_goes_at_once(reached):
    first, second, third = reached(3)
    lines = [
        (first, "Please ring me on 0114 496 0123 after six."),
        (second, "Does every school there show 116 000 and 0800 1111 on its walls?"),
        (third, "Does every school there show 0800 1111 and 116 000, and 0808 800 5000?"),
    ]
    for number, (slug, line) in enumerate(lines):
        letter = write(slug, f"x{number}@gmail.com", own_line=line)
        assert letter.state == State.QUEUED


SPELLINGS = (
    "020 7946 0123", "(020) 7946 0123", "020-7946-0123", "020.7946.0123", "02079460123",
    "+44 20 7946 0123", "+442079460123", "+44 (0)20 7946 0123", "+44 (0) 20 7946 0123",
    "+44(0)2079460123", "+44 020 7946 0123", "+44-20-7946-0123", "+44 (20) 7946 0123",
    "(+44) 20 7946 0123", "(+44) (0)20 7946 0123", "0044 20 7946 0123", "0044 (0)20 7946 0123",
    "00442079460123",
)  # fmt: skip
BESIDE = (
    "020 7946 0123 24 hours a day", "020 7946 0123 (24 hours)", "020 7946 0123, 7 days a week",
    "020 7946 0123. 12 of us answer", "24/7 on 020 7946 0123", "020 7946 0123 / 9 to 5",
    "020 7946 0123 or 0800 1111 (24 hours)",
)  # fmt: skip
NO_NUMBERS = (
    "116 000", "0800 1111", "0808 800 5000", "999", "9 July 2012", "in 2012, 2013 and 2014",
    "0800 1111 (24 hours)", "84,000 children", "£1,000,000,000", "01/02/2026", "No. 10",
    "0.5 to 0.75", "1 2 3 4 5 6 7 8 9", "+1 000 000 - 5",
)  # fmt: skip


@pytest.mark.parametrize("number", SPELLINGS + BESIDE)
def test_a_telephone_number_is_the_same_however_it_is_written_and_whatever_stands_beside_it(number):
    assert telephones([f"Please ring {number} today."]) == {"02079460123"}


def test_a_number_that_only_begins_like_a_helpline_is_none():
    assert telephones(["Ring 0800 111 1234 today."]) == {"08001111234"}
    assert telephones(["Ring 0800 1111, 116 000 or 999."]) == set()


def test_two_telephone_numbers_beside_each_other_are_two():
    text = "Ring 0113 496 0000 / 0113 496 0001 (24 hours) or +44 (0)7700 900123 07700 900124."
    numbers = {"01134960000", "01134960001", "07700900123", "07700900124"}
    assert telephones([text]) == numbers


def test_a_number_of_ten_digits_or_abroad_is_one_as_well():
    text = "Ring 01204 96012 24 hours, +33 1 42 68 53 00 or 00 33 1 42 68 53 00."
    assert telephones([text]) == {"0120496012", "33142685300", "0033142685300"}


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_a_helpline_a_day_and_a_sum_are_no_telephone_number(text):
    assert not telephones([f"We read {text} there."])


# Links


def test_a_link_does_not_hide_among_a_dozen_others(reached):
    def lure(number):
        others = " ".join(f"a{number}{each}.com" for each in range(14))
        return f"{others} see zevil.com"

    letters = from_many_networks(reached(2), own_line=lure)
    assert held_for(letters) == ["link"] * 2
    assert "or more than twelve of them" in seen(letters[0])


LINKS = (
    "evil.com:8080", "evil.com:443/login", "evil [.] com", "evil[.]com", "evil(.)com",
    "evil (dot) co (dot) uk", "evil dot com", "evil dot co.uk", "evil . com", "evil .com",
    "evil. com", "evil.\ncom", "hxxp://evil[.]com", "ev\u200bil.com", "ev\u2064il.com",
    "ev\u034fil.com", "ev\u180eil.com", "ev\U000e0061il.com", "evil\uff61com", "evil\ufe52com",
    "\u202emoc.live", "paykent.today", "paykent.in", "pay-kent.in", "paykent.my", "ⓔⓥⓘⓛ.ⓒⓞⓜ",
    "𝐞𝐯𝐢𝐥.𝐜𝐨𝐦", "еvil.com", "evil.中国", "https:evil.com", "https:/evil.com", "//evil.com",
    "https://www.gov.uk@evil.com", "https://kent.gov.uk\\.evil.com", "bbc.co.uk@evil.com",
    "http://[2001:db8::1]/", "http://2130706433", "http://0x7f000001/x", "evil.com＃x",
    "ms-word:ofe|u|https://evil.com/x", "zoommtg://evil", "discord.gg/abc", "wa.me/441314960123",
    "x＠evil.com", "x@evil [dot] com", "еvil.соm", "ᴇᴠɪʟ.ᴄᴏᴍ", "evil-dot-com", "evil.ｃｏｍ",
    "httрs://evil", "mailto:boss@evil.com", "bit.ly/abc", "t.me/evil", "evil%2Ecom/login",
    "evil&#46;com", "evil&period;com", "evil&#x2e;com", "https&#58;//evil.com", "evil·com",
    "evil•com", "evil・com", "evil۔com", "evil full stop com", "evil (full stop) com",
    "evil punkt com", "evil[punto]com", "evil dot xyz", 'evil "dot" com', "evil *dot* com",
    "evil (d0t) com", "evil/dot/com", "1.2.3.4/login", "0177.0.0.1/in", "1.2.3.4:8080/in",
    "w w w . evil . com", "evil{.}com", "[pay](evil.com)", "xn--80ak6aa92e.com",
    "x [at] evil [dot] com", "evil.c\u00adom", "EVIL.COM", "ftp.evil.com", "file://evil",
)  # fmt: skip
NO_LINKS = (
    "a polka dot dress", "the dot on the map", "I was so scared.so I ran", "it was night.no one",
    "at home.my mum", "came to school.it was", "We waited. Commuters came", "he left. Uk law says",
    "[.] and (.)", "the net. Information", "St.Albans", "a.m.Today", "a so-dot-what",
    "paragraph 1.2.3.4", "a polka dot shop", "50% of them", "Q&A and R&B", "hope • love",
    "Full stop. Commuters came",
)  # fmt: skip


@pytest.mark.parametrize("link", LINKS)
def test_a_link_that_is_taken_apart_or_dressed_up_is_seen(link):
    assert unknown_links([f"Please read {link} today."], "me@gmail.com")


@pytest.mark.parametrize("text", NO_LINKS)
def test_what_only_looks_like_a_link_taken_apart_is_none(text):
    assert not unknown_links([f"We saw {text} on Friday."], "me@gmail.com")


# Names


OFFICES = (
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
PEOPLE = (
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


@pytest.mark.parametrize("name", OFFICES)
def test_an_office_is_one_however_its_letters_are_dressed(db, name):
    assert is_no_person(" ".join(name.split()))


@pytest.mark.parametrize("name", PEOPLE)
def test_a_person_of_any_script_and_with_any_initials_is_one(db, name):
    assert not is_no_person(name)


# One officer, and accounts


@pytest.mark.parametrize("mailbox", ["x{}@evil.example", "x{}@gmail.com"])
def test_whoever_writes_to_one_officer_again_and_again_is_read_after_a_class_of_letters(
    reached, mailbox, mails
):
    (slug,) = reached(1)
    held = []
    for number in range(33):
        lie = f"Jane Smith in your office has lied {number} times about every child I know. {LONG}"
        network = "198.51.100" if "gmail" in mailbox else f"198.51.{number}"
        held.append(write(slug, mailbox.format(number), lie, network=network).held_for)
    assert held == [""] * 30 + ["many"] * 3
    assert "many letters like it went today" in seen(Letter.objects.latest("pk"))
    in_our_wording = write(slug, "ben@gmail.com", network="198.51.100")
    assert in_our_wording.held_for == ""
    assert write(slug, "cy@outlook.com", f"I am Cy. {LONG}", network="192.0.2").held_for == ""


def test_a_class_of_thirty_writes_to_its_council_in_its_own_words_and_none_waits(reached):
    (slug,) = reached(1)
    held = set()
    for number in range(30):
        text = f"Dear all,\n\nI am pupil {number} here. {LONG}\n\nBest wishes"
        held.add(write(slug, f"p{number}@hallcross.sch.uk", text).held_for)
    assert held == {""}


@pytest.mark.parametrize(
    "line",
    [
        "Find @evil_money on Telegram.",
        "@Evil_Money has your files, and says so.",
        "Text WIN to 60777 now.",
        "Send it to bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh soon.",
        "0x71C7656EC7ab88b098defB751B7401B5f6d8976F is where it goes.",
    ],
)
def test_an_account_a_short_code_and_a_wallet_reach_one_council_unread(reached, line):
    held = []
    for number, slug in enumerate(reached(3)):
        network = f"198.{number}.100"
        held.append(write(slug, f"p{number}@gmail.com", own_line=line, network=network).held_for)
    assert held == ["", "site", "site"]


def test_whoever_names_a_charity_or_a_helpline_by_its_account_does_not_wait(reached):
    lines = ("I follow @missingpeople.", "Text SHOUT to 85258: a child did.", "In 12345 days?")
    slugs = reached(3)
    for line in lines:
        for number, slug in enumerate(slugs):
            network = f"198.{number}.100"
            letter = write(slug, f"p{number}@gmail.com", own_line=line, network=network)
            assert letter.held_for == ""
