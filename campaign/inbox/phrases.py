"""What mail servers and automatic replies say, in English and Welsh.

One pattern a line: new phrasings keep turning up, and each is a line to add here with a mail in
tests/campaign/inbox/mail/ that shows it. A full stop stands for either apostrophe.
"""

import re


def either(*patterns: str) -> re.Pattern:
    return re.compile("|".join(patterns), re.IGNORECASE | re.MULTILINE)


# What servers say of a mail they did not deliver

MAILBOX_FULL = either(
    "mailbox (is |has been |was )?(full|exceeded)",
    "(mailbox|inbox|mailfolder|account) (has exceeded|is full|is over)",
    r"over\W?quota",
    "quota (is |has been |was )?exceeded",
    "exceed(s|ed) (its|the|their|his|storage|mailbox) ?(quota|storage|limit|allocation|mailbox)",
    "out of storage",
    "not enough (storage )?(space|room)",
)

REFUSED_BY_A_RULE = either(
    "spam|unsolicited|virus|malware|phish",
    r"\bblock(ed|list|listed| list|ing| using)?\b|black\W?list|deny\W?list",
    r"\bpolic(y|ies)\b|prohibit|restrict|banned|reputation",
    "not (been )?(authori[sz]ed|allowed|permitted|accepted from)",
    r"dmarc|\bspf\b|dkim|unauthenticated|authrequired|access denied",
    "content (was |is |has been )?reject",
    "message (was |is |has been )?reject",
    "rejected (due to|because of|for) (content|policy)",
)

NO_SUCH_ADDRESS = either(
    r"(user|recipient|mailbox|address|account|host|domain)\W{1,3}(is )?(unknown|not found)",
    r"(user|recipient|mailbox|address|account)\W{1,3}(is |has been )?(unavailable|disabled)",
    "(user|mailbox|address|account) (is |has been )?inactive",
    "unknown (user|recipient|address|mailbox|local|host|domain)",
    "no such (user|recipient|mailbox|address|person|domain)",
    "(does|do|did) ?(not|n.t) exist",
    "(no|not a) (valid|known|such) ?(mailbox|user|recipient|address)",
    "no mailbox (here )?by that name",
    "invalid (recipient|mailbox|address|user)",
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
    r"^\W*(re: *)?auto(matic|mated)?[ :-]*(reply|response|acknowledg\w+)",
    r"^\W*(re: *)?(autoreply|autoresponse|auto: )",
    r"^\W*(re: *)?(out of (the )?office|ooo\b|away from (the|my) (office|desk))",
    r"^\W*(re: *)?((on )?(annual|maternity|sick|study) leave|on leave\b)",
    r"^\W*(re: *)?acknowledg(e)?ment\b",
    r"^\W*(re: *)?thank you for (contacting|your (e?-?mail|enquiry|message))",
    r"^\W*(re: *)?we have received your",
    r"^\W*(re: *)?your (enquiry|message|e?-?mail) has been received",
    # Welsh
    r"^\W*(re: *)?(ateb|ymateb|atebiad|neges) awtomatig",
    r"^\W*(re: *)?awto-?(ateb|ymateb)",
    r"^\W*(re: *)?(allan|i ffwrdd) o.r swyddfa",
    r"^\W*(re: *)?diolch am (gysylltu|eich (e-?bost|neges|ymholiad))",
)

AUTOMATIC_WORDS = either(
    "this is an auto(mated|matic|matically generated)",
    "this (is an )?(e-?mail|message|mailbox|response|inbox) (is|was|has been) (automat|auto-)",
    "(automated|automatic) (response|reply|acknowledg|e-?mail|message)|auto.?generated",
    "do not (reply|respond) (directly )?to this (e-?mail|message|automat)",
    "(i am|i.m|i will be|i shall be) (currently |now )?(out of|away from) (the |my )?office",
    "(i am|i.m) (currently )?(away )?on (annual |maternity |paternity |sick |study )?leave",
    "(i|we) (have|am|are) (currently )?(limited|no) access to (my |our )?e-?mail",
    "(mailbox|inbox|account|address) is (not|no longer) (being )?(monitored|in use|active|read)",
    "we (will |would )?(aim|endeavour|try|hope) to (respond|reply|answer|get back)",
    r"you (will|should) (receive|get|hear|expect) [^.\n]{0,60}within [^.\n]{0,20}(day|hour|week)",
    "your (enquiry|message|e-?mail|request) (has been|was) (received|logged|passed)",
    "your (unique |case |enquiry )?reference( number)? is",
    # Welsh
    "(ateb|ymateb|atebiad|neges|e-?bost) awtomatig|cynhyrchwyd yn awtomatig",
    "peidiwch ag (ateb|ymateb)",
    r"(rwyf|rydw i|rwy|dw i) [^.\n]{0,20}(allan o|i ffwrdd o).r swyddfa",
    r"(rwyf|rydw i|rwy|dw i) [^.\n]{0,10}ar (wyliau|absenoldeb|gyfnod)",
    r"nid yw.r (blwch|cyfeiriad|mewnflwch|cyfrif) [^.\n]{0,40}(fonitro|ddefnydd|ddarllen)",
    "ein nod yw ymateb",
    r"byddwn yn (ymateb|ateb) [^.\n]{0,40}(diwrnod|dydd|wythnos)",
    "eich (neges|e-?bost|ymholiad) wedi (cael )?ei (dd?erbyn|chofnodi|anfon)",
    "eich cyfeirnod yw",
)

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

QUOTED_BELOW = either(
    "^>",
    "^(on .{5,120} wrote:|ar .{5,120} ysgrifennodd)",
    "^-{2,} ?(original|forwarded) message",
    "^(from: .{3,}|oddi wrth: .{3,})$",
    "^_{20,}",
)
