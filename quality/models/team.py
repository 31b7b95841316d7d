"""What a team of coaches has together: aims of the year, meetings, and what it has thought over."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone

from coaches.models import Team, WorkLog
from kit.encrypted import EncryptedTextField
from organisation.models import Institution, User, changes


def own_teams(user: User) -> "models.QuerySet[Team]":
    """The teams of which `user` is a member or the lead, by name; none for a coach who has stopped."""
    coach = getattr(user, "coach", None)
    if coach is None or not coach.is_active:
        return Team.objects.none()
    ids = Team.objects.filter(Q(members=coach) | Q(leads=coach)).values("pk")
    return Team.objects.filter(pk__in=ids).order_by("name_fi", "pk")


class OfOwnTeams(models.QuerySet):
    def visible_to(self, user: User) -> "OfOwnTeams":
        """Those of the teams of which one is a member or the lead. No role opens any other."""
        return self.filter(team__in=own_teams(user).values("pk"))


@pghistory.track(*changes(), model_name="TeamAimEvent")
class TeamAim(models.Model):
    """What a team wants to reach in an academic year."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, related_name="aims")
    academic_year = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    reached_at = models.DateTimeField(null=True, blank=True)

    objects = OfOwnTeams.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["team", "academic_year"], name="aims_of_a_team")]

    def __str__(self) -> str:
        return f"aim {self.pk} of {self.team_id}"


@pghistory.track(*changes(), model_name="MeetingEvent")
class Meeting(models.Model):
    """A meeting of a team. What was said and decided is the team's own, and kept for five years."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, related_name="meetings")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=120, blank=True)
    agenda = models.TextField(max_length=2000, blank=True)
    notes = models.TextField(max_length=5000, blank=True)
    decisions = models.TextField(max_length=2000, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = OfOwnTeams.as_manager()

    class Meta:
        # The same planned twice is one.
        constraints = [models.UniqueConstraint(fields=["team", "starts_at"], name="one_meeting_of_a_team_at_a_time")]

    def __str__(self) -> str:
        return f"meeting {self.pk} of {self.team_id}"

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()


class MeetingAttendance(models.Model):
    """That a coach was in a meeting, with the row of the ledger that counts it."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    work_log = models.OneToOneField(WorkLog, models.CASCADE, related_name="meeting_attendance")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="once_in_a_meeting")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.meeting_id}"


class Reflection(models.Model):
    """A case that somebody has thought over, without names, for the team to learn from."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, related_name="reflections")
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    text = EncryptedTextField()
    written_at = models.DateTimeField(default=timezone.now)

    objects = OfOwnTeams.as_manager()

    class Meta:
        indexes = [models.Index(fields=["team", "-written_at"], name="reflections_of_a_team")]

    def __str__(self) -> str:
        return f"reflection {self.pk} of {self.team_id}"
