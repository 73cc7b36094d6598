"""Django's settings, one file, from the environment. `environment.py` says what each variable means."""

import os
from importlib.util import find_spec
from pathlib import Path

from django.core.management.utils import get_random_secret_key

from triage.config.dangers import dangers
from triage.config.environment import Environment, Problem
from triage.config.secret_key import kept_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent.parent
_env = Environment(os.environ, BASE_DIR)
_env.refuse_unknown_names()

# --- The clinic -------------------------------------------------------------------------------------

BACKSTOP_CLINIC_NAME = _env.text("BACKSTOP_CLINIC_NAME")
BACKSTOP_CLINIC_PHONE = _env.text("BACKSTOP_CLINIC_PHONE")
BACKSTOP_EMERGENCY_NUMBER = _env.dialled("BACKSTOP_EMERGENCY_NUMBER")
BACKSTOP_PAPER = _env.paper("BACKSTOP_PAPER")
BACKSTOP_SINGLE_APPROVER = _env.flag("BACKSTOP_SINGLE_APPROVER")
BACKSTOP_DEMO = _env.flag("BACKSTOP_DEMO")
BACKSTOP_KEEP_DAYS = _env.days("BACKSTOP_KEEP_DAYS")
BACKSTOP_STAFFED = _env.hours("BACKSTOP_STAFFED")

BACKSTOP_IDLE_KIOSK = _env.seconds("BACKSTOP_IDLE_KIOSK", least=60)
BACKSTOP_IDLE_TABLET = _env.seconds("BACKSTOP_IDLE_TABLET", least=60)

LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = _env.time_zone("BACKSTOP_TIME_ZONE")

# --- Data, and what is secret -----------------------------------------------------------------------

DATA_DIR = _env.folder("BACKSTOP_DATA_DIR")
SECRET_KEY = _env.text("BACKSTOP_SECRET_KEY")
try:
    DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    SECRET_KEY = SECRET_KEY or kept_secret_key(DATA_DIR / "secret_key")
except OSError as error:
    _env.refuse(
        Problem(
            "triage.E006",
            f"The data folder cannot be used: {error}",
            "Let BACKSTOP_DATA_DIR name a folder you may write.",
        )
    )
    # Only for as long as it takes to show the message above.
    SECRET_KEY = SECRET_KEY or get_random_secret_key()

DATABASES = {"default": _env.database("DATABASE_URL", sqlite_file=DATA_DIR / "backstop.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database, so that all processes count together. Nobody shall push out a count by making more.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "house_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- The rooms --------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "triage.config",
    "triage.worklist",
    "triage.intake",
    "triage.content",
    "triage.audit",
    "triage.accounts",
    "triage.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    # The outermost first, so that files, redirects and refusals carry the headers too.
    "triage.config.middleware.fixed_headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "triage.config.middleware.no_store",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "triage.accounts.sessions.end_old_sessions",
    "triage.accounts.access.AccessMiddleware",
    "triage.worklist.broken.BrokenRecordMiddleware",
]

ROOT_URLCONF = "triage.config.urls"
WSGI_APPLICATION = "triage.config.wsgi.application"

# --- People -----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["triage.accounts.backends.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    *(
        {"NAME": f"django.contrib.auth.password_validation.{name}"}
        for name in (
            "UserAttributeSimilarityValidator",
            "CommonPasswordValidator",
            "NumericPasswordValidator",
        )
    ),
]
# Argon2 first where it is installed, as it is in production.
PASSWORD_HASHERS = [
    f"django.contrib.auth.hashers.{name}"
    for name in (
        *(["Argon2PasswordHasher"] if find_spec("argon2") else []),
        "PBKDF2PasswordHasher",
    )
]
# Every member of staff shows a second factor; the demo, where all is made up, asks for none.
BACKSTOP_SECOND_FACTOR = _env.flag("BACKSTOP_SECOND_FACTOR") and not BACKSTOP_DEMO
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "accounts:home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"

ACCOUNT_ADAPTER = "triage.accounts.adapter.DoorAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_RATE_LIMITS = {
    # A wait that grows with each try, counted by account and address. There is no limit by address
    # alone: a whole clinic may share one.
    "login": None,
    "login_failed": "5/m/key,10/10m/key,20/h/key",
}
MFA_ADAPTER = "triage.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = f"Backstop, {BACKSTOP_CLINIC_NAME}"
# A clock that is half a minute off locks nobody out.
MFA_TOTP_TOLERANCE = 1

# --- Pages ------------------------------------------------------------------------------------------

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "triage.ui.context.site",
                "triage.worklist.context.alerts",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

CRISPY_TEMPLATE_PACK = "clinic"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["clinic"]
# Silently, a misspelt red-flag question would be missing from its page.
CRISPY_FAIL_SILENTLY = False

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = _env.folder("BACKSTOP_STATIC_ROOT") if _env.text("BACKSTOP_STATIC_ROOT") else None
WHITENOISE_USE_FINDERS = STATIC_ROOT is None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_ROOT
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- What the browser may do ------------------------------------------------------------------------

DEBUG = _env.flag("BACKSTOP_DEBUG")
ALLOWED_HOSTS = _env.names("BACKSTOP_HOSTS")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "manifest-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
# Other sites need not know which pages of a clinic somebody read.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True

BACKSTOP_HTTPS = _env.flag("BACKSTOP_HTTPS")
if BACKSTOP_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    # A watchdog on the same machine asks without the proxy, and the proxy itself whether we live.
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|livez)$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    # Only the proxy's word counts for where a request comes from.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    # A browser takes a cookie of such a name from this host alone, over https alone.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
# Whether its other host names speak https is for the clinic to say, not for us.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# --- Alerts that nobody answers ---------------------------------------------------------------------

BACKSTOP_ALERT_SOUND_AFTER = _env.minutes("BACKSTOP_ALERT_SOUND_AFTER")
BACKSTOP_ALERT_MAIL_AFTER = _env.minutes("BACKSTOP_ALERT_MAIL_AFTER")
BACKSTOP_ALERT_MAIL_TO = _env.names("BACKSTOP_ALERT_MAIL_TO")
BACKSTOP_MAIL_FROM = _env.text("BACKSTOP_MAIL_FROM")
vars().update(_env.mail("BACKSTOP_MAIL_URL"))

# --- What is wrong or said --------------------------------------------------------------------------

if not (BACKSTOP_DEMO or DEBUG):
    _env.problems += dangers(
        second_factor=BACKSTOP_SECOND_FACTOR,
        hosts=ALLOWED_HOSTS,
        https=BACKSTOP_HTTPS,
        key=SECRET_KEY,
    )
SETTING_PROBLEMS = tuple(_env.problems)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "triage.config.logs.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Django would mail its errors to nobody.
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # A line for every request says nothing here: our lines leave out what was asked for.
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
