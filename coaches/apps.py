from django.apps import AppConfig


class CoachesConfig(AppConfig):
    name = "coaches"
    default_auto_field = "django.db.models.BigAutoField"
