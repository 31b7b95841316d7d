"""Refusals about people and institutions, each a sentence for whoever asked."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """A rule says no; `str()` of it is a sentence for people."""

    sentence = _("This cannot be done.")

    def __str__(self) -> str:
        return str(self.sentence)


class AlreadyHere(Refused):
    sentence = _("This person already has an account at the institution.")


class InvitationGone(Refused):
    sentence = _("This invitation is no longer valid.")


class AddressTaken(Refused):
    sentence = _("This address already has an account. Sign in with it, or ask to be invited by another address.")


class NotOurAddress(Refused):
    sentence = _(
        "Sign up with your work address at an institution that uses Kotipesä. With another address, "
        "ask the institution's coordinator for an invitation."
    )


class SettingRefused(Refused):
    """A setting that cannot be so. `field` names the one to mend, None for the whole."""

    def __init__(self, sentence: Any, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class ChangedMeanwhile(Refused):
    """Somebody else saved the same setting after the page was opened; `current` is what is saved now."""

    sentence = _("Somebody else has saved this page meanwhile.")

    def __init__(self, current: Any) -> None:
        super().__init__(current)
        self.current = current
