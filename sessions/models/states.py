"""What a session can be: its states, whose word it waits for, and for how many it is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    BOOKED = "booked", _("confirmed")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("cancelled")
    NOT_HELD = "not_held", _("not held")
    LAPSED = "lapsed", _("lapsed")


HOLDING = (State.PROPOSED, State.BOOKED, State.HELD)
"""The states that hold a time: what the exclusion constraint and the caps count."""


class Awaits(models.TextChoices):
    """Whose word a proposed session waits for."""

    NOBODY = "", _("nobody")
    TEACHER = "teacher", _("teacher")
    COACH = "coach", _("coach")


class Kind(models.TextChoices):
    """For whom a session is: who was booked, whoever is invited, or whoever of the house signs up."""

    ONE_TO_ONE = "one_to_one", _("one to one")
    GROUP = "group", _("group")
    CLINIC = "clinic", _("open clinic")


GROUPS = (Kind.GROUP, Kind.CLINIC)
"""The kinds with a title and seats, which people sign up for."""
