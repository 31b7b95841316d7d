"""How people meet."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How people meet: one list for opening hours, sessions and the log."""

    IN_PERSON = "in_person", _("in person")
    ONLINE = "online", _("online")
    PHONE = "phone", _("phone")
    CHAT = "chat", _("chat")
    CLASS_VISIT = "class_visit", _("class visit")
