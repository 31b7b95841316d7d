from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SessionsConfig(AppConfig):
    name = "sessions"
    # django.contrib.sessions owns the label "sessions"; ours must differ from before the first migration.
    label = "coaching_sessions"
    verbose_name = "Coaching sessions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        autodiscover_modules("session_events", "session_panels")
