"""Settings, read from the environment. The defaults are safe; DEBUG=on alone runs the site.

docs/settings.md lists the variables.
"""

import datetime as dt
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils.csp import CSP

from campaign.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = Environment()

# Security

DEBUG = env.switch("DEBUG", default=False)
SECRET_KEY = (
    env.str("SECRET_KEY", default="only-for-work-on-this-machine")
    if DEBUG
    else env.str("SECRET_KEY")
)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DEMO = env.switch("DEMO", default=False)
"""Whether this is the demonstration, in a database of its own: every page then says so."""
SITE_URL = env.site("SITE_URL", default="http://127.0.0.1:8000")
REDIRECT_HOSTS = [host.lower() for host in env.several("REDIRECT_HOSTS")]
ALLOWED_HOSTS = [
    *env.several("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"]),
    *REDIRECT_HOSTS,
]
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")
PROXIES = int(env.number("PROXIES", default=0))
"""How many proxies stand in front, where nothing else reaches the site and their addresses are not
known, as on a platform. Each adds whom it hears to X-Forwarded-For."""

HTTPS = urlsplit(SITE_URL).scheme == "https"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
# An hour at first: a browser that is told a year insists on HTTPS for a year (docs/deploy.md).
SECURE_HSTS_SECONDS = int(env.number("HSTS_SECONDS", default=3600)) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600
LOGIN_REDIRECT_URL = "admin:index"
# Only staff are told anything after a press; a cookie for it would be prepared for every visitor.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# Browsers accept a "__Host-" cookie only over HTTPS, and only from and for this host.
SESSION_COOKIE_NAME = "__Host-staff" if HTTPS and not DEBUG else "staff"
CSRF_FAILURE_VIEW = "campaign.views.forbidden"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS and not DEBUG else "csrftoken"
SECOND_FACTOR = env.switch("SECOND_FACTOR", default=not DEBUG)
"""Whether every staff account must have a second factor. If not, each still may."""
MUST_BE_OPENED = env.switch("MUST_BE_OPENED", default=not DEBUG)
"""Whether the site takes nothing personal until an administrator has opened it."""
OTP_TOTP_ISSUER = "Make Runaways Safe"
# campaign/staff/sign_in.py counts tries instead, so that a stranger cannot lock the owner out.
OTP_TOTP_THROTTLE_FACTOR = 0
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []
# wsgi.py drops the header unless the request comes from one of our proxies.
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES or PROXIES else None
)
# With "no-referrer" a browser sends "Origin: null", and the site's own forms would be refused.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# The site is at the root of its host, whatever a request says.
FORCE_SCRIPT_NAME = ""
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "object-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
# Even half a million characters in a letter's field, each up to twelve bytes in a form, must reach
# the view, whose page says how many are too many.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = (
    6_000  # a list of 500 lines has two boxes for each, and up to nine inputs
)

# Applications

INSTALLED_APPS = [
    "campaign.staff.apps.StaffSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # its widgets, where templates/django/forms/ has none of ours
    "django_otp",
    "django_otp.plugins.otp_totp",
    "simple_history",
    "councils",
    "campaign.pages",
    "campaign.ledger",
    "campaign.outbox",
    "campaign.inbox",
    "campaign.letters",
    "campaign.supporters",
    "campaign.tasks",
    "campaign.sign_up",
    "campaign.asking",
    "campaign.rate_limits",
    "campaign.staff",
    "campaign.operations",
    "campaign.apps.CampaignConfig",  # the last, as it joins the others
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "campaign.http.around_views.AroundViews",
    "django.middleware.common.CommonMiddleware",
    "campaign.staff.on_staff_pages.Sessions",
    "django.middleware.csrf.CsrfViewMiddleware",
    "campaign.staff.on_staff_pages.Accounts",
    "campaign.staff.on_staff_pages.SecondFactor",
    "campaign.staff.on_staff_pages.Messages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# campaign/views.py corrects an address at once: Django would add a slash and leave the capitals.
APPEND_SLASH = False
ROOT_URLCONF = "campaign.urls"
WSGI_APPLICATION = "campaign.wsgi.application"

# Templates

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
"""Widgets come from templates/django/forms/: text in any script has its own direction."""

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# A bare "example.org" in a note becomes a link to https, and not to http.
URLIZE_ASSUME_HTTPS = True

# Database


GIVE_UP = {
    "connect_timeout": 3,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
}
"""A database that has gone is given up, or threads would wait for it for minutes."""

SQLITE = f"sqlite:///{VAR_DIR / ('demo' if DEMO else 'site')}.sqlite3"
DATABASES = {"default": env.database("DATABASE_URL", default=SQLITE)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    VAR_DIR.mkdir(exist_ok=True)
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        # For ./dev run and tests: one writer at a time, waiting its turn, while readers read on.
        transaction_mode="IMMEDIATE",
        timeout=20,
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    )
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["OPTIONS"] = GIVE_UP | DATABASES["default"].get("OPTIONS", {})
# Opening a connection, and setting SQLite up in it, takes as long as rendering several pages.
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 12}

# Language and time

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True
FORMAT_MODULE_PATH = "campaign.formats"

# Mail: by SMTP_URL (smtp+tls://user:password@host:587); without one, to files under var/mail/.

MAIL_DIR = VAR_DIR / ("demo-mail" if DEMO else "mail")
DEFAULT_FROM_EMAIL = env.sender("DEFAULT_FROM_EMAIL", default="Make Runaways Safe <site@localhost>")
SMTP_URL = env.mail_url("SMTP_URL", "smtp+tls://user:password@host:587")
OUR_DOMAIN = parseaddr(DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
BOUNCE_DOMAIN = env.matching("BOUNCE_DOMAIN", r"[\w.-]+", "be a domain", OUR_DOMAIN)

QUARTER, HOUR, DAY = dt.timedelta(minutes=15), dt.timedelta(hours=1), dt.timedelta(days=1)
TO_A_MAILBOX = ("mailbox", 10, DAY)
"""Emails a day to a mailbox whose owner has not asked for any, as far as we know: from the forms of
letters, alerts and councils together, so that nobody is bothered through one after another."""
LIMITS: dict[str, list[tuple[str, int, dt.timedelta]]] = {
    # Whole classes write at once from one network.
    "draft": [("network", 600, HOUR)],
    # A draft shows how its council is reached. 60: as many as 200 students of one union write to.
    # For the addresses of all, the councils' own sites are as quick.
    "another council": [("network", 60, HOUR)],
    # An email that confirms a letter goes to an address we do not know yet. Six: a first one, some
    # more, and two people who share an address. 200: a class of 30, six times over. No number by
    # council: what nobody confirms would shut out its other writers.
    "confirm": [("email", 6, DAY), TO_A_MAILBOX, ("network", 200, HOUR)],
    # Emails that ask to confirm an address at a domain of which few people are: the next ones wait.
    # Ten: an office or a family. Whoever owns a domain has any number of addresses there.
    "mail to": [("domain and network", 10, HOUR), ("domain", 50, HOUR)],
    # Nobody's mailbox is filled by somebody else.
    "links": [("email", 3, DAY), ("network", 60, HOUR)],
    # Messages to staff: more than 40 a day about one council are no longer read with care, and one
    # network cannot use them all up.
    "tip": [("network", 20, DAY), ("council", 40, DAY)],
    # After an assembly, a whole school may ask to be told.
    "alert": [("email", 6, DAY), TO_A_MAILBOX, ("network", 200, HOUR)],
    # Anybody can write to us in anybody's name, and our answer goes there; a machine answers it.
    "reply": [("email", 1, DAY), ("all", 60, HOUR)],
    # A council has one network.
    "sign_up": [("email", 6, DAY), TO_A_MAILBOX, ("network", 30, HOUR)],
    # Messages in a council's name that somebody confirmed, but for those from its own mail.
    "sign_up confirmed": [("council", 40, DAY)],
    "complain": [("email", 6, DAY), ("network", 20, HOUR)],
    # Tries to sign in, right or wrong. An account has a count for each network, so that a stranger
    # who guesses elsewhere keeps nobody out.
    "sign-in": [("network", 60, QUARTER), ("account", 10, HOUR)],
    # One's own password, typed again by whoever is signed in: a browser may have been left open.
    "own password": [("account", 30, QUARTER)],
}
"""How often each thing may be asked for: counted by what, how many times, within how long. Five
times as often on a busy day, which staff start (campaign/rate_limits/), but for one mailbox,
account or text."""

LOOK_UPS = 600
"""Look-ups of the search box a minute from one network in each process, as many as nginx lets
through: a school at once, or a phone company's corner of the country on a campaign's evening."""

PUBLIC_MAIL = {
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.co.uk", "live.com",
    "live.co.uk", "msn.com", "yahoo.com", "yahoo.co.uk", "ymail.com", "rocketmail.com",
    "icloud.com", "me.com", "mac.com", "aol.com", "aol.co.uk", "btinternet.com", "sky.com",
    "btopenworld.com", "virginmedia.com", "virgin.net", "blueyonder.co.uk", "ntlworld.com",
    "talktalk.net", "tiscali.co.uk", "plus.com", "plus.net", "zen.co.uk", "ee.co.uk",
    "o2.co.uk", "proton.me", "protonmail.com", "pm.me", "tutanota.com", "fastmail.com",
    "gmx.com", "gmx.co.uk", "mail.com", "zoho.com", "nhs.net",
}  # fmt: skip
"""Providers with which anybody can have an address, so that a domain says nothing of its writers.
They are not counted by domain."""
PUBLIC_BODIES = (".ac.uk", ".sch.uk", ".nhs.uk", ".gov.uk")
"""Domains of many people who may all write on one day, from one network: their unconfirmed emails
are not counted by domain either."""
KNOWN_SITES = {
    "bbc.co.uk", "bbc.com", "itv.com", "channel4.com", "theguardian.com", "independent.co.uk",
    "telegraph.co.uk", "thetimes.com", "childrenssociety.org.uk", "missingpeople.org.uk",
    "nspcc.org.uk", "childline.org.uk", "parliament.uk",
}  # fmt: skip
"""Sites on which no stranger can put a page: a link there needs no person to look at it."""

LETTERS_AN_HOUR = 60
"""Letters an hour to one council at most, so that no mailbox is flooded; the rest wait."""
CONFIRMATIONS_AN_HOUR = 6000
"""Emails an hour that ask somebody to confirm, for everybody together: an evening on television.
The rest wait their turn, and nobody is refused. Five times as many on a busy day."""
LETTERS_LIVE = env.switch("LETTERS_LIVE", default=False)
"""Whether letters may go to councils at all; the desk's switch is needed as well."""

MAIL_TEMPO = env.number("MAIL_TEMPO", default=1)
"""How many times as fast the worker's waits pass: only tests have another than 1."""

PORTS = {
    "smtp": 587,
    "smtp+tls": 587,
    "smtp+ssl": 465,
    "imap": 143,
    "imap+tls": 143,
    "imap+ssl": 993,
}
"""The port where a URL names none: with STARTTLS or nothing, and with implicit TLS."""


def server_at(url: str) -> dict[str, Any] | None:
    """Return how to reach the mail server at a URL; None for an empty one."""
    if not url:
        return None
    parts = urlsplit(url)
    return {
        "host": parts.hostname,
        "port": parts.port or PORTS[parts.scheme],
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme.endswith("+tls"),
        "use_ssl": parts.scheme.endswith("+ssl"),
        "timeout": env.number("SMTP_TIMEOUT", default=30),
        "mailbox": unquote(parts.path.strip("/")) or "INBOX",
    }


SMTP = server_at(SMTP_URL)
IMAP = server_at(env.mail_url("IMAP_URL", "imap+tls://user:password@host:143"))
"""The mailbox from which ``fetch_mail`` takes what comes in, where no mail server starts us."""
# Emails that Django itself sends go through the outbox as well.
MAILERS = {"default": {"BACKEND": "campaign.outbox.backend.EmailBackend"}}

# Backups

RESTIC_REPOSITORY = env.str("RESTIC_REPOSITORY", default="")
"""Where restic keeps the backups; its password and keys are in restic's own variables."""
BACKUP_FILES = env.several("BACKUP_FILES")
"""Files that a backup has besides the database and the ledger, such as that of these settings."""

SERVES = not DEBUG
"""Whether /health/ and the desk miss a worker, the night's jobs and a backup."""
CHECK_LINKS = env.switch("CHECK_LINKS", default=not DEBUG)
"""Whether the nightly jobs ask, slowly, if links to evidence still open."""
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
"""The token that a monitor must send to read /metrics; "" for no such page."""
ALERT_URL = env.matching("ALERT_URL", r"|https?://\S+", "read https://host/path", "")
"""An address of a monitor outside, asked every five minutes while all is well."""
ON_CALL = env.str("ON_CALL", default="")
"""Whom an administrator calls if something is unwell: a name and a number."""
LEDGER_FILE = env.str("LEDGER", default="")
LEDGER = Path(LEDGER_FILE) if LEDGER_FILE else None
if DEBUG and LEDGER is None:
    LEDGER = VAR_DIR / ("demo-ledger" if DEMO else "ledger")
"""The file of the ledger (campaign/ledger/); None to keep none."""

# Static files

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
# A start looks at each file, and pages link only to names with a hash of the content.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# Names with a hash never change what they name.
WHITENOISE_IMMUTABLE_FILE_TEST = r"\.[0-9a-f]{12}\."
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Logging: to the console, never a request's body, and no token that opens a letter.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {"()": "campaign.http.log_masking.MaskingFormatter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "lines",
        },
        # Python writes a logger's warnings to stderr if it has no handler at all.
        "nowhere": {"class": "logging.NullHandler"},
    },
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # Scanners ask for other hosts all day: they get a 400, and need no log line.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
        "campaign": {"handlers": ["console"], "level": "INFO"},
        "councils": {"handlers": ["console"], "level": "INFO"},
    },
}

# Page cache

PAGE_CACHE = env.switch("PAGE_CACHE", default=not DEBUG)
"""Keep rendered pages in each process until the record changes (councils/page_cache.py)."""
