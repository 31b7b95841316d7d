"""What will be done in another way from a day on."""

from datetime import date, timedelta

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.names import in_three
from organisation.models import Institution, Sector, Site, User
from topics.models import Topic

SHOWN_AFTER = timedelta(days=14)
"""A change stays on the home base for so long after its day."""


class ChangeQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ChangeQuerySet":
        """All of the reader's institution: what will change is no secret inside the house."""
        return self.filter(institution_id=user.institution_id) if user.is_authenticated else self.none()

    def for_person(self, person: User) -> "ChangeQuerySet":
        """Those that concern `person`, by home site and sector."""
        here = Q(site=None) | Q(site=person.home_site_id)
        return self.visible_to(person).filter(here, Q(sector=None) | Q(sector=person.home_sector_id))

    def current(self, today: date) -> "ChangeQuerySet":
        """Those ahead on the local date `today`, and those of the last two weeks; the next first."""
        return self.filter(day__gte=today - SHOWN_AFTER).order_by("day", "pk")


class Change(models.Model):  # type: ignore[django-manager-missing]  # of the rows that pghistory makes
    """Something that will be done in another way from a day on; shown on the home base of those it concerns."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    day = models.DateField(_("from which day"))
    text_fi = models.TextField(_("text in Finnish"), max_length=500)
    text_sv = models.TextField(_("text in Swedish"), max_length=500, blank=True)
    text_en = models.TextField(_("text in English"), max_length=500, blank=True)
    topics = models.ManyToManyField(Topic, related_name="+", blank=True, verbose_name=_("topics"))
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("site"))
    sector = models.ForeignKey(
        Sector, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("sector")
    )

    text = in_three("text")
    objects = ChangeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["institution", "day"], name="changes_of_an_institution")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


class ChangeEvent(
    pghistory.create_event_model(  # type: ignore[misc]  # built at run time
        Change,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        fields=["day", "text_fi", "text_sv", "text_en", "site", "sector"],
    )
):
    """What was said of a change at each time, written by triggers; it stays when the change is removed."""
