"""The rhythm of an academic year: what is done when and by whom, and what the year is to reach."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisation.models import Institution, User, changes
from quality.models.actions import OfTheHouse


@pghistory.track(*changes(), model_name="YearTaskEvent")
class YearTask(models.Model):
    """One thing of the year clock, with an owner and a day."""

    class Kind(models.TextChoices):
        HOURS = "hours", _("Publish the hours given")
        TRAIN = "train", _("Train those who begin")
        REVIEW = "review", _("Look at the figures of the period")
        RECRUIT = "recruit", _("Recruit for the next year")
        EVALUATE = "evaluate", _("Evaluate ourselves")
        REPORT = "report", _("Write the yearly report")
        PLAN = "plan", _("Plan the next year")
        OTHER = "other", _("Something else")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    academic_year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    # In the house's own words; without them the kind's.
    words = models.CharField(max_length=160, blank=True)
    due = models.DateField()
    owner = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    evidence = models.URLField(max_length=500, blank=True)
    done_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = OfTheHouse.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["institution", "academic_year"], name="tasks_of_a_year")]
        constraints = [
            models.CheckConstraint(condition=~Q(kind="other", words=""), name="task_of_its_own_kind_has_words")
        ]

    def __str__(self) -> str:
        return f"task {self.pk} of {self.academic_year}"

    @property
    def name(self) -> str:
        return self.words or self.get_kind_display()


@pghistory.track(*changes(), model_name="GoalEvent")
class Goal(models.Model):
    """What an academic year is to reach, with a figure that tells whether it does."""

    class Indicator(models.TextChoices):
        NEW_MET = "new_met", _("New teachers met in time, per cent")
        REACHED = "reached", _("Share of staff reached, per cent")
        PERSONS = "persons", _("People reached")
        HELPS = "helps", _("Help given, times")
        HOURS = "hours", _("Hours of help")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    academic_year = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    indicator = models.CharField(max_length=8, choices=Indicator)
    target = models.PositiveIntegerField()

    objects = OfTheHouse.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["institution", "academic_year"], name="goals_of_a_year")]
        constraints = [models.CheckConstraint(condition=Q(target__gt=0), name="goal_has_a_target")]

    def __str__(self) -> str:
        return f"goal {self.pk} of {self.academic_year}"
