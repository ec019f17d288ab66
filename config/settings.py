"""Every setting of Clearband, read from the environment once.

DATABASE_URL, REDIS_URL and SECRET_KEY must be given, or start-up fails with a sentence; ``docs/operations.md`` lists
all of them. The embedded servers (``python -m config.embedded``) set those variables themselves, and
CLEARBAND_EMBEDDED=1 with them: that is the only way to plain-text cookies on http://127.0.0.1.
"""

from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import environment, logs
from config.environment import env

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Where we are ---------------------------------------------------------------------------------------------------

DEBUG = environment.switch("DEBUG")
EMBEDDED = environment.switch("CLEARBAND_EMBEDDED")
SECRET_KEY = environment.secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
METRICS_TOKEN = environment.token("METRICS_TOKEN")  # none: /metrics is not there
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")  # mailto: or https:, shown in /.well-known/security.txt

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "pgtrigger",
    "django_htmx",
    "django_structlog",
    "axes",
    "csp",
    "bidders.apps.BiddersConfig",
    "journal.apps.JournalConfig",
    "auctions.apps.AuctionsConfig",
    "capacity.apps.CapacityConfig",
    "portals.apps.PortalsConfig",  # before allauth: its templates are ours
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.request_log.RequestLog",
    "config.metrics.RequestCounts",
    "csp.middleware.CSPMiddleware",
    "config.headers.Headers",
    "config.headers.RequestSize",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "bidders.middleware.SessionLimits",
    "bidders.middleware.SeatSeen",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portals.account.middleware.PollsEndWithTheSession",
    "portals.account.middleware.SecondFactorFirst",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it answers for a sign-in that was locked out further in
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.tz",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "portals.account.navigation.account_sections",
            ],
        },
    },
]

# --- The record: PostgreSQL -----------------------------------------------------------------------------------------

_database = environment.database()
DATABASES = {
    "default": {
        **_database,
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 0,  # the pool keeps connections, Django must not
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **_database.get("OPTIONS", {}),
            "pool": {
                "min_size": 1,
                "max_size": environment.whole_number("DATABASE_POOL_SIZE", default=16, least=1),
                "timeout": 5,  # seconds that a page waits for a connection, and for a database that starts again
                "reconnect_timeout": 2,  # then anew at the next page's request, not at ever longer intervals
            },
        },
    }
}
if EMBEDDED and not _database["HOST"].startswith("/"):
    raise ImproperlyConfigured(
        "CLEARBAND_EMBEDDED is for `python -m config.embedded` alone, on a database of this machine"
    )

# --- Redis: work to do ----------------------------------------------------------------------------------------------

CELERY_BROKER_URL, REDIS_URL = environment.redis_urls()
CELERY_RESULT_BACKEND = CELERY_BROKER_URL
# What sign-in counts must be counted whether Redis lives or not: codes that were used, attempts from one address.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cached",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},  # beyond it what still counts would be thrown away
    }
}

CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_ENABLE_UTC = True
CELERY_RESULT_EXPIRES = 24 * 3600  # seconds
# A task leaves the queue when it is done, not when it starts, and comes back if its worker dies: all are idempotent.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_connect_timeout": 2, "retry_on_timeout": True}
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
# A page does not wait for Redis.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.1, "interval_max": 0.2}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Round deadlines have a queue and a worker of their own: a long solve must not keep a round open.
CELERY_TASK_DEFAULT_QUEUE = "work"
CELERY_TASK_ROUTES = {"auctions.tasks.tick": {"queue": "clock"}, "auctions.tasks.solve_part": {"queue": "parts"}}
# Independent solves of one computation go to the queue ``parts``, if workers listen there.
SOLVE_PARTS_ELSEWHERE = environment.switch("SOLVE_PARTS_ELSEWHERE")
# A result is computed again by another method, for at most so many seconds; until then it cannot be certified.
VERIFY_WITHIN = environment.whole_number("VERIFY_WITHIN", default=1800, least=1)
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"  # keeps no file: the database says what is due
CELERY_BEAT_SCHEDULE = {
    # Seconds; a late tick is worth nothing.
    "tick": {"task": "auctions.tasks.tick", "schedule": 1.0, "options": {"expires": 2.0}},
    "tidy up": {"task": "bidders.tasks.tidy_up_daily", "schedule": crontab(hour="3", minute="10")},  # UTC
}

# --- Who may sign in ------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "bidders.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account:desk"

# Outside the demonstration nobody does anything without a second factor; no variable switches that off.
SECOND_FACTOR_REQUIRED = not EMBEDDED
STEP_UP_MINUTES = environment.whole_number("STEP_UP_MINUTES", default=15, least=1)
SIGN_INS_KEPT_DAYS = environment.whole_number("SIGN_INS_KEPT_DAYS", default=400, least=90)  # 90: bidders.browsers
SESSION_IDLE_MINUTES = environment.whole_number("SESSION_IDLE_MINUTES", default=30, least=5)

ALLAUTH_TRUSTED_PROXY_COUNT = environment.whole_number("PROXY_COUNT", default=0, least=0)
ACCOUNT_ADAPTER = "bidders.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True  # a browser that is restarted goes on; the limits of sessions are bidders.sessions'
ACCOUNT_RATE_LIMITS = {
    # By name or by address alone a rival could use them up; see bidders.browsers for what takes their place.
    "login": None,
    "login_failed": None,
    "unknown_browser": "50/15m/ip",
    "code": "5/5m/key",
    "passphrase": "10/5m/key",
}
MFA_ADAPTER = "bidders.adapters.SecondFactorAdapter"
MFA_FORMS = {"authenticate": "bidders.adapters.CodeForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey alone signs in: it must be two factors, thing and PIN
MFA_RATE_LIMITS = {"webauthn_login": None}  # a signature cannot be guessed
MFA_REAUTHENTICATION_REQUIRED = False  # portals.account.step_up asks
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Clearband"
MFA_TOTP_TOLERANCE = 1  # the code before and the one after pass, too

AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # nobody is kept out for longer than that
AXES_USERNAME_CALLABLE = "bidders.browsers.counted_as"
AXES_LOCKOUT_PARAMETERS = "bidders.browsers.counted_by"
AXES_CLIENT_IP_CALLABLE = "bidders.browsers.address_of"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # bidders.sign_in_history keeps it
AXES_SENSITIVE_PARAMETERS = ["username", "login", "ip_address"]
AXES_VERBOSE = False

# --- Cookies, transport, what a page may load -----------------------------------------------------------------------

_over_tls = not (EMBEDDED or DEBUG)

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600  # seconds: one auction day, and the most a session lives (bidders.sessions)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _over_tls
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = _over_tls
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # asked from inside
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _over_tls else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _over_tls
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()" for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a supplementary list is one form field a package
DATA_UPLOAD_MAX_NUMBER_FILES = 1
DATA_UPLOAD_MAX_MEMORY_SIZE = 4_000_000  # bytes of a form without its files: ten thousand packages of 30 categories
LARGEST_REQUEST = 5_000_000  # bytes of a request with its files
if environment.switch("BEHIND_TLS_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- Languages and time ---------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
HELP_DESK_PHONE = env.str("HELP_DESK_PHONE", default="")  # shown above every auction page

# --- Static files: served by the application itself, names carry their content's hash -------------------------------

_packages = BASE_DIR / "node_modules"
STATIC_URL = "static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [
    ("govuk", _packages / "govuk-frontend" / "dist" / "govuk"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if environment.switch("STATIC_MANIFEST", default=True)
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- Logs: one JSON object a line on standard error -----------------------------------------------------------------

logs.configure_structlog()
LOGGING = logs.json_lines(env.str("LOG_LEVEL", default="INFO"))
DJANGO_STRUCTLOG_CELERY_ENABLED = True
