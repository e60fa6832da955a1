"""Settings, from the environment; every variable is in docs/reference/settings.md.

``COLLEGA_MODE`` is ``demo`` (plain cookies on localhost, sign-in links), ``test``, or ``production`` (the default).
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from collega.web.environment import MODES, hosts_in, is_on, one_of
from collega.web.theme import theme_problem

HERE = Path(__file__).parent
os.umask(0o077)  # whatever the site writes is for its own user alone: database, secret, list of deletions


def _on(name: str) -> bool:
    try:
        return is_on(os.environ, name)
    except ValueError as error:
        raise ImproperlyConfigured(str(error)) from error


def _one_of(name: str, *allowed: str) -> str:
    try:
        return one_of(os.environ, name, allowed)
    except ValueError as error:
        raise ImproperlyConfigured(str(error)) from error


MODE = _one_of("COLLEGA_MODE", *MODES)
DEMO, PRODUCTION = MODE == "demo", MODE == "production"
DATA = Path(os.environ.get("COLLEGA_DATA", "collega-data")).resolve()


def _secret() -> str:
    """From the environment, or kept in the data folder."""
    setting = os.environ.get("COLLEGA_SECRET_KEY")
    if setting:
        return setting
    file = DATA / "secret-key"
    if not file.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(60))
    return file.read_text()


SECRET_KEY = "only for tests, never anywhere else, as long as it must be 1234567" if MODE == "test" else _secret()
DEBUG = False
ALLOWED_HOSTS = hosts_in(os.environ.get("COLLEGA_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,testserver"))
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if PRODUCTION]
_FIRST_HOST = ALLOWED_HOSTS[0] if ALLOWED_HOSTS else ""
SITE_URL = os.environ.get("COLLEGA_URL", f"https://{_FIRST_HOST}" if PRODUCTION else "http://localhost:8000")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "collega.web.accounts",  # before allauth: its templates and translations come first
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "collega.web.records",
    "collega.web.jobs",
    "collega.web.survey",
    "collega.web.sessions",
    "collega.web.workbench",
    "collega.web.training",
    "collega.web.cases",
    "collega.web.results",
    "collega.web.professionals",
]
MIDDLEWARE = [
    "collega.web.operations.health.probes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "collega.web.headers.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "collega.web.unsent.unsent_forms",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "collega.web.accounts.signon.middleware.still_there",
    "collega.web.accounts.mandatory.authenticator_first",
    "django_htmx.middleware.HtmxMiddleware",
    "collega.web.uploads.bounded",
    "collega.web.memory.pages_up_to_date",
]
ROOT_URLCONF = "collega.web.urls"
WSGI_APPLICATION = "collega.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "collega.web.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "collega.web.templatetags.collega"],
            "libraries": {"collega": "collega.web.templatetags.collega"},
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL", f"sqlite:///{DATA / 'collega.sqlite3'}"),
        conn_max_age=60, conn_health_checks=True,  # opening one for every page costs more than the page's own queries
    )
}  # fmt: skip
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA secure_delete=ON;",  # what is deleted is overwritten with zeros
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {  # in the database: what limits guessing must be the same for every web process
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "KEY_FUNCTION": "collega.web.limits.cache_key",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workbench:home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts exist only by invitation, which went to that address
ACCOUNT_ADAPTER = "collega.web.accounts.adapter.InvitedOnly"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True  # until the session ends, after SESSION_COOKIE_AGE
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody has us write to whomever they like
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_ADAPTER = "collega.web.accounts.second_step.EncryptedSecrets"
MFA_FORMS = {
    "add_webauthn": "collega.web.accounts.keys.AddKeyForm",
    "edit_webauthn": "collega.web.accounts.keys.EditKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = "Collega"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up by themselves: every address was invited by mail
MFA_MANDATORY = PRODUCTION  # for founders, owners and analysts
BEHIND_PROXY = _on("COLLEGA_BEHIND_PROXY")
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0

# Signing in with the organisation (OpenID Connect); off without an issuer.
OIDC_ISSUER = os.environ.get("COLLEGA_OIDC_ISSUER", "")
OIDC_CLIENT_ID = os.environ.get("COLLEGA_OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = os.environ.get("COLLEGA_OIDC_CLIENT_SECRET", "")
OIDC_NAME = os.environ.get("COLLEGA_OIDC_NAME", "") or os.environ.get("COLLEGA_ORGANISATION", "") or "OpenID Connect"
OIDC_SCOPES = os.environ.get("COLLEGA_OIDC_SCOPES", "openid profile email")
OIDC_GROUPS = os.environ.get("COLLEGA_OIDC_GROUPS", "")
OIDC_GROUPS_CLAIM = os.environ.get("COLLEGA_OIDC_GROUPS_CLAIM", "groups")
OIDC_TRUST_ADDRESSES = _on("COLLEGA_OIDC_TRUST_ADDRESSES")
OIDC_ACR = os.environ.get("COLLEGA_OIDC_ACR", "")
OIDC_ONLY = _on("COLLEGA_OIDC_ONLY")
if OIDC_ONLY and not (OIDC_ISSUER and OIDC_CLIENT_ID and OIDC_CLIENT_SECRET):
    raise ImproperlyConfigured("COLLEGA_OIDC_ONLY needs COLLEGA_OIDC_ISSUER, _CLIENT_ID and _CLIENT_SECRET.")
SOCIALACCOUNT_ADAPTER = "collega.web.accounts.signon.adapter.OrganisationAccounts"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"provider_class": "collega.web.accounts.signon.provider.OrganisationProvider"}
}
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True  # an account that is there belongs to its proven address
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
ENCRYPTION_KEYS = [key.strip() for key in os.environ.get("COLLEGA_ENCRYPTION_KEYS", "").split(",") if key.strip()]
if any(len(key) < 32 for key in ENCRYPTION_KEYS):
    raise ImproperlyConfigured("A key of COLLEGA_ENCRYPTION_KEYS is shorter than 32 signs.")

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [HERE / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = os.environ.get("COLLEGA_TIME_ZONE", "Europe/Amsterdam")
FORMAT_MODULE_PATH = None

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [HERE / "static", *([DATA / "theme"] if (DATA / "theme").is_dir() else [])]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = MODE == "test"
THEME = os.environ.get("COLLEGA_THEME", "")  # a style sheet of NL Design System tokens, in the folder theme of DATA
if _wrong := theme_problem(THEME, DATA):
    raise ImproperlyConfigured(_wrong)

# The one name for the session of a participant, which must not be the team's.
PARTICIPANT_COOKIE = "__Host-interview" if PRODUCTION else "interview"
TRAINING_COOKIE = "__Host-training" if PRODUCTION else "training"
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
LANGUAGE_COOKIE_NAME = "__Host-language" if PRODUCTION else "language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
MESSAGE_STORAGE = "collega.web.notices.Notices"
CSRF_FAILURE_VIEW = "collega.web.pages.form_expired"

SECURE_SSL_REDIRECT = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

EMAIL_HOST = os.environ.get("COLLEGA_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("COLLEGA_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("COLLEGA_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("COLLEGA_MAIL_PASSWORD", "")
EMAIL_USE_TLS = _on("COLLEGA_MAIL_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("COLLEGA_MAIL_FROM", "collega@localhost")
EMAIL_BACKEND = (
    "django.core.mail.backends.console.EmailBackend" if DEMO else "django.core.mail.backends.smtp.EmailBackend"
)
CLUSTER = os.environ.get("COLLEGA_CLUSTER", "")
BACKUPS = os.environ.get("COLLEGA_BACKUPS", "")
BACKUP_KEY = os.environ.get("COLLEGA_BACKUP_KEY", "")
METRICS_TOKEN = os.environ.get("COLLEGA_METRICS_TOKEN", "")
SECURITY_CONTACT = os.environ.get("COLLEGA_SECURITY_CONTACT", "")
ORGANISATION = os.environ.get("COLLEGA_ORGANISATION", "")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"words": {"()": "collega.web.logs.Words"}, "json": {"()": "collega.web.logs.Lines"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": _one_of("COLLEGA_LOG", "", "json") or "words",
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"collega.trail": {"level": "INFO"}},  # the head of the audit trail, every hour
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
