"""How allauth signs people in and up here."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up unless invited or known by the domain of their address."""
