"""What leads elsewhere in a letter, however it is written, and what only looks like it."""

import pytest

from campaign.letters.links import unknown_links
from campaign.letters.models import State
from tests.campaign.letters.strangers import (
    another_text,
    from_many_networks,
    held_for,
    seen,
    states,
    write,
)

IN_ANY_SCRIPT = (
    "HTTPS://Evil.Com", "Www.Evil.Org", "http://1.2.3.4", "https://1.2.3.4:8080/x", "пример.рф",
    "evil。com", "ｅｖｉｌ．ｃｏｍ", "evil.com.", "(evil.com)", "“evil.com”", "Evil.Com",
    "ftp://evil/x", "hxxps://evil.com", "http://intranet/login", "\\\\evil\\share", "evil.me",
    "evil.com/", "1.2.3.4.evil.com", "xn--e1afmkfd.xn--p1ai", "security@evil.com",
    "Security@Evil.Com", "mailto:x@evil.com", "x@evil.рф", "sign-in.evil.co.uk", "t.me/evil",
    "bit.ly/3xYz", "evil․com", "e\u00advil.com", "www。evil。com", "evil.support", "evil.in/login",
    "Look...evil.com", "@evil.com", ".evil.com", "see:https://evil.com", "<evil.com>",
    "https://evil.com/www.gov.uk", "https://www.gov.uk.evil.com", "help@kent.gov.uk.evil.com",
)  # fmt: skip
ONLY_LIKE_ONE = (
    "12 High St.dover", "anna.smith", "I was so scared.so I ran", "Dr.Li and Mr.Kim", "St.Albans",
    "at 10.30.Then", "e.g. or i.e. or a.m.", "well...and", "3.5 and 1.4.2027", "U.K. and U.S.A.",
    "he/she", "I ran away.My mum cried.it was cold.how?", "No.12", "Flat 2.b", "Smith.and Sons",
    "school.Then home", "paragraph 1.2.3.4", "W.B. Yeats", "sad :/ and done", "Ph.D",
    "kent.gov.uk", "help@kent.gov.uk", "https://www.bbc.co.uk/news/uk-1", "Me@gmail.com",
)  # fmt: skip
TAKEN_APART = (
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
ONLY_LIKE_ONE_TAKEN_APART = (
    "a polka dot dress", "the dot on the map", "I was so scared.so I ran", "it was night.no one",
    "at home.my mum", "came to school.it was", "We waited. Commuters came", "he left. Uk law says",
    "[.] and (.)", "the net. Information", "St.Albans", "a.m.Today", "a so-dot-what",
    "paragraph 1.2.3.4", "a polka dot shop", "50% of them", "Q&A and R&B", "hope • love",
    "Full stop. Commuters came",
)  # fmt: skip
PUT_TOGETHER = (
    "evildotcom", "evil,com", "evil|com", "evil~com", "evil..com", "evil…com", "evil dоt com",
    "evil[.com", "evil(remove this).com", "evil point com", "evil period com", "evil dot live",
    "evil dot site", "evil dot click", "evil dot tk", "evil dot london", "evil ❟ com", "evil‚com",
    "evil dot cоm", "evil⸱com", "evilꓸcom", "evil܁net", "evil‧org", "evil⸳com", "evil▪com",
    "evil∙info", "evil⋅com", "evil᛫com", "evil𐄁com", "evil./com", "evil_dot_com",
    "93.184.216.34", "http://93.184.216.34", "evil (dot) site", "evil DOT ONLINE",
)  # fmt: skip
STOPS_WRITTEN_OUT = (
    "a rom-com", "a sit com", "a polka dot top-coat", "paragraph 1.2.3.4",
    "version 4.10.2.1", "24.12.2026", "at this point I left", "that period, and then",
    "the dot in the middle", "hope ∙ love", "a comma, commas", "dot-to-dot", "well; come in",
    "1.10.20.99", "(compare that)", "a dot, live on air",
)  # fmt: skip
IN_DISGUISE = r"""
hxxp://evil.com
hxxps://evil[.]com/login
h t t p : / / evil . com
evil dot com
evil (dot) com
evil d0t com
evil.c0m
evil dot c o m
e v i l . c o m
e v i l dot com
evil dot co dot uk
evil dot org dot uk
evil dot gov dot scam
еvіl.com
evil。com
evil . co . uk
evil,co,uk
evil·net
evil dot info slash pay
search for evil pay dot com
bit dot ly slash abc
t dot me slash evil
boss(at)evil.com
boss at evil dot com
boss (at) evil (dot) com
boss [at] gmail [dot] com
boss at gmail dot com
boss (a) evil.com
boss ＠ evil . com
boss(@)evil(.)com
boss AT gmail DOT com
boss_at_gmail_dot_com
www evil com
www evil dot com
www-evil-com
evil\u2024com
evil.рф
evil.xn--p1ai
go to evil (period) com
evil[dot]com
evil<dot>com
evil-dot-co-dot-uk
evil . . com
evil.  com
http:evil com
evil.com.
instagram.com/evil
""".strip().splitlines()


# What is a link, and what only looks like one


@pytest.mark.parametrize("link", IN_ANY_SCRIPT)
def test_a_link_is_seen_in_any_case_scheme_or_script(settings, link):
    settings.SITE_URL = "http://testserver"
    assert unknown_links([f"Please read {link} today."], "me@gmail.com")


@pytest.mark.parametrize("text", ONLY_LIKE_ONE)
def test_what_is_not_a_link_is_none(settings, text):
    settings.SITE_URL = "http://testserver"
    assert not unknown_links([f"We met {text} on Friday."], "me@gmail.com")


@pytest.mark.parametrize("link", TAKEN_APART)
def test_a_link_that_is_taken_apart_or_dressed_up_is_seen(link):
    assert unknown_links([f"Please read {link} today."], "me@gmail.com")


@pytest.mark.parametrize("text", ONLY_LIKE_ONE_TAKEN_APART)
def test_what_only_looks_like_a_link_taken_apart_is_none(text):
    assert not unknown_links([f"We saw {text} on Friday."], "me@gmail.com")


@pytest.mark.parametrize("link", PUT_TOGETHER)
def test_a_domain_that_a_person_puts_together_is_seen(link):
    assert unknown_links([f"Please read {link} today."], "me@gmail.com")


@pytest.mark.parametrize("text", STOPS_WRITTEN_OUT)
def test_a_full_stop_that_people_write_out_is_no_link(text):
    assert not unknown_links([f"We saw {text} on Friday."], "me@gmail.com")


@pytest.mark.parametrize("link", IN_DISGUISE)
def test_a_link_in_disguise_is_seen(link):
    shown = link.encode("latin-1", "backslashreplace").decode("unicode_escape")
    assert unknown_links([f"Please read {shown} today."], "me@gmail.com")


# What leads to this site or to its writer


@pytest.mark.parametrize(
    "said",
    ["Look at https://campaign.example.", "(https://campaign.example)", "see campaign.example, too",
     "https://campaign.example/councils/kent/.", "on https://campaign.example!"],
)  # fmt: skip
def test_this_site_is_no_link_elsewhere_even_at_the_end_of_a_sentence(settings, said):
    settings.SITE_URL = "https://campaign.example"
    assert not unknown_links([said])


@pytest.mark.parametrize(
    "link",
    ["https://campaign.example.evil.com", "https://campaign.example@evil.com",
     "https://campaign.example:80@evil.com", "https://evil.com/campaign.example",
     "campaign.example.evil.com/", "notcampaign.example", "https://campaign.example.@evil.com"],
)  # fmt: skip
def test_a_site_that_only_begins_like_this_one_leads_elsewhere(settings, link):
    settings.SITE_URL = "https://campaign.example"
    assert unknown_links([f"Please read {link} today."])


def test_the_writers_own_checked_address_is_no_link_and_a_strangers_is(reached):
    first, second = reached(2)
    own = write(first, "anna@gmail.com", f"{another_text(1)} Write to Anna@gmail.com.")
    strangers = write(second, "ben@gmail.com", f"{another_text(2)} Write to it@evil.com.")
    assert [own.held_for, strangers.held_for] == ["", "link"]


# Which letters wait for their links


def test_a_link_of_its_own_for_each_council_within_our_wording_reaches_five_a_day(reached):
    letters = []
    for number, slug in enumerate(reached(7)):
        line = f"Your file {number} is at https://evil{number}.com/"
        letters.append(write(slug, f"x{number}@gmail.com", own_line=line))
    assert states(letters) == [State.QUEUED] * 5 + [State.HELD] * 2
    assert "many letters like it went today" in seen(letters[-1])


def test_pages_that_cost_nothing_at_one_company_are_one_site(reached):
    letters = []
    for number, slug in enumerate(reached(3)):
        line = f"Your file {number} is at x{number}.github.io"
        network = f"203.0.{number}"
        letters.append(write(slug, f"x{number}@gmail.com", own_line=line, network=network))
    assert [letter.held_for for letter in letters] == ["", "site", "site"]


def test_a_link_does_not_hide_among_a_dozen_others(reached):
    def lure(number):
        others = " ".join(f"a{number}{each}.com" for each in range(14))
        return f"{others} see zevil.com"

    letters = from_many_networks(reached(2), own_line=lure)
    assert held_for(letters) == ["link"] * 2
    assert "or more than twelve of them" in seen(letters[0])


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


# Drawings


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
