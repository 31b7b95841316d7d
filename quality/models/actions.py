"""The loop: what comes up again and again, what the team makes of it, and what the house does about it."""

from datetime import date, timedelta

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.names import in_three
from organisation.models import Institution, Sector, Site, User
from topics.models import Topic

TOLD_FOR = timedelta(days=90)
"""What was done stays on the home base for so long."""


class OfTheHouse(models.QuerySet):
    def visible_to(self, user: User) -> "OfTheHouse":
        """All of the reader's institution: none of it is about a person."""
        return self.filter(institution_id=user.institution_id) if user.is_authenticated else self.none()


class CoreProcess(models.Model):
    """One of the processes by which the institution describes its work; an action names the one it touches."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    name_fi = models.CharField(_("name in Finnish"), max_length=80)
    name_sv = models.CharField(_("name in Swedish"), max_length=80, blank=True)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    is_retired = models.BooleanField(default=False)

    name = in_three("name")
    objects = OfTheHouse.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution", "name_fi"], name="one_core_process_of_a_name")]

    def __str__(self) -> str:
        return str(self.name)


class Observation(models.Model):  # type: ignore[django-manager-missing]  # of the rows that pghistory makes
    """What somebody of the house proposes to look at, or, `by_team`, what the team has seen in a period."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    by_team = models.BooleanField(default=False)
    text = models.TextField(max_length=1000)
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+")
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    # What a colleague had proposed, which the team looked at.
    proposal = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="answers")
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = OfTheHouse.as_manager()

    class Meta:
        indexes = [models.Index(fields=["institution", "-created_at"], name="observations_of_a_house")]

    def __str__(self) -> str:
        return f"observation {self.pk}"


class ActionQuerySet(OfTheHouse):
    def waiting(self) -> "ActionQuerySet":
        """Those that a manager has to decide about."""
        return self.filter(state=ImprovementAction.State.PROPOSED)

    def told(self, today: date) -> "ActionQuerySet":
        """What "you asked, we changed" tells on the local date `today`: under way, and done lately; newest first."""
        state = ImprovementAction.State
        lately = Q(state=state.DONE, done_on__gte=today - TOLD_FOR)
        return self.filter(Q(state=state.ACCEPTED) | lately).order_by("-decided_at", "-pk")


class ImprovementAction(models.Model):  # type: ignore[django-manager-missing]  # of the rows that pghistory makes
    """What the house does about an observation: decided by a manager, then planned, done, checked and settled."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waits for a decision")
        ACCEPTED = "accepted", _("Under way")
        DECLINED = "declined", _("Declined")
        DONE = "done", _("Done")

    class Step(models.TextChoices):
        PLAN = "plan", _("Plan")
        DO = "do", _("Do")
        CHECK = "check", _("Check")
        ACT = "act", _("Act")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    observation = models.ForeignKey(Observation, models.CASCADE, related_name="actions")
    what = models.TextField(max_length=500)
    process = models.ForeignKey(CoreProcess, models.RESTRICT, null=True, blank=True, related_name="+")
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="+")
    sector = models.ForeignKey(Sector, models.SET_NULL, null=True, blank=True, related_name="+")
    proposed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    owner = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    due = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    step = models.CharField(max_length=5, choices=Step.choices, default=Step.PLAN)
    reason = models.TextField(max_length=500, blank=True)
    evidence = models.URLField(max_length=500, blank=True)
    outcome = models.TextField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ActionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["institution", "state"], name="actions_of_an_institution")]
        constraints = [
            models.CheckConstraint(condition=~Q(state="declined", reason=""), name="no_to_an_action_has_a_reason"),
            models.CheckConstraint(condition=~Q(state="done", outcome=""), name="done_action_has_an_outcome"),
        ]

    def __str__(self) -> str:
        return f"action {self.pk}"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.PROPOSED

    @property
    def is_under_way(self) -> bool:
        return self.state == self.State.ACCEPTED


class ObservationEvent(
    pghistory.create_event_model(  # type: ignore[misc]  # built at run time
        Observation,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        fields=["by_team", "text", "first_day", "last_day"],
    )
):
    """What an observation said at each time, written by triggers."""


class ImprovementActionEvent(
    pghistory.create_event_model(  # type: ignore[misc]  # built at run time
        ImprovementAction,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        fields=["what", "owner", "due", "state", "step", "reason", "evidence", "outcome", "done_on"],
    )
):
    """What was said and decided of an action at each time, written by triggers."""
