from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoachingConfig(AppConfig):
    name = "coaching"

    def ready(self) -> None:
        """Let each room register its kinds of message and its privacy rules with the rooms above it."""
        autodiscover_modules("messages", "privacy")
