"""The families of this room's messages: what people may choose between."""

from django.utils.translation import gettext_lazy as _

from notifications.registry import Family

NOTES = Family(
    "notes",
    _("Shared notes"),
    _("When somebody writes to the note that the people of a session share. What it says is never in a mail."),
    may_be_off=True,
)
AGREEMENTS = Family(
    "agreements",
    _("What you agreed on"),
    _("On the day by which you are to do something that was written down in a session."),
    may_be_off=True,
)
FEEDBACK = Family(
    "feedback",
    _("How it was"),
    _("After a session, a question how it was. You can say it on the session's page too."),
    may_be_off=True,
)
