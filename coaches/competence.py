"""What each coach can do on a topic, as the coach says it: by this a team sees what it covers and what it lacks."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisation.models import Institution, User
from topics.models import Topic

if TYPE_CHECKING:
    from coaches.models import Coach


class CompetenceQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "CompetenceQuerySet":
        """One's own and those of coaches with whom one shares a team, led teams too: it is the team's own map.

        It is nobody's measure of people: managers and coordinators read none of it.
        """
        coach = getattr(user, "coach", None)
        if coach is None:
            return self.none()
        teams = models.Q()
        for near in (coach.teams.values("pk"), coach.led_teams.values("pk")):
            teams |= models.Q(coach__teams__in=near) | models.Q(coach__led_teams__in=near)
        # Whoever shares two teams would come twice.
        return self.filter(pk__in=Competence.objects.filter(teams | models.Q(coach=coach)).values("pk"))

    def of(self, coach: "Coach") -> "CompetenceQuerySet":
        """Those of `coach` on topics in use, in the institution's order of topics."""
        rows = self.filter(coach=coach, topic__is_retired=False).select_related("topic")
        return rows.order_by("topic__position", "topic_id")


class Competence(models.Model):
    """How far a coach is on a topic; no row says that nothing was said. Booking looks at `Coach.topics`, never here.

    It has no history: what somebody once could not do yet is nobody's business later.
    """

    class Level(models.TextChoices):
        LEARNING = "learning", pgettext_lazy("competence", "learning")
        HELPS = "helps", pgettext_lazy("competence", "can help")
        TRAINS = "trains", pgettext_lazy("competence", "can train others")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    coach = models.ForeignKey("coaches.Coach", models.CASCADE, related_name="competences")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="competences")
    level = models.CharField(_("level"), max_length=8, choices=Level)

    objects = CompetenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coach", "topic"], name="one_competence_of_a_coach_per_topic"),
        ]

    def __str__(self) -> str:
        return f"{self.coach_id} on {self.topic_id}: {self.level}"
