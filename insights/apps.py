from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class InsightsConfig(AppConfig):
    name = "insights"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        autodiscover_modules("insights_panels")
