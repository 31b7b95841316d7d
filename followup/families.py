"""The families of this room's messages: what people may choose between."""

from django.utils.translation import gettext_lazy as _

from notifications.registry import Family

NOTES = Family(
    "notes",
    _("Shared notes"),
    _("When somebody writes to the note that the people of a session share. What it says is never in a mail."),
    may_be_off=True,
)
