"""Reads about institutions and people that are more than one filter."""

from django.utils import timezone

from kit.tokens import token_hash
from organisation.models import Institution, Invitation


def institution_of_address(email: str) -> Institution | None:
    """The institution whose sign-up domains hold the domain of `email`; a domain that two claim opens neither."""
    domain = email.rpartition("@")[2].strip().lower()
    found = list(Institution.objects.filter(signup_domains__contains=[domain])[:2]) if domain else []
    return found[0] if len(found) == 1 else None


def institution_at_host(host: str) -> Institution | None:
    """The institution that has its own host name; `host` may carry a port."""
    name = host.partition(":")[0].lower()
    return Institution.objects.filter(host__iexact=name).first() if name else None


def is_signup_open() -> bool:
    """Whether any institution lets people sign up by the domain of their address."""
    return Institution.objects.exclude(signup_domains=[]).exists()


def open_invitation(token: str) -> Invitation | None:
    """The invitation behind a link, as long as it is unused and in time."""
    return (
        Invitation.objects.filter(token_hash=token_hash(token), accepted_at=None, expires_at__gt=timezone.now())
        .select_related("institution")
        .first()
    )
