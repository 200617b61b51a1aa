"""Still more forms in which programs, telephones and websites send what somebody typed."""

import quopri

import pytest

from campaign.inbox.process import process
from campaign.tasks.models import Task, TaskKind
from tests.campaign.safeguarding.conftest import (
    KIT,
    LEAD,
    PLAIN,
    TO_US,
    encoded,
    markup,
    multi,
    plain,
    raw,
    sent_to,
    with_file,
    zipped,
)

pytestmark = [pytest.mark.django_db, pytest.mark.promise(23)]

DELSP = "i ran aw \r\nay from ho \r\nme last night and i have now \r\nhere to sleep"
WAYS = {
    "delsp": raw("Content-Type: text/plain; format=flowed; delsp=yes\r\n", DELSP),
    "wbr": markup(
        KIT.replace("away", "aw<wbr>ay")
        .replace("nowhere", "no<wbr>where")
        .replace("sleep", "sl<wbr>eep")
        .replace("scared", "sca<wbr>red")
        .replace("home", "ho<wbr>me")
    ),
    "zwnj": markup("&zwnj;".join(KIT)),
    "zwsp in words": plain("\u200b".join(KIT)),
    "shy entity": markup("&shy;".join(KIT)),
    "nbsp entity": markup(KIT.replace(" ", "&nbsp;")),
    "font tags per word": markup(" ".join(f"<font>{w}</font>" for w in KIT.split())),
    "div per word": markup("".join(f"<div>{w}</div>" for w in KIT.split())),
    "span inline-block letter w/ newline": markup(
        "".join(f"<span>\n{w}\n</span> " for w in KIT.split())
    ),
    "base64 broken length": raw(
        "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n",
        encoded(KIT).rstrip("="),
    ),
    "base64 with spaces": raw(
        "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n",
        " ".join([encoded(KIT)[i : i + 10] for i in range(0, 200, 10)]),
    ),
    "qp upper header": raw(
        "Content-Type: text/plain\r\nContent-Transfer-Encoding: Quoted-Printable \r\n",
        quopri.encodestring(KIT.encode(), quotetabs=True).replace(b"a", b"=61"),
    ),
    "cte 8bit utf16 no bom": raw(
        "Content-Type: text/plain; charset=utf-16le\r\n", KIT.encode("utf-16-le")
    ),
    "iso-2022-jp": raw("Content-Type: text/plain; charset=iso-2022-jp\r\n", KIT),
    "hz": raw("Content-Type: text/plain; charset=hz-gb-2312\r\n", KIT),
    "csv": with_file("a.csv", ('name,message\nkit,"' + KIT + '"').encode(), "text/csv"),
    "epub": with_file("a.epub", zipped(a_xhtml=f"<html><p>{KIT}</p></html>")),
    "markdown": raw(
        "Content-Type: text/markdown\r\n",
        "# hi\r\n\r\n*i ran away* from **home** last night, i have _nowhere_ to sleep",
    ),
    "markdown stars": plain("*i* *ran* *away* *last* *night* *im* *13*"),
    "slashes": plain("i/ran/away/last/night/im/13/and/scared"),
    "underscores": plain("i_ran_away_last_night_im_13_and_scared"),
    "hyphens": plain("i-ran-away-last-night-im-13-and-scared"),
    "letters apart": plain("i  r a n  a w a y  l a s t  n i g h t"),
    "sos emoji": plain("🆘"),
    "smallcaps": plain("ɪ ʀᴀɴ ᴀᴡᴀʏ ʟᴀsᴛ ɴɪɢʜᴛ ɪ ʜᴀᴠᴇ ɴᴏᴡʜᴇʀᴇ ᴛᴏ sʟᴇᴇᴘ"),
    "fancy script": plain(
        "".join(chr(0x1D4EA + ord(c) - 97) if c.islower() else c for c in KIT.lower())
    ),
    "circled": plain("".join(chr(0x24D0 + ord(c) - 97) if c.islower() else c for c in KIT.lower())),
    "upside": plain("ʇɥƃᴉu ʇsɐl ʎɐʍɐ uɐɹ ᴉ"),
    "strike combining": plain("".join(c + "\u0336" for c in KIT)),
    "zalgo": plain("".join(c + "\u0301\u0320" for c in KIT)),
    "reply inline": plain(
        "> What can we do for you?\r\ni ran away > from home\r\n> Where are you?\r\n"
        "bus station. nowhere to sleep"
    ),
    "quoted pipes": plain("| i ran away last night\r\n| and i have nowhere to sleep\r\n"),
    "quote colon": plain(": i ran away last night\r\n: and i have nowhere to sleep\r\n"),
    "outlook blue": markup(
        f'<div style="border-left:blue 1.5pt solid"><p class=MsoNormal>{KIT}<o:p></o:p></p></div>'
    ),
    "mso conditional": markup(
        "<!--[if gte mso 9]><xml></xml><![endif]--><p class=MsoNormal>I ran"
        "<span style='mso-spacerun:yes'>  </span>away from home last night</p>"
    ),
    "hidden preview": markup(f'<div style="display:none">{KIT}</div><p>hi</p>'),
    "textarea": markup(f"<form><textarea>{KIT}</textarea></form>"),
    "button": markup(f"<button>{KIT}</button>"),
    "select option": markup(f"<select><option>{KIT}</option></select>"),
    "svg text": multi(
        "mixed",
        f"{PLAIN}hi",
        "Content-Type: image/svg+xml; name=a.svg\r\n\r\n<svg><text>" + KIT + "</text></svg>",
    ),
    "link text": markup(f'<a href="https://docs.example/x">{KIT}</a>'),
    "maps share": plain("I'm here: https://maps.app.example/xyz come get me i ran away"),
    "teams": markup(
        f"<div>Kit sent you a message in Teams</div><div>{KIT}</div><div>Reply in Teams</div>"
    ),
    "whatsapp export": plain(
        "[02/12/2026, 23:14:05] Kit: i ran away\r\n[02/12/2026, 23:14:40] Kit: nowhere to sleep\r\n"
        "[02/12/2026, 23:15:00] Me: where are you"
    ),
    "sms export": plain('SMS: From +447700900123 at 02-Dec-2026 23:14: "ran away im 13 help"'),
    "google form": plain(
        "Timestamp: 02/12/2026\r\nWhat is going on?: i ran away last night\r\n"
        "Do you feel safe?: No\r\nAge: 13"
    ),
    "ms form": markup(
        "<b>1. What would you like us to know?</b><br>i dont feel safe at home<br>"
        "<b>2. Your age</b><br>13"
    ),
    "cpoms": plain(
        "CPOMS alert. Category: Missing. Student KT disclosed that she has run away and"
        " is sleeping at a friend's flat.",
        fields="Auto-Submitted: auto-generated\r\n",
    ),
    "in-reply header list-id": plain(KIT, fields="List-Id: <x.example>\r\n"),
    "feedback header": plain(KIT, fields="X-Auto-Response-Suppress: All\r\nPrecedence: bulk\r\n"),
    "bcc": plain(KIT).replace(b"To: letters@runaways.example", b"To: undisclosed-recipients:;"),
    "reply-to bad": plain(KIT, fields="Reply-To: <>\r\n"),
    "two from": plain(KIT, fields="From: second@x.example\r\n"),
    "huge header": plain(KIT, fields="X-A: " + "a" * 50000 + "\r\n"),
    "only signature": plain("-- \r\n" + KIT),
    "in signature delim html": markup(f'--<br><div class="gmail_signature">{KIT}</div>'),
    "partial": raw(
        "Content-Type: message/partial; id=x; number=1; total=2\r\n",
        f"Subject: help\r\n{PLAIN}{KIT}",
    ),
    "external": raw("Content-Type: text/plain\r\nContent-Disposition: attachment\r\n", KIT),
}


@pytest.mark.parametrize("data", WAYS.values(), ids=WAYS)
def test_a_call_is_heard_in_this_form(data):
    process(data, TO_US)
    assert Task.objects.filter(kind=TaskKind.CALL).count() == 1
    assert len(sent_to(LEAD)) == 1
