"""Every setting of the site, read once, here and nowhere else.

The README lists the variables that a deployment may set. A wrong one stops the start with advice.
"""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from tracker.environment import (
    database,
    exact_host_names,
    host_names,
    open_environment,
    origins,
    required_text,
    role_name,
    sealing_keys,
    switch,
    whole_number,
)

BASE_DIR = Path(__file__).resolve().parent.parent
env = open_environment(BASE_DIR)

SECRET_KEY = required_text(
    env,
    "SECRET_KEY",
    "Run `make run` once, which writes a random one into .env, or set 50 random characters.",
    at_least=32,
)
DESK_KEYS = sealing_keys(env, "DESK_KEYS")
DEBUG = switch(env, "DEBUG", default=False)
ALLOWED_HOSTS = host_names(env, "ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
# The desk's own host names or onion addresses; none: it answers wherever the public's pages do.
DESK_HOSTS = exact_host_names(env, "DESK_HOSTS")
ALLOWED_HOSTS += [host for host in DESK_HOSTS if host not in ALLOWED_HOSTS]
CSRF_TRUSTED_ORIGINS = origins(env, "CSRF_TRUSTED_ORIGINS")
HTTPS = switch(env, "HTTPS", default=False)
# Off because somebody said so, for an onion address or a test at home; `cases.admin.checks` asks.
HTTPS_IS_SAID = bool(env.str("HTTPS", default=""))
REQUIRE_SECOND_FACTOR = switch(env, "REQUIRE_SECOND_FACTOR", default=True)
FOUR_EYES = switch(env, "FOUR_EYES", default=True)
# Behind how many proxies of ours the site stands: what they say of a visitor's address, and of how
# the visitor came, is believed.
TRUSTED_PROXIES = whole_number(env, "TRUSTED_PROXIES", default=0, at_least=0, at_most=9)
SESSION_HOURS = whole_number(env, "SESSION_HOURS", default=8, at_least=1, at_most=24)
SESSION_IDLE_MINUTES = whole_number(
    env, "SESSION_IDLE_MINUTES", default=60, at_least=5, at_most=24 * 60
)

INSTALLED_APPS = [
    "timeline",
    "cases.apps.CasesConfig",
    "cases.apps.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
]

# Sessions, users and messages exist under /admin/ alone; everything else reads one snapshot. The
# policy stands first, so that refusals by the others have it too; so does, before all else that
# answers for the desk, the order to keep nothing.
MIDDLEWARE = [
    "tracker.policy.PolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tracker.middleware.KnownHostMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "tracker.middleware.DeskHostMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cases.accounts.middleware.StaffPagesMiddleware",
    "tracker.middleware.PublicSnapshotMiddleware",
    "tracker.middleware.PlainQueryMiddleware",
    "tracker.middleware.StaffMethodsMiddleware",
    "tracker.middleware.StaffSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "tracker.middleware.StaffCsrfMiddleware",
    "tracker.middleware.StaffAuthenticationMiddleware",
    "tracker.middleware.StaffMessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "cases.accounts.middleware.SessionLimitsMiddleware",
    "cases.accounts.middleware.SecondFactorMiddleware",
]

ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "public",
        "DIRS": [BASE_DIR / "templates" / "timeline"],
        "OPTIONS": {"environment": "timeline.views.environment.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "desk",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# A form of the desk is as large as its record: a thousand citations of nine fields each, or rows of
# several kinds, and the texts of them all. Public pages read no body, however large.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 30_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

# Two doors to one database: `default` is the desk's, `public` can read timeline_* and nothing else.
PUBLIC_DATABASE_ALIAS = "public"
PUBLIC_DATABASE_ROLE = role_name(env, "PUBLIC_DATABASE_ROLE", default="caseline_public")
KEEP_CONNECTIONS: dict[str, Any] = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def desk_database() -> dict[str, Any]:
    """The desk's database: SQLite in WAL mode with erasing deletes, or PostgreSQL."""
    settings: dict[str, Any] = database(
        env, "DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'caseline.sqlite3'}"
    )
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA secure_delete=ON;"
            "PRAGMA synchronous=NORMAL;",
        }
    return settings | KEEP_CONNECTIONS


def public_database(desk: dict[str, Any]) -> dict[str, Any]:
    """The same database (or its replica) through a connection that the database itself confines."""
    replica = str(env.str("PUBLIC_DATABASE_URL", default=""))
    settings = database(env, "PUBLIC_DATABASE_URL", default="") if replica else dict(desk)
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        settings["ENGINE"] = "tracker.public_sqlite"
        settings["OPTIONS"] = {"timeout": 20}
    else:
        settings["OPTIONS"] = {
            "assume_role": PUBLIC_DATABASE_ROLE,
            "options": "-c default_transaction_read_only=on "
            "-c default_transaction_isolation=repeatable\\ read",
        }
    return settings | KEEP_CONNECTIONS


DATABASES = {"default": desk_database()}
DATABASES["public"] = public_database(DATABASES["default"])
DATABASE_ROUTERS = ["tracker.routers.OneSchemaRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
FORMAT_MODULE_PATH = "tracker.formats"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "static-collected")))
STORAGES = {
    "default": {"BACKEND": "cases.sealing.storage.SealedStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = Path(env.str("UPLOADS", default=str(BASE_DIR / "uploads")))
# Whom to erase again after a restore: outside the database, and outside its backups' reach.
ERASURE_LIST = Path(env.str("ERASURE_LIST", default="") or MEDIA_ROOT.parent / "erasures.list")
# What was taken from the public, for the same.
REMOVAL_LIST = Path(env.str("REMOVAL_LIST", default="") or ERASURE_LIST.parent / "removals.list")
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# Accounts: for staff, under /admin/, without any e-mail, and throttled by axes alone.
AUTHENTICATION_BACKENDS = ["cases.accounts.backend.StaffBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
ACCOUNT_ADAPTER = "cases.accounts.adapters.StaffAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"login": "cases.accounts.forms.LoginForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_LOGIN_TIMEOUT = 10 * 60
ACCOUNT_RATE_LIMITS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
MFA_ADAPTER = "cases.accounts.adapters.FactorAdapter"
MFA_FORMS = {
    "authenticate": "cases.accounts.forms.CodeForm",
    "authenticate_webauthn": "cases.accounts.forms.KeyForm",
    "activate_totp": "cases.accounts.forms.PhoneForm",
    "add_webauthn": "cases.accounts.forms.NewKeyForm",
}
MFA_RATE_LIMITS = False
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = "Desk"
MFA_TOTP_TOLERANCE = 1
AXES_HANDLER = "cases.accounts.throttle.Throttle"
AXES_CLIENT_IP_CALLABLE = "cases.accounts.addresses.disguised_address"
AXES_LOCKOUT_CALLABLE = "cases.accounts.throttle.locked_page"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = 1
AXES_FAILURE_LIMIT = 5
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# A session ends with the browser, after SESSION_HOURS, or when nobody works for a while. A cookie
# that is sent below /admin/ alone cannot be called __Host-, which demands the path /.
COOKIE_PREFIX = "__Secure-" if HTTPS else ""
SESSION_ENGINE = "cases.accounts.sessions"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}desk"
SESSION_COOKIE_PATH = "/admin/"
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = SESSION_HOURS * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = HTTPS
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# A browser in which somebody logged in is known this long; `cases.accounts.known` says what for.
KNOWN_COOKIE_NAME = f"{COOKIE_PREFIX}desk-known"
KNOWN_DAYS = 90
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}desk-forms"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_PATH = "/admin/"
CSRF_FAILURE_VIEW = "cases.accounts.keeping.stale_form"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = HTTPS
# Forms are guarded by StaffCsrfMiddleware, which the check does not know by name.
SILENCED_SYSTEM_CHECKS = ["security.W003"]
if HTTPS_IS_SAID and not HTTPS:
    # HSTS, the redirect and secure cookies, which only TLS can have; cases.E003 guards instead.
    SILENCED_SYSTEM_CHECKS += [f"security.W0{number}" for number in ("04", "08", "10", "16")]
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Pages take nothing from anywhere else, and run no script or style that is not a file of ours.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF],
        "script-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
SIMPLE_HISTORY_FILEFIELD_TO_CHARFIELD = True
SIMPLE_HISTORY_ENFORCE_HISTORY_MODEL_PERMISSIONS = True

# What went wrong goes to the standard error, with nothing of who asked for what.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "tracker.discreet.DiscreetFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "ERROR", "propagate": True},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        "axes": {"handlers": [], "level": "ERROR", "propagate": True},
    },
}

SITE_NAME = str(env.str("SITE_NAME", default="North Korean refugees in Russia"))
LICENCE = str(env.str("LICENCE", default="The text of this record is under the licence CC BY 4.0."))
CONTACT = str(env.str("CONTACT", default=""))
