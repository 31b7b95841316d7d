"""What coaching is about: theme areas and topics, the institution's own."""

import pghistory
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kit.names import in_three
from organisation.models import Institution, User, changes
from topics.guideline import Guideline, GuidelineFile

__all__ = ["Guideline", "GuidelineFile", "ThemeArea", "Topic", "TopicQuerySet"]


@pghistory.track(*changes(), exclude=["position"], model_name="ThemeAreaEvent")
class ThemeArea(models.Model):
    """A group of topics."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="theme_areas")
    name_fi = models.CharField(_("name in Finnish"), max_length=120)
    name_sv = models.CharField(_("name in Swedish"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    name = in_three("name")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class TopicQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "TopicQuerySet":
        """All topics of the reader's institution, retired ones too: past sessions name them."""
        return self.filter(institution_id=user.institution_id) if user.is_authenticated else self.none()

    def offered(self) -> "TopicQuerySet":
        """Those that can be picked for a new session, in the institution's order."""
        return self.filter(is_retired=False).order_by("position", "pk")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=pghistory.AnyChange(exclude=["position", "is_retired"])),
    pghistory.UpdateEvent("retire", condition=pghistory.AnyChange("is_retired")),
    pghistory.DeleteEvent(),
    exclude=["position"],
    model_name="TopicEvent",
)
class Topic(models.Model):
    """A topic (kohde): what a session is about."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="topics")
    theme_area = models.ForeignKey(
        ThemeArea, models.SET_NULL, null=True, blank=True, related_name="topics", verbose_name=_("theme area")
    )
    name_fi = models.CharField(_("name in Finnish"), max_length=120)
    name_sv = models.CharField(_("name in Swedish"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    description_fi = models.TextField(_("description in Finnish"), blank=True)
    description_sv = models.TextField(_("description in Swedish"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    length_minutes = models.PositiveSmallIntegerField(_("usual length in minutes"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_retired = models.BooleanField(_("retired"), default=False)
    for_new_teachers = models.BooleanField(_("for new teachers"), default=False)
    # "Something else, or not sure": every coach takes it, whatever topics are ticked.
    is_open = models.BooleanField(_("something else, or not sure"), default=False)

    name = in_three("name")
    description = in_three("description")
    objects = TopicQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("institution", Lower("name_fi"), name="one_topic_of_a_name")]

    def __str__(self) -> str:
        return self.name


class ThemeQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ThemeQuerySet":
        """All of the reader's institution, retired ones too: past sessions have them."""
        return self.filter(institution_id=user.institution_id) if user.is_authenticated else self.none()

    def offered(self) -> "ThemeQuerySet":
        """Those that can be picked, in the institution's order."""
        return self.filter(is_retired=False).order_by("position", "pk")


@pghistory.track(*changes(), exclude=["position"], model_name="ThemeEvent")
class Theme(models.Model):
    """A tag of a topic: what came up. Words for matters of work, never about people."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="themes")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="themes")
    name_fi = models.CharField(_("name in Finnish"), max_length=60)
    name_sv = models.CharField(_("name in Swedish"), max_length=60, blank=True)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_retired = models.BooleanField(_("retired"), default=False)

    name = in_three("name")

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name
