"""An institution: its names, its rules, its picture, its words for things."""

import zoneinfo
from functools import cached_property

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kit.names import in_three
from kit.validators import validate_oid, validate_zone
from organisation.policy import Policy

RULES = [
    *(column.name for column in Policy._meta.local_fields),
    *("name_fi", "name_sv", "name_en", "oid", "zone", "languages", "host", "signup_domains"),
]
"""The columns of an institution that stand in its history, as they were before: no text about people."""


class Language(models.TextChoices):
    FINNISH = "fi", "suomi"
    SWEDISH = "sv", "svenska"
    ENGLISH = "en", "English"


def all_languages() -> list[str]:
    """Every language the product speaks, the default of a new institution."""
    return list(Language.values)


@pghistory.track(pghistory.UpdateEvent(row="OLD"), fields=RULES, model_name="InstitutionEvent")
class Institution(Policy):
    """An institution (oppilaitos). One installation serves several; they share nothing."""

    name_fi = models.CharField(_("name in Finnish"), max_length=120)
    name_sv = models.CharField(_("name in Swedish"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    slug = models.SlugField(unique=True)
    oid = models.CharField("OID", max_length=50, blank=True, validators=[validate_oid])
    zone = models.CharField(_("time zone"), max_length=50, default="Europe/Helsinki", validators=[validate_zone])
    languages = ArrayField(
        models.CharField(max_length=2, choices=Language), verbose_name=_("languages"), default=all_languages
    )
    host = models.CharField(_("host name"), max_length=253, blank=True)
    signup_domains = ArrayField(
        models.CharField(max_length=253), verbose_name=_("e-mail domains that may sign up"), default=list, blank=True
    )
    contact_name = models.CharField(_("contact's name"), max_length=120, blank=True)
    contact_email = models.EmailField(_("contact's e-mail"), blank=True)
    purpose_fi = models.TextField(_("purpose in Finnish"), blank=True)
    purpose_sv = models.TextField(_("purpose in Swedish"), blank=True)
    purpose_en = models.TextField(_("purpose in English"), blank=True)
    benefits_fi = models.TextField(_("benefits in Finnish"), blank=True)
    benefits_sv = models.TextField(_("benefits in Swedish"), blank=True)
    benefits_en = models.TextField(_("benefits in English"), blank=True)
    reach_fi = models.TextField(_("how to reach you in Finnish"), blank=True)
    reach_sv = models.TextField(_("how to reach you in Swedish"), blank=True)
    reach_en = models.TextField(_("how to reach you in English"), blank=True)
    # The picture itself lies in `Logo`; its hash is empty when there is none.
    logo_hash = models.CharField(max_length=64, blank=True, editable=False)
    logo_width = models.PositiveSmallIntegerField(default=0, editable=False)
    logo_height = models.PositiveSmallIntegerField(default=0, editable=False)

    name = in_three("name")
    purpose = in_three("purpose")
    benefits = in_three("benefits")
    reach = in_three("reach")

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("host"), condition=~Q(host=""), name="one_institution_per_host"),
            models.CheckConstraint(
                condition=Q(suppression_persons__gte=3, suppression_coaches__gte=3), name="suppression_at_least_three"
            ),
            models.CheckConstraint(condition=Q(step_minutes__gte=5), name="step_of_at_least_five_minutes"),
            models.CheckConstraint(
                condition=Q(preparation_minutes=0) | Q(preparation_percent=0), name="preparation_by_one_rule"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def tz(self) -> zoneinfo.ZoneInfo:
        """The zone in which opening hours are kept and times are shown."""
        return zoneinfo.ZoneInfo(self.zone)


class Logo(models.Model):
    """The picture beside an institution's name, apart from the institution, which every request reads."""

    institution = models.OneToOneField(Institution, models.CASCADE, primary_key=True)
    content = models.BinaryField()
    content_type = models.CharField(max_length=20)

    def __str__(self) -> str:
        return self.content_type


class Term(models.Model):
    """An institution's own word for something the product speaks of, in one language. `terms.py` says it.

    A form that is left empty reads in the neutral wording; which forms a language has stands in `terms.FORMS`.
    """

    class Kind(models.TextChoices):
        ACTIVITY = "activity", _("the activity")
        COACH = "coach", _("who coaches")
        LEAD_COACH = "lead_coach", _("who leads a team")
        SITE = "site", _("a place")
        SECTOR = "sector", _("a field")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="terms")
    kind = models.CharField(max_length=12, choices=Kind)
    language = models.CharField(max_length=2, choices=Language)
    singular = models.CharField(_("singular"), max_length=60)
    plural = models.CharField(_("plural"), max_length=60)
    genitive = models.CharField(_("genitive"), max_length=60, blank=True)
    partitive = models.CharField(_("partitive"), max_length=60, blank=True)
    allative = models.CharField(_("allative"), max_length=60, blank=True)
    definite = models.CharField(_("definite"), max_length=60, blank=True)
    definite_plural = models.CharField(_("definite plural"), max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "kind", "language"], name="one_term_of_a_kind"),
        ]

    def __str__(self) -> str:
        return self.singular
