"""What mail servers and automatic replies say, in English and Welsh.

There is one pattern to a line. New phrasings keep turning up: add a line for each, with an email in
tests/campaign/inbox/mail/ that shows it. A full stop stands for either kind of apostrophe.
"""

import re


def either(*patterns: str) -> re.Pattern[str]:
    """Return a pattern that matches wherever one of these does, in any case."""
    return re.compile("|".join(patterns), re.IGNORECASE | re.MULTILINE)


# What servers say of an email they did not deliver

MAILBOX_FULL = either(
    "mailbox (is |has been |was )?(full|exceeded)",
    "(mailbox|inbox|mailfolder|account) (has exceeded|is full|is over)",
    r"over\W?(disk )?quota|quota violation",
    "quota (is |has been |was )?exceeded",
    "exceed(s|ed|ing) (its|the|their|storage|mailbox) ?(quota|storage|limit|allocation|mailbox)",
    "out of storage",
    "not enough (storage )?(space|room)",
)

NOT_ABOUT_MAILBOX = either(
    # Too much at once
    "too many (messages|e-?mails|mails|connections|recipients|concurrent|sessions|requests)",
    r"\brate\b|\b(recipient)?ratelimit|throttl|too (fast|quickly|frequently)",
    "(hourly|daily|sending|receiving) (limit|quota)",
    # The sender
    "sender (address )?(verif(y|ication)|callout|reject|denied|unknown|invalid)",
    "(invalid|unknown|bad|could not verify|cannot verify) sender",
    "relay(ing)? (access )?(is )?(denied|not)|unable to relay",
    # The size
    "(message|mail) (length|size) (limit )?(is )?(exceed|too|over)|size limit|too (large|big)",
    "exceeds .{0,40}(message|mail) (length|size)",
)

NO_SUCH_ADDRESS = either(
    r"(user|recipient|mailbox|address|account|host|domain)\W{1,3}(is )?(unknown|not (known|found))",
    r"(user|recipient|mailbox|address|account)\W{1,3}(is |has been )?(unavailable|disabled)",
    "(user|mailbox|address|account) (is |has been )?inactive",
    "unknown (user|recipient|address|mailbox|local|host|domain)",
    "no such (user|recipient|mailbox|address|person|domain)",
    "(does|do|did) ?(not|n.t) exist",
    "(no|not a) (valid|known|such) ?(mailbox|user|recipient|address)",
    "no mailbox (here )?by that name",
    "not listed in [^.]{0,20}directory|name is not recogni[sz]ed|invalid final delivery userid",
    "(user|recipient) (does not|doesn.t) have an? [^ ]{0,60} ?account",
    "invalid (recipient|mailbox|address|user)",
    "non.?existent (host|domain)",
    "unrouteable|recipnotfound|recipientnotfound|address not found|host or domain name not found",
    "recipient (address )?rejected",
    "no longer (in use|exists|valid|works here)",
    "(could|can|was) ?(not|n.t) (be )?found",
)

STILL_TRYING = either(
    "delay(ed)?",
    "still (be )?(trying|retried)",
    "not yet (been )?delivered",
    "will (keep|continue) (trying|to try)",
    "will be retried",
    "warning: (message|could not)",
    "(you )?do(es)? not need to (resend|take)|no action is required",
)

GAVE_UP = either(
    "(retry|delivery|queue) time(out)? (exceeded|expired)",
    "message (has )?expired",
    "giv(en|ing) up|been in the queue too long",
    r"could not be delivered for (the last |more than )?\d+ (day|hour)",
    "timed out|timeout exceeded",
)

BOUNCE_SUBJECT = either(
    "undeliver|not delivered|non.?deliver",
    "deliver(y|ing) (status|fail|problem|error|notif|incomplete|has failed|to the following)",
    "mail delivery|mail (system|delivery) error|failure notice",
    "returned mail|returned to sender|returning message",
    "message (delayed|not delivered|you sent)",
    "could not (send|be delivered)|couldn.t be delivered|can.t be delivered",
    "warning: message|rejected|bounce",
)

COPY_FOLLOWS = either(
    r"^\W*this is a copy of the message.*$",
    r"^\W*(below|above) this line is (a|the) copy.*$",
    r"^\W*a copy of (the|your) message.*$",
    r"^\W*your message follows.*$",
    r"^\W*unsent message (below|follows).*$",
    r"^-+ ?(original|returned|forwarded) message.*$",
    r"^original message headers.*$",
)

# What automatic replies say of themselves

AUTOMATIC_SUBJECT = either(
    r"^\W*auto(matic|mated)?[ :-]*(reply|response|acknowledg\w+)",
    r"^\W*(autoreply|autoresponse|auto: )",
    r"^\W*(out of (the )?office|ooo\b|away from (the|my) (office|desk))",
    r"^\W*((on )?(annual|maternity|sick|study) leave|on leave\b)",
    r"^\W*acknowledg(e)?ment\b",
    r"^\W*thank you for contacting",
    r"^\W*we have received your",
    r"^\W*your (enquiry|message|e?-?mail|request) (has been|was) received",
    r"^\W*(ticket|request|case|enquiry) (received|created|opened|logged)",
    # Welsh
    r"^\W*(ateb|ymateb|atebiad|neges) awtomatig",
    r"^\W*awto-?(ateb|ymateb)",
    r"^\W*(allan|i ffwrdd) o.r swyddfa",
    r"^\W*diolch am gysylltu",
)

REPLY_SUBJECT = either(r"^\W*(re|atb|ynghylch) *:")

OPENING = (
    r"[\W_]*(?:(?:dear|hello|hi|annwyl|helo)\b[^.,!?]{0,60}[,!] *)?"
    r"(?:(?:please (?:note|be aware|be advised)|unfortunately|sorry|nodwch|"
    r"(?:we|i) (?:would like to |can )?(?:acknowledge|confirm)|this is to (?:confirm|let you know)|"
    r"thank you for [^.,!?]{0,80})(?: that| fod| bod)?[,:]? *(?:but |and |please )?)?"
)
"""What may come before the telling words in a sentence."""


def opens_with(*patterns: str) -> list[re.Pattern[str]]:
    """Return patterns for sentences that begin with these, after any OPENING."""
    return [re.compile(f"{OPENING}(?:{pattern})", re.IGNORECASE) for pattern in patterns]


CALLS_ITSELF_AUTOMATIC = opens_with(
    "this is an? (auto|out.of.office)",
    "this (e-?mail|message|response|reply) (is|was|has been) (an )?"
    r"(automated|automatic|auto.?generated|automatically (generated|sent|produced))\b",
    "(this is )?an? ?(automated|automatic) (response|reply|acknowledg|e-?mail|message)",
    "(automated|automatic) (response|reply|acknowledg|e-?mail|message)",
    # Welsh
    "(dyma |mae hwn yn )?(ateb|ymateb|atebiad|neges|e-?bost) awtomatig",
    "(cynhyrchwyd|anfonwyd) [^.]{0,40}yn awtomatig",
)
"""Sentences in which an email calls itself automatic. No person writes them."""

AUTOMATIC_OPENINGS = opens_with(
    "(please )?do not (reply|respond) (directly )?to this (e-?mail|message|automat)"
    "(?!,? (if|unless))",
    "(i am|i.m|i will be|i.ll be|i shall be|am|we are) (currently |now )?"
    "(out of|away from|not in) (the |my |our )?office",
    "(i am|i.m|i will be|am) (currently |now |away )*on "
    "(annual |maternity |paternity |sick |study |a period of )?leave",
    "(i|we) (currently )?(will )?have (currently |very )?(limited|no|little) access to (my |our )?"
    "e-?mail",
    "(this|the|my) (mailbox|inbox|account|(e-?mail )?address) is (not|no longer) "
    "(being |regularly )?(monitored|in use|active|read)",
    "(i|we) (will |would |always )?(aim|endeavour|try|hope) to (respond|reply|answer|get back)"
    "( to (you|your|all) [^.]{0,40})? ?(within|as soon|$)",
    r"you (will|should|can expect to) (receive|get|hear back|hear from us) [^.]{0,60}"
    r"within [^.]{0,20}(day|hour|week)",
    r"your (enquiry|message|e-?mail|request|correspondence)( \(?[#\w-]+\)?)? (has been|was) "
    "(successfully )?(received|logged|registered)",
    "(i|we) (will|shall) (respond|reply|get back to you|be in touch)"
    "( to (you|your [^.]{0,30}))? (within|as soon)",
    "(i|we)( have|.ve) received your (enquiry|message|e-?mail|request|correspondence)",
    "your (unique |case |enquiry |ticket )?reference( number)? is",
    "(i|we|[^.,!?]{1,40}) (currently )?(receives?|gets?) "
    "(a )?(very )?(large|high|great|huge|significant) "
    "(volume|number|amount)s? of (e-?mail|correspondence|letters|messages)",
    "(due to|because of) the (large|high|great|huge) (volume|number)s? of",
    "[^.,!?]{1,60} no longer works? (for|at|here)",
    "[^.,!?]{1,60} (has left the|is no longer (with|at) the) (council|authority|organisation)",
    "an? (new )?(ticket|case|service request) has been (created|opened|raised|logged)",
    # Welsh
    "peidiwch ag (ateb|ymateb)",
    "(rwyf|rydw i|rwy|dw i) [^.]{0,20}(allan o|i ffwrdd o).r swyddfa",
    "(rwyf|rydw i|rwy|dw i) [^.]{0,10}ar (wyliau|absenoldeb|gyfnod)",
    "(nid wyf|nid ydw i|dydw i ddim|dwi ddim) [^.]{0,20}yn y swyddfa",
    "nid yw.r (blwch|cyfeiriad|mewnflwch|cyfrif) [^.]{0,40}(fonitro|ddefnydd|ddarllen)",
    "ein nod yw ymateb",
    "byddwn yn (ymateb|ateb) [^.]{0,40}(diwrnod|dydd|wythnos)",
    "(mae )?eich (neges|e-?bost|ymholiad) wedi (cael )?ei (dd?erbyn|chofnodi|anfon)",
    "eich cyfeirnod yw",
)
"""How sentences in automatic replies begin. Later in a sentence, a person may say the same."""

AUTOMATIC_CLUES = [
    either(pattern)
    for pattern in (
        "(be|am) back (on|in)|return(ing)? (to (the |my )?(office|work) )?(on|in)",
        "(on|until|upon) my return|when i (return|am back)|in my absence|as soon as",
        "please (contact|e-?mail|direct|telephone|ring|call)",
        "(if|for|is) [^.]{0,40}urgent",
        r"within \w+ (working |business )?(day|hour|week)",
        "an? (new )?(ticket|case|service request) has been (created|opened|raised|logged)",
        "thank you for (contacting|e-?mailing) [^.]{0,40}(council|office|team|department|us)",
        # Welsh
        "byddaf (yn|i) (dychwelyd|ôl|nôl)|byddaf yn ôl",
        "o fewn [^.]{0,12}(diwrnod|dydd|wythnos)",
    )
]
"""What both automatic replies and people say. It only counts together with an opening."""

WORDS_END = either(
    r"^\W*((kind|best|warm|with( kind| best)?|many) )*(regards|wishes|thanks)\W*$",
    r"^\W*(yours (sincerely|faithfully|truly)|sincerely)\W*$",
    r"^\W*(cofion|yn gywir|yr eiddoch)\b.{0,20}$",
    "^-- ?$",
    r"^[-_=*#]{5,}\W*$",
    r"^\W*(disclaimer|confidential(ity)?( notice)?)\b",
    "^[^.\n]{0,20}(this|the) (e-?mail|message|communication|information|disclaimer)[^.\n]{0,80}"
    "(confidential|intended|addressee|privileged|scanned|virus|classified|auto.?generated)",
)
"""Where a sign-off or a disclaimer begins: below it, machines write about people's emails."""

USE_THE_FORM = either(
    "(use|using|via|through|complete|fill in|fill out|submit|visit) (our|the|this|an?) "
    r"([\w-]+ ){0,4}(web ?)?form\b",
    r"(on-?line|web|contact|e-?) ?form\b[^.\n]{0,60}(at|on|here|below|http)",
    r"no longer accept\w* (e-?mail|correspondence|enquir)",
    "(mailbox|inbox|address|account) (is|has been|was) (now )?(no longer|closed|not) ?"
    "(being )?(monitored|in use|active|used|$|[.,])",
    "(mailbox|inbox|address|account) (is |has )?(now )?closed",
    "not monitored|unmonitored",
    "(contact|write to) us (via|through|on|using) (our|the) (web ?site|portal|on-?line)",
    # Welsh
    "ffurflen (ar-?lein|we|gyswllt|gysylltu)",
    r"(defnyddi\w+|llenw\w+|cwblh\w+) [^.\n]{0,20}ffurflen",
    "nid ydym (bellach )?yn derbyn",
    "d?trwy ein gwefan|drwy ein gwefan",
)

QUOTED_LINES = re.compile(
    r"(?:^(?:on|ar) [^\n]{5,120}\n?[^\n]{0,80}:[ \n]{1,4})?"
    r"(?:^>(?![:;=._][^\s\w]|>> .{3,200} >>>$).*\n?)+",
    re.IGNORECASE | re.MULTILINE,
)
"""Lines that are marked as quoted, with the line above them that says whose they are. People also
write below them, and an angry face, ``>:(``, is no such mark."""

QUOTED_BELOW = either(
    r"^(on [^\n]{5,120}\n?[^\n]{0,80} ?wrote:|ar .{5,120} ysgrifennodd)",
    "^-{2,} ?(original|forwarded) message",
    r"^\*?(from:.{3,}|oddi wrth:.{3,})$",
    "^_{20,}",
    "^>>> .{3,200} >>>$",
)
"""Where a quoted email without such marks begins: all that follows belongs to it."""
