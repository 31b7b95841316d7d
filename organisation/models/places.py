"""Where: sites and sectors, and the days on which they are closed."""

from datetime import date
from typing import TYPE_CHECKING

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kit.names import in_three
from kit.validators import validate_oid
from organisation.models.history import changes
from organisation.models.institution import Institution

if TYPE_CHECKING:
    from organisation.models.people import User


class PlaceQuerySet(models.QuerySet):
    """Sites or sectors: both belong to an institution and come and go with the years."""

    def visible_to(self, user: "User") -> "PlaceQuerySet":
        """All of the reader's own institution: names of places are no secret inside the house."""
        return self.filter(institution_id=user.institution_id) if user.is_authenticated else self.none()

    def valid_on(self, day: date) -> "PlaceQuerySet":
        """Those in use on `day`, which is a local date of the institution."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_until__isnull=True) | Q(valid_until__gte=day)
        )


class Place(models.Model):
    """What a site and a sector have in common; the two are independent dimensions."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="%(class)ss")
    name_fi = models.CharField(_("name in Finnish"), max_length=120)
    name_sv = models.CharField(_("name in Swedish"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    valid_from = models.DateField(_("in use from"), null=True, blank=True)
    valid_until = models.DateField(_("in use until"), null=True, blank=True)

    name = in_three("name")
    objects = PlaceQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="%(class)s_ends_after_it_starts",
            ),
            models.UniqueConstraint("institution", Lower("name_fi"), name="one_%(class)s_of_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(*changes())
class Site(Place):
    """A site (toimipiste), optionally known to the national register by its OID."""

    oid = models.CharField("OID", max_length=50, blank=True, validators=[validate_oid])
    address = models.CharField(_("address"), max_length=200, blank=True)


@pghistory.track(*changes())
class Sector(Place):
    """A sector (toimiala): the institution's own division of its fields."""

    code = models.CharField(_("code"), max_length=20, blank=True)


class ClosedDay(models.Model):
    """A day on which nothing takes place: in the whole institution, or at one site. Public holidays need no row."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="closed_days")
    site = models.ForeignKey(Site, models.CASCADE, null=True, blank=True, verbose_name=_("site"))
    day = models.DateField(_("day"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "site", "day"], nulls_distinct=False, name="closed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"
