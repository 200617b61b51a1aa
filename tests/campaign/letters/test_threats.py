"""Words for which a person reads a letter first; and what people say of themselves, which goes."""

import pytest
from django.test import Client

from campaign.letters.links import unknown_links
from campaign.letters.models import Letter
from campaign.letters.threats import is_read_first
from tests.campaign.letters.conftest import Browser
from tests.campaign.letters.strangers import LONG, at_councils, seen, write

THREATS_AND_INSULTS = (
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
MORE_THREATS = """
k i l l y o u
I will k i l l you
i will k.i.l.l you
K-I-L-L Y-O-U
I w i l l  k i l l  y o u
we will k_i_l_l you
I will ki11 you
I will k!ll you
I will k*ll you
I will k1l1 you
we w1ll $h00t you
I will kiII you
I will klll you
I w|ll kill you
iwillkillyou
I will kil you
I will killl you
gonna kill u
im gonna kill ya
ill kill you all
I will end your life
you wont see tomorrow
your house will burn
your kids will die
we will come to your house
I know your address
I know what car you drive
we know which school your kids go to
see you after work, alone
you'll get what's coming to you
you will get whats coming
snitches get stitches
I hope your children get cancer
drop dead
die you scum
f u c k y o u
f*ck you
f**k off
fck you
you c*nt
sh*t for brains, you b*tch
You are a piece of shit
piece of shit
Jane Smith is a liar and a thief
Jane Smith takes bribes
Director Jane Smith abuses children
Jane Smith is corrupt
Jane Smith beats her kids
Jane Smith is a paedo
jane smith is a nonce
Your director is a thief
Jane Smith stole 40,000 pounds from the children
Jane Smith is a drunk
Everybody knows that Jane Smith is a drug addict
Cllr Jones is a racist
Jane Smith must die
hang the director
hang them all
they should be shot
someone should shoot you
wish you were dead
I hope you get raped
you people deserve a bullet
I will be waiting for you in the car park
you have 24 hours
pay up or else
Pay me £500 or I tell everybody
send 500 pounds to this account
I have your emails and will publish them unless you pay
I have photos of you
your files are encrypted
Your account was hacked
scan the code
download the attached form
ring me for your refund
Your parcel could not be delivered
p a s s w o r d
pa55w0rd
I'll kick your head in
you'll get your head kicked in
we'll torch your office
I will throw acid on you
I'll slit your throat
I'll put you in hospital
you are a dead man
I'll have you shot
I have been following you home
it would be a shame if something happened to your daughter
hope you crash your car
You fat ugly cow
you are vermin
Cllr Patel is a terrorist
Jane Smith is a murderer
Director Jane Smith sells children to gangs
Mr Brown is sleeping with teenage girls
Your chief executive is a liar
Your chief executive is having an affair with a councillor
Please transfer £500 to the account below
Kindly process the invoice attached
Your council tax refund of £431 is ready to claim
Your Microsoft 365 licence expires today, sign in again
We are your new supplier, please update our payment details
update your payroll details by Friday
Please buy 5 Amazon vouchers and send the codes
I am the chief executive, are you at your desk? Need a favour
""".strip().splitlines()
"""Letters apart, signs and digits for letters, text-speak, threats, blackmail, and slander."""
IN_OTHER_LANGUAGES = """
ZABIJE CIE
Wiem, gdzie mieszkasz!
Te omor!
Știu unde locuiești.
Vou-te matar.
Te voy a matar
te mataré
Je vais te tuer
Ich bringe dich um.
Ich weiss, wo du wohnst
Seni oldurecegim
Я тебя убью
ми тебе вб’ємо
سأقتلك
میں تمہیں جان سے مار دوں گا
jaan se maar dunga
ਜਾਨੋਂ ਮਾਰ ਦਿਆਂਗਾ
मैं तुम्हें मार डालूंगा
তোকে মেরে ফেলব
我要杀了你
do të të vras
""".strip().splitlines()
IN_OTHER_LANGUAGES_AND_KIND = """
Proszę podpisać Kartę. Nie chcę, żeby dzieci umierały na ulicy.
Vă rog să semnați. Copiii mor pe stradă.
Por favor firme. Mi hijo murió en la calle.
Bitte unterschreiben Sie. Ich weiß, wo Kinder schlafen.
براہ کرم دستخط کریں
Пожалуйста, подпишите хартию для детей
من فضلك وقع على الميثاق، الأطفال يموتون
请签署
Mae plant yn marw. Llofnodwch, os gwelwch yn dda.
Lütfen imzalayın, çocuklar ölüyor.
""".strip().splitlines()
GOES_AT_ONCE = """
I was 13. I ran away. I wish someone had asked me why.
Don't let another child die on our streets.
You can stop this. You should be proud of your staff.
The N.S.P.C.C. and the R.S.P.C.A. both help.
I'm a J.P. and a B.A. (Hons).
It's as easy as A B C.
My son got three A s and a B.
He'll get what he needs if you sign.
Mr Jones is a teacher at my school and he cares.
Cllr Smith is a good man.
Jane Smith is a youth worker here and she would tell you.
My mum is a drug addict and that's why I ran.
My dad was a drunk who beat us.
Children should not be hung out to dry.
She had 24 hours to find a bed.
They put me in a cell for the night.
Your house is warm tonight. Theirs isn't.
I know your job is hard.
I know your address is on the website but I'm writing by email.
We will come to your surgery in May.
Nobody deserves to be killed for being gay.
The children's home was burned down.
A racist man shouted at her and she ran.
You're a diamond. Please sign!
I hope your children never have to run.
My teacher Mr Khan is a hero.
The government is a disgrace and a liar.
A liar told them I was fine.
People call us liars and thieves. We are children.
She was groomed by a man of 40 and nobody came.
You have until the election.
Sir Keir Starmer is a father too.
U are the ones who can help. U r our voice.
T H A N K Y O U
P L E A S E sign
S.O.S. from the kids of Leeds
H E L P the children
Mr Jones abused boys in the home in 1979.
Ms Lee touched girls, and nobody asked us.
Jimmy Savile was a paedophile and everybody knew.
ur the ones who decide, so do it
u should be ashamed of urselves lol
I will hunt for a house in your town.
They will kill the youth club if you let them.
He'll kill himself if nobody helps.
You will burn through the money anyway.
I know what you do all day, and I'm grateful.
We know which schools have a nurse.
Children see you on the news.
I'll see you in the council chamber on Monday.
I have photos of the bridge where he slept.
My account of it is with the police.
Your staff are heroes. Your officers are kind.
The leader is a good listener.
My mum is an alcoholic and I am her carer.
Mr Khan is never a bully, unlike the others.
F for effort. A* for my sister!
5* service from your team
Our kids r ur kids
I'm 84 with eight grandchildren, and if one was out in the cold I'd want somebody to look.
My late husband was a policeman and he always said the runners were running from something.
Ah'm fae Glesga but ma weans bide in Leeds, an ah want tae ken whit ye're daein aboot it.
Ey up. Our lad legged it twice and nob'dy from t'council asked him owt.
Wor lass wez in care in Gateshead man, she used te gan missin aal the time.
Yow lot in Dudley need to sign this, bab.
Me mam ran off when she were twelve like, so I'm made up youse are reading this.
Alright my lover, please sign un, proper job.
Innit mad that man's gotta ask u to care about kids, man said he had no where to go.
I am a councillor in the next borough and we signed it in one meeting.
As a magistrate I've sent boys to prison whom nobody asked why they ran.
I foster. Two of mine have run this year, and each time the out of hours line rang out.
Last night our 15 year old came back at 4 a.m. and the police officer simply said goodnight.
According to the BBC, "more than 70,000 children go missing each year, and one in ten is hurt".
The BBC reported on 3 May that a boy was stabbed after he'd run from a home; don't let it be yours.
I'm absolutely furious. Shame on you. You've had twelve years. What the hell are you waiting for?
You lot couldn't run a bath. Sign the bloody thing.
I pay £2,400 in council tax and I want my money's worth for children.
This is bullshit, and you know it. Children sleep in parks.
You've blood on your hands if another child dies.
We'll be outside the town hall on Saturday with our banner. Come and talk to us.
See you at the school gates, Sarah! Your neighbour, Pat.
Class 6B thinks you should sign. We did a play about it and Miss Khan cried.
We are Year 5. Please say yes. Love from 30 children and Mr Lee.
Mr Lee is the best teacher. My friend Mia is dead good at drawing and drew you this.
You are dead right to care, and dead wrong to wait.
My daughter is buried in Kent. She ran at 15.
A man followed me home and I was 13. You'd want to know if a man followed your daughter home.
If something happened to your child you would want someone to ask.
It'd be a shame if nothing happened after the meeting.
He said he'd slit my throat if I told.
My father kicked my head in and I ran.
My mum's partner is in prison and he sells drugs to kids.
My brother is sleeping with his head in a doorway.
Is the director having a meeting about this?
Mr Ali is a refugee, and people call him a terrorist. He is a nurse.
They'll call you a witch for saying so. Say so.
My licence to foster was renewed in May. Yours, Bev.
My mate got a refund from the fair and gave it all to Childline.
I got an apple card for my birthday and made it into a poster.
Give them food vouchers, a bed and a person to talk to.
I'm at my desk at midnight writing this, as I cannot sleep.
Please update the details on your website: the line for runaways rings out.
Jesus said let the children come to me. I pray for you all.
As-salaamu alaykum. In our faith a child on the road is everyone's child.
Diolch. Os gwelwch yn dda, arwyddwch.
Sorry for my English, I am from Poland. My son he run and nobody help us.
I have dyslexia so sory for speling. i was in 14 placments. pleas sign
plz sign it ty xx
Sign it!!!!!!!! 🙏🙏🙏
I was abused by a priest in a home in Kent in 1971. The council knew.
I'd swap every pothole mended for one child found.
I'll be voting for whoever signs. Vote with your heart.
I run a small business, Smith's Bakery, and I'd give the bread.
Your social workers are heroes and you underpay them.
Don't kill this charter in committee as you killed the youth club.
You killed our library. Don't kill this.
How do you sleep at night? Some children don't.
You'll be hearing from us every week until you sign.
I'll never forgive the council. I was nine.
Hang your heads in shame.
I hope you never have to look for your own child at 3 in the morning.
""".strip().splitlines()


@pytest.mark.parametrize("text", THREATS_AND_INSULTS)
def test_a_threat_an_insult_and_a_question_after_money_are_read_first(text):
    assert is_read_first(f"Please will you sign? {text} Thank you.")


@pytest.mark.parametrize("text", ["We're going to hurt you.", "We'll find you tonight."])
def test_a_threat_with_an_apostrophe_is_read_first(text):
    assert is_read_first(text)


@pytest.mark.parametrize("text", SAID_BY_PEOPLE)
def test_what_was_done_to_a_child_and_what_people_hope_is_not(text):
    assert not is_read_first(f"Please will you sign? {text} Thank you.")


@pytest.mark.promise(19)
@pytest.mark.parametrize("text", MORE_THREATS + IN_OTHER_LANGUAGES)
def test_what_would_hurt_an_officer_is_read_first(text):
    assert is_read_first(f"Please will you sign? {text} Thank you.")


@pytest.mark.parametrize("text", GOES_AT_ONCE + IN_OTHER_LANGUAGES_AND_KIND)
def test_what_people_say_of_themselves_of_children_and_of_politics_is_not(text):
    said = f"Please will you sign? {text} Thank you."
    assert not is_read_first(said)
    assert not unknown_links([said])


def test_nothing_that_we_write_ourselves_is_read_first(reached):
    (slug,) = reached(1)
    browser = Browser(Client())
    browser.go(f"/councils/{slug}/write/")
    browser.press("", topics=["help", "count", "talk"])
    assert not is_read_first(Letter.objects.get().text)


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


@pytest.mark.parametrize(
    "line", ["i will k i l l y o u", "Jane Smith is a nonce", "go to evil.c0m"]
)
def test_from_three_mailboxes_one_line_in_our_wording_reaches_no_officer(reached, line):
    letters = []
    for number, slug in enumerate(reached(3)):
        network = f"203.0.{number}"
        letters.append(write(slug, f"x{number}@gmail.com", own_line=line, network=network))
    if "evil" in line:
        assert [letter.held_for for letter in letters] == ["", "site", "site"]
        return
    assert {letter.held_for for letter in letters} == {"words"}
    assert "read like a threat or an insult" in seen(letters[0])
    assert at_councils() == []
