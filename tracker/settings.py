"""Every setting of the site, read once, here and nowhere else.

The README lists the variables that a deployment may set. A wrong one stops the start with advice.
"""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from tracker.environment import (
    database,
    host_names,
    open_environment,
    origins,
    required_text,
    role_name,
    sealing_keys,
    switch,
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
CSRF_TRUSTED_ORIGINS = origins(env, "CSRF_TRUSTED_ORIGINS")
HTTPS = switch(env, "HTTPS", default=False)
REQUIRE_SECOND_FACTOR = switch(env, "REQUIRE_SECOND_FACTOR", default=True)
FOUR_EYES = switch(env, "FOUR_EYES", default=True)

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
]

# Sessions, users and messages exist under /admin/ alone; everything else reads one snapshot.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tracker.middleware.PublicSnapshotMiddleware",
    "tracker.middleware.PlainQueryMiddleware",
    "tracker.middleware.StaffSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "tracker.middleware.StaffCsrfMiddleware",
    "tracker.middleware.StaffAuthenticationMiddleware",
    "tracker.middleware.StaffMessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
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
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "static-collected")))
STORAGES = {
    "default": {"BACKEND": "cases.sealing.storage.SealedStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = Path(env.str("UPLOADS", default=str(BASE_DIR / "uploads")))
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

SESSION_COOKIE_PATH = "/admin/"
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_PATH = "/admin/"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Pages take nothing from anywhere else, and run no script or style that is not a file of ours.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
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

# Errors go to the standard error with their trace; addresses are logged, readers are not.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler", "level": "ERROR"}},
    "loggers": {"django": {"handlers": ["console"], "level": "ERROR", "propagate": True}},
}

SITE_NAME = str(env.str("SITE_NAME", default="North Korean refugees in Russia"))
LICENCE = str(env.str("LICENCE", default="The text of this record is under the licence CC BY 4.0."))
CONTACT = str(env.str("CONTACT", default=""))
