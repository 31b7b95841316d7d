"""One press that ends a sort of mail, from the mail itself and without signing in (RFC 8058)."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.choices import Digest
from notifications.models import Mailbox
from organisation.models import User

SALT = "notifications.unsubscribe"
SUMMARIES = "digest"


@dataclass(frozen=True)
class Wish:
    """What a link in a mail ends, for whom."""

    person: User
    what: str

    @property
    def words(self) -> Any:
        """What ends, as the page says it."""
        return _("summaries by mail") if self.what == SUMMARIES else _("the month's letter")


def unsubscribe_url(person: User, what: str) -> str:
    """The address that ends `what` for `person`: SUMMARIES, or the code of a family. Signed: nobody can make it up."""
    token = signing.dumps([person.pk, what], salt=SALT)
    return settings.BASE_URL + reverse("notifications:unsubscribe", args=[token])


def wish_of(token: str) -> Wish | None:
    """What the address ends; None when it isn't one of ours, or nobody has the account any more."""
    try:
        pk, what = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    person = User.objects.filter(pk=pk).select_related("institution").first()
    return Wish(person, what) if person else None


@transaction.atomic
def fulfil(wish: Wish) -> None:
    """End it; twice is once. Messages stay in the product, and what is near is still mailed."""
    Mailbox.objects.get_or_create(person=wish.person)
    box = Mailbox.objects.select_for_update().get(person=wish.person)
    if wish.what == SUMMARIES:
        box.digest = Digest.NEVER
    elif wish.what not in box.off:
        box.off.append(wish.what)
    box.save(update_fields=["digest", "off"])
