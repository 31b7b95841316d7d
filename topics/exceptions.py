"""Refusals about topics."""

from django.utils.translation import gettext_lazy as _

from organisation.exceptions import Refused


class TopicStays(Refused):
    sentence = _("This topic is for whoever finds no other, so it is always offered.")
