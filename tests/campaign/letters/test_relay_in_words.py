"""What a stranger says, wherever it stands in a letter; and beside it what people really write."""

import pytest
from django.test import Client

from campaign.letters.links import unknown_links
from campaign.letters.models import Letter, State
from campaign.letters.offices import is_no_person
from campaign.letters.telephones import telephones
from campaign.letters.threats import is_read_first
from tests.campaign.letters.conftest import Browser
from tests.campaign.letters.strangers import LONG, at_councils, seen, write

# Threats, insults, and questions after money


READ_FIRST = (
    "You will pay for this. We know where your children go to school.", "I will kill you.",
    "We’ll burn your house down.", "i'm going to hurt you", "You're all going to die",
    "You deserve to be shot", "I hope you die", "Watch your back", "We are coming for you",
    "There is a bomb in your office", "Fuuuck off", "You are scum", "you useless bastards",
    "Please send your password to me", "What is your sort code?", "k1ll you: I will k1ll you",
    "I  will\n\nkill\nyour family", "Someone could hurt your children", "We know where you live",
    "Send me your bank details", "pay in gift cards", "Tell me your one-time code", "y0u will d1e",
    "Yоu will die", "I’ll make you suffer", "bullet in your head", "I will k\u200bill you",
    "I WILL STAB YOUR SON", "We_will_shoot_you", "Ｗｅ ｗｉｌｌ ｓｈｏｏｔ ｙｏｕ", "rot in hell",
    "We will be waiting outside your house.", "Your days are numbered.", "I will cut your throat.",
    "This is your last warning.", "Sleep with one eye open.", "I have a gun and I will use it.",
    "You will regret this.", "Your children are not safe.", "Reply with your login.", "kys",
    "Your mailbox is full, so verify it.", "Verify your account today.", "Go hang yourself.",
    "Kill yourself.", "hope your kids get raped", "Your leader Jane Smith is a nonce.",
    "Pay 500 pounds to my PayPal.", "We will find you at your desk.",
    "We w\u0456ll shoot you", "We will&nbsp;shoot you", "We will shoot each of you",
)  # fmt: skip
SAID_BY_PEOPLE = (
    "He said he would kill her if she told anyone.", "I was raped at fifteen and ran away.",
    "She could have died that night.", "My brother died on the street.", "They hurt me.",
    "You will be remembered for this.", "You will not regret signing it.", "Who pays for this?",
    "I know where you stand on this.", "Do you know where your children are tonight?",
    "Children are dying to be heard.", "Who will pay for it?", "It wouldn't hurt you to sign.",
    "If it were your child, how would you feel?", "What if someone hurt your child?",
    "I hope this finds you well.", "We are coming to your meeting.", "I could kill for a coffee.",
    "The bomb fell on our street when I was six, in Aleppo.", "I ran from bombs in Syria.",
    "He came after me.", "My stepdad burned my arm.", "A man in the street called me a bitch.",
    "I am a nurse, and you can call me.", "I would die for my children.", "He shot himself.",
    "I will fight for you to have the money.", "She had no bank account and no card.",
    "You should be proud.", "your own son or daughter", "Who will beat your record?",
    "You should not let children suffer.", "You will see children suffer if you wait.",
    "Are you going to let them die?", "They will cut your budget again.", "I pay your salary.",
    "The bailiffs came, and I ran away.", "I had no national insurance number, and no address.",
    "Children are outside your door tonight.", "Some children get raped the night they run.",
    "If your daughter is in danger, whom do you ring?",
    "My stepfather was a paedophile, and nobody asked.", "He had a gun.",
    "I was outside your office.",
    "The man who ran your home was a rapist.", "She wanted to kill herself.", "We will find a way.",
    "We will find you a bed.", "We will get you the figures.", "You will not regret this.",
    "Our children are not safe on that road.", "A child in danger is your business.",
    "I have a knife and fork, and no table.", "The last warning came too late for my niece.",
    "Will you let children burn out?", "They will attack your plan, and you will win.",
    "If a runaway were to knock at your door, what would you do?",
    "Some were sent to your home in Leeds.", "Imagine if your own parents were to hurt you.",
    "Child Sexual Exploitation is a criminal offence.", "Young People will suffer.",
    "Ms Okafor is a former addict who helps children.", "Thank your unpaid carers.",
    "Please listen to my account of running away at 13.",
    "I saw a photo of you at the opening.", f"Signed:{'_' * 60}John Smith",
)  # fmt: skip


@pytest.mark.parametrize("text", READ_FIRST)
def test_a_threat_an_insult_and_a_question_after_money_are_read_first(text):
    assert is_read_first(f"Please will you sign? {text} Thank you.")


@pytest.mark.parametrize("text", ["We're going to hurt you.", "We'll find you tonight."])
def test_a_threat_with_an_apostrophe_is_read_first(text):
    assert is_read_first(text)


@pytest.mark.parametrize("text", SAID_BY_PEOPLE)
def test_what_was_done_to_a_child_and_what_people_hope_is_not(text):
    assert not is_read_first(f"Please will you sign? {text} Thank you.")


@pytest.mark.parametrize("field", ["own_line", "text", "subject", "postal_address", "name"])
def test_one_sentence_within_our_wording_reaches_no_director_wherever_it_stands(reached, field):
    threat = "We will kill your children"
    letters = []
    for number, slug in enumerate(reached(3)):
        typed = {field: f"{LONG} {threat}" if field == "text" else threat}
        letters.append(write(slug, f"x{number}@gmail.com", network=f"203.0.{number}", **typed))
    if field == "name":
        assert {letter.held_for for letter in letters} == {"name"}
    else:
        assert {letter.held_for for letter in letters} == {"words"}
        assert "some of its words read like a threat or an insult" in seen(letters[0])
    assert at_councils() == []


def test_nothing_that_we_write_ourselves_is_read_first(reached):
    (slug,) = reached(1)
    browser = Browser(Client())
    browser.go(f"/councils/{slug}/write/")
    browser.press("", topics=["help", "count", "talk"])
    assert not is_read_first(Letter.objects.get().text)


# Where it leads


LINKS = (
    "evildotcom", "evil,com", "evil|com", "evil~com", "evil..com", "evil…com", "evil dоt com",
    "evil[.com", "evil(remove this).com", "evil point com", "evil period com", "evil dot live",
    "evil dot site", "evil dot click", "evil dot tk", "evil dot london", "evil ❟ com", "evil‚com",
    "evil dot cоm", "evil⸱com", "evilꓸcom", "evil܁net", "evil‧org", "evil⸳com", "evil▪com",
    "evil∙info", "evil⋅com", "evil᛫com", "evil𐄁com", "evil./com", "evil_dot_com",
    "93.184.216.34", "http://93.184.216.34", "evil (dot) site", "evil DOT ONLINE",
)  # fmt: skip
NO_LINKS = (
    "a rom-com", "a sit com", "a polka dot top-coat", "paragraph 1.2.3.4",
    "version 4.10.2.1", "24.12.2026", "at this point I left", "that period, and then",
    "the dot in the middle", "hope ∙ love", "a comma, commas", "dot-to-dot", "well; come in",
    "1.10.20.99", "(compare that)", "a dot, live on air",
)  # fmt: skip


@pytest.mark.parametrize("link", LINKS)
def test_a_domain_that_a_person_puts_together_is_seen(link):
    assert unknown_links([f"Please read {link} today."], "me@gmail.com")


@pytest.mark.parametrize("text", NO_LINKS)
def test_a_full_stop_that_people_write_out_is_no_link(text):
    assert not unknown_links([f"We saw {text} on Friday."], "me@gmail.com")


NUMBERS = (
    "0906 123 4567", "O9O6 123 4567", "09O6 l23 4567", "0️⃣9️⃣0️⃣6️⃣ 1️⃣2️⃣3️⃣ 4️⃣5️⃣6️⃣7️⃣",
    "zero nine zero six one two three four five six seven", "0906_123_4567", "0906*123*4567",
    "oh nine oh six, one two three, four five six seven", "0906 – 123 – 4567", "0906\n123\n4567",
    "0 nine 0 six 123 4567", "0906,123,4567", "0906~123~4567", "𝟎𝟗𝟎𝟔 𝟏𝟐𝟑 𝟒𝟓𝟔𝟕", "+44 906 123 4567",
    "Zero Nine Zero Six 1234567",
)  # fmt: skip


@pytest.mark.parametrize("number", NUMBERS)
def test_a_premium_number_is_one_however_it_is_spelt(number):
    assert telephones([f"Ring {number} now."]) == {"09061234567"}


def test_a_number_in_words_goes_to_one_council_unread(reached):
    forms = ("0906 123 4567", "zero nine zero six one two three four five six seven")
    letters = []
    for number, slug in enumerate(reached(2)):
        line = f"Ask for {('Jo', 'Sam')[number]} on {forms[number]}."
        network = f"203.0.{number}"
        letters.append(write(slug, f"x{number}@gmail.com", own_line=line, network=network))
    assert [letter.held_for for letter in letters] == ["", "site"]


@pytest.mark.parametrize("text", ["one of us, two of them and nobody", "£1,000,000,000", "0 to 5"])
def test_a_number_word_and_a_sum_are_no_telephone_number(text):
    assert not telephones([f"We read {text} there."])


BLOCKS = "\n".join(["█▀▀▀▀▀█ ▀▄█ █▀▀▀▀▀█", "█ ███ █ ▄▀▄ █ ███ █"] * 5)
SQUARES = "\n".join(["⬛⬜⬛⬛⬜⬛⬜⬛⬛⬜⬛⬛", "⬜⬛⬜⬜⬛⬜⬛⬛⬜⬛⬛⬜"] * 5)
LETTERED = "\n".join(["XXXX  XX  XXXX XX", "XX  XX  XX  XXXX"] * 5)


@pytest.mark.parametrize("drawing", [BLOCKS, SQUARES, LETTERED], ids=["blocks", "squares", "X"])
def test_a_code_drawn_with_characters_is_a_link_and_reaches_one_council(reached, drawing):
    letters = []
    for number, slug in enumerate(reached(2)):
        network = f"203.0.{number}"
        letters.append(write(slug, f"x{number}@gmail.com", own_line=drawing, network=network))
    assert [letter.held_for for letter in letters] == ["", "site"]


@pytest.mark.parametrize(
    "text",
    [
        "Dear all,\n\n**********\n\nI ran away.\n\n----------\n\nThank you.\n\n==========",
        "💛💛💛💛💛💛💛💛💛💛\nPlease.\n💛💛💛💛💛💛💛💛💛💛",
        "No more.\n" * 12,
    ],
)
def test_a_line_between_paragraphs_is_no_drawing(text):
    assert not unknown_links([text])


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "Anna evil.com", "postal_address": "Leeds"},
        {"name": "Anna Smith", "postal_address": "go to evil.com"},
        {"name": "Anna Smith", "postal_address": "evil dot com, Leeds"},
        {"name": "Anna Smith", "subject": "evil,com"},
    ],
)
def test_a_link_around_the_letter_waits_however_it_is_written(reached, typed):
    (slug,) = reached(1)
    assert write(slug, "x@gmail.com", **typed).held_for == "around"


# Names


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
NAMES = (
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


@pytest.mark.parametrize("name", NO_NAMES)
def test_a_sentence_a_paper_and_a_member_of_parliament_are_no_persons_name(db, name):
    assert is_no_person(name)


@pytest.mark.parametrize("name", NAMES)
def test_any_persons_name_is_one_even_a_famous_one(db, name):
    assert not is_no_person(name)


# What people really write


LETTERS = (
    "I was in care in this town for nine years. When I ran, nobody asked me why. Please ask.",
    "My mum found me at the coach station. I’d had nothing to eat for two days (24 and 25 May).",
    "I’m a retired head teacher, and I’ve sat with children at 5 p.m. on a Friday with no bed.",
    "Our dog found a boy asleep in our shed. He was 12. He’d walked from Hull... 40 miles!",
    "He threatened her, he hit her, and she left. She is 15. What would you have done?",
    "I work at A&E. We see them at 3 a.m., cold, scared, and asking us not to ring home.",
    "Please don’t let money be the reason. £200,000 is a lot; a child is more.",
    "The police brought him back each time, nine times in 2025, and nobody asked him a thing.",
    "As a bus driver (no. 36) I see it. A girl in her school coat, at midnight, going nowhere.",
    "Who counts them? In 2019 it was 1,204; in 2024, 1,310. I’d like to know what’s changed.",
    "I lost my son. I can’t write more than that. Sign it.",
    "With respect: I know you’re all overworked. You’re doing your best, and we’re grateful.",
    "It’s a disgrace, and you should be ashamed of yourselves. I’ll be voting in May.",
    "I’ll be watching how you vote, and I’ll tell my neighbours. That’s democracy.",
    "Ring me if you like: 0114 496 0123, after six. I’d be glad to talk.",
    "She texted 116 000 and somebody answered. Does every school there show that number?",
)


def test_what_people_write_of_themselves_goes_at_once(reached):
    letters = []
    slugs = reached(len(LETTERS))
    for number, line in enumerate(LETTERS):
        network = f"198.{number}.100"
        letters.append(write(slugs[number], f"p{number}@gmail.com", own_line=line, network=network))
    assert [letter.held_for for letter in letters] == [""] * len(LETTERS)
    assert {letter.state for letter in letters} == {State.QUEUED}


def test_an_angry_letter_wholly_in_ones_own_words_goes_at_once(reached):
    slugs = reached(len(LETTERS))
    letters = []
    for number, line in enumerate(LETTERS):
        text = f"Dear councillor,\n\n{line}\n\nI say this as somebody who lives on street {number}."
        network = f"198.{number}.100"
        letters.append(write(slugs[number], f"p{number}@gmail.com", text, network=network))
    assert [letter.held_for for letter in letters] == [""] * len(LETTERS)
