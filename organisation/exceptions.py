"""Refusals about people and institutions, each a sentence for whoever asked."""

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
