"""The programme's self-evaluation: once a year, per institution, site or sector, along the factors of success."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisation.models import Institution, Sector, Site, User
from organisation.terms import say_lazy
from quality.models.actions import OfTheHouse


class Factor(models.TextChoices):
    """When peer coaching succeeds. The words are said with the institution's own terms."""

    TIME = "time", _("Time is set aside for coordinating and upkeep.")
    TEAM = "team", _("{Coach.plural} can work together as a team.")
    TOGETHER = "together", _("There is co-operation inside the house, and with management and supervisors.")
    EVERYDAY = "everyday", _("The activity is a permanent part of everyday quality management.")
    ROLE = "role", _("Role and tasks are part of the job description.")
    MEANS = "means", _("Resources and tools fit the aims.")
    NEED = "need", _("It is organised by need: for the whole institution, a {site} or a {sector}.")
    HOME = "home", _("It has a home base, clear leadership and coordination.")

    @property
    def sentence(self) -> Any:
        return say_lazy(self.label)


class Step(models.IntegerChoices):
    """How far it is so."""

    NOT_YET = 1, _("Not yet")
    PARTLY = 2, _("In part")
    MOSTLY = 3, _("Mostly")
    FULLY = 4, _("Fully")


class SelfEvaluation(models.Model):
    """One round of it: `site` and `sector` empty for the whole institution. Its results are read when it is closed."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    academic_year = models.PositiveSmallIntegerField()
    site = models.ForeignKey(Site, models.CASCADE, null=True, blank=True, related_name="+")
    sector = models.ForeignKey(Sector, models.CASCADE, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    closes_on = models.DateField()

    objects = OfTheHouse.as_manager()

    class Meta:
        ordering = ["-academic_year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "academic_year", "site", "sector"],
                name="one_self_evaluation_a_year",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(site=None) | Q(sector=None), name="self_evaluation_of_one_breakdown"),
        ]

    def __str__(self) -> str:
        return f"self-evaluation {self.pk} of {self.academic_year}"

    @property
    def is_open(self) -> bool:
        """Until the end of its last local day."""
        return timezone.localdate(timezone=self.institution.tz) <= self.closes_on


class FactorAnswer(models.Model):
    """How far one person says a factor is so. Nobody reads who said what; the person is there for counting."""

    evaluation = models.ForeignKey(SelfEvaluation, models.CASCADE, related_name="answers")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    factor = models.CharField(max_length=8, choices=Factor)
    step = models.PositiveSmallIntegerField(choices=Step)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "person", "factor"], name="one_answer_to_a_factor"),
            models.CheckConstraint(condition=Q(step__gte=1, step__lte=4), name="step_from_one_to_four"),
        ]

    def __str__(self) -> str:
        return f"{self.factor}: {self.step}"
