"""Finding one colleague by what was typed: the whole name or the e-mail address, and nobody by less."""

from django.core.exceptions import ValidationError
from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from organisation.models import User


def find_colleague(reader: User, typed: str) -> User:
    """The one active colleague of `reader` with that address or exact name, in any case of letters.

    Raises ValidationError with what to do when there is none, or several of that name.
    """
    words = " ".join(typed.split())
    named = User.objects.visible_to(reader).annotate(name=Concat("first_name", Value(" "), "last_name"))
    found = list(named.filter(Q(email__iexact=words) | Q(name__iexact=words))[:2])
    if not found:
        raise ValidationError(
            _("We found no colleague by that. Write the e-mail address, or the first and last name in full.")
        )
    if len(found) > 1:
        raise ValidationError(_("Several colleagues have that name. Write the e-mail address instead."))
    return found[0]
