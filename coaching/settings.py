"""Everything the program is told from outside, read once from the environment; a bad value stops the start.

What each variable means for whoever runs an installation: docs/deployment.md.
"""

import os
import sys
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF

from coaching import environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEMO = env.bool("KOTIPESA_DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
if DEMO:
    environment.add_demo_keys(os.environ, DATA_DIR)

SECRET_KEY = environment.secret_key(env)
NOTE_KEYS = environment.note_keys(env)
ALLOWED_HOSTS = environment.allowed_hosts(env)
BASE_URL = environment.base_url(env)
UID_HOST = environment.uid_host(env)
CALENDAR_LOOPBACK_PORTS = environment.loopback_ports(env, BASE_URL)
DATABASES = {
    "default": {
        **environment.database(env),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "options": "-c lock_timeout=10s -c idle_in_transaction_session_timeout=60s",
            # Django's own cursors never prepare; the outbox has two statements that go with every mail.
            "prepare_threshold": 5,
        },
    }
}
CELERY_BROKER_URL = environment.redis_url(env, "REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": environment.redis_url(env, "CACHE_URL"),
    }
}
EMAIL_CONFIG = environment.email(env)
vars().update(EMAIL_CONFIG)
CALENDAR_REPLIES = environment.replies_address(env)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"Kotipesä <kotipesa@{UID_HOST}>")
MAILS_PER_MINUTE = environment.mails_per_minute(env)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "coaching.admin_site.OperatorAdminConfig",
    "django_htmx",
    "allauth",
    "allauth.account",
    "pgtrigger",
    "pghistory",
    "kit",
    "organisation",
    "notifications",
    "topics",
    "coaches",
    "sessions",
    "followup",
    "coordination",
    "insights",
    "quality",
    "coaching",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "coaching.middleware.refuse_control_characters",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "coaching.middleware.speak_the_persons_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]
ROOT_URLCONF = "coaching.urls"
WSGI_APPLICATION = "coaching.wsgi.application"
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
                "coaching.context.page",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Languages and times. Instants are UTC; each institution has its zone (`Institution.tz`).
LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", "suomi"), ("sv", "svenska"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Helsinki"

# Sign-in: an e-mail address with a password or an e-mailed code.
AUTH_USER_MODEL = "organisation.User"
AUTHENTICATION_BACKENDS = ["coaching.accounts.SignIn"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "coaching.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"accessibility_feedback": "10/10m/ip"}  # beside those that allauth has
# Limits are kept per address of the visitor: behind proxies it stands in X-Forwarded-For, so many from its end.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)

# What a browser may do with our pages.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "frame-src": [SELF] if DEMO else [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_TLS = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_TLS
SESSION_ENGINE = "coaching.session_store"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = SECURE_TLS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if SECURE_TLS else 0
SECURE_REFERRER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
FILE_UPLOAD_HANDLERS = ["kit.tables.upload.InMemory"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 10
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# The outbox is the queue; Celery only rings the bell, so nothing is kept in the broker for long.
OUTBOX_TICK_SECONDS = env.float("OUTBOX_TICK_SECONDS", default=30)
# A worker throws away what it takes to be too old. Its clock may be wrong by ten minutes and it still hears the bell.
BELL_EXPIRES_SECONDS = 20 * 60
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A page that rings for a worker must not wait for a broker that is down or hangs. Workers have their own retrying.
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 2, "max_retries": 0}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "deliver what is due": {
        "task": "notifications.tasks.deliver",
        "schedule": OUTBOX_TICK_SECONDS,
        "options": {"expires": BELL_EXPIRES_SECONDS},
    },
    "read the calendars that are due": {
        "task": "coaches.tasks.refresh_calendars",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "let proposals lapse": {
        "task": "sessions.tasks.lapse_proposals",
        "schedule": 60,
        "options": {"expires": BELL_EXPIRES_SECONDS},
    },
    "forget old feedback on accessibility": {
        "task": "coordination.tasks.forget_accessibility_feedback",
        "schedule": timedelta(hours=6),
    },
    "send the month's letter": {
        "task": "coordination.tasks.send_monthly_letters",
        "schedule": timedelta(hours=1),
    },
    "forget old messages": {
        "task": "notifications.tasks.forget",
        "schedule": timedelta(hours=6),
    },
    "warn about hours": {
        "task": "coaches.tasks.warn_about_hours",
        "schedule": timedelta(minutes=10),
        "options": {"expires": 600},
    },
    "forget old lines of the log": {
        "task": "coaches.tasks.forget_old_lines",
        "schedule": timedelta(hours=6),
    },
    "forget old notes": {
        "task": "followup.tasks.forget_notes",
        "schedule": timedelta(hours=6),
    },
    "forget old texts of sessions": {
        "task": "sessions.tasks.forget_words",
        "schedule": timedelta(hours=6),
    },
    "forget old texts of requests and letters": {
        "task": "coordination.tasks.forget_words",
        "schedule": timedelta(hours=6),
    },
    "forget old texts of teams": {
        "task": "quality.tasks.forget_texts_of_teams",
        "schedule": timedelta(hours=6),
    },
    "publish the figures of closed periods": {
        "task": "insights.tasks.publish",
        "schedule": timedelta(hours=1),
    },
    "remind of guidelines to review": {
        "task": "topics.tasks.remind",
        "schedule": timedelta(hours=1),
    },
    "pass seats on to those who wait": {
        "task": "sessions.tasks.pass_seats_on",
        "schedule": 60,
        "options": {"expires": BELL_EXPIRES_SECONDS},
    },
}

# Who changed a session: noted for requests that may change something.
PGHISTORY_MIDDLEWARE_METHODS = ("POST",)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "kit.logs.Discreet", "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "stream": sys.stderr}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # Django gives these two handlers of their own, which would write addresses out.
    "loggers": {name: {"handlers": [], "propagate": True} for name in ("django", "django.server")},
}
