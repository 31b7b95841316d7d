"""A house with a coordinator, coaches of a topic, and those who ask."""

from datetime import UTC, datetime, time, timedelta

from coaches.models import Coach
from coordination.models import HelpRequest
from coordination.services import ask_for_help
from organisation.models import User
from tests.factories import (
    make_coach,
    make_institution,
    make_role,
    make_sector,
    make_site,
    make_topic,
    make_user,
    open_all_week,
)

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
"""Where the fixture `clock` stands."""
SECRET = "Miten korjaan arvioinnin?"


class Asking:
    """The people by what they are, and how they ask."""

    def __init__(self) -> None:
        self.institution = make_institution(minimum_notice_minutes=60)
        self.site, self.far_site = make_site(self.institution), make_site(self.institution)
        self.sector = make_sector(self.institution)
        self.topic, self.other_topic = make_topic(self.institution), make_topic(self.institution)
        self.teacher = self.person()
        self.coordinator = self.person()
        make_role(self.coordinator, "coordinator")
        self.coach = self.coach_of(self.topic)

    def person(self, **fields) -> User:
        return make_user(self.institution, **{"home_site": self.site, "home_sector": self.sector, **fields})

    def coach_of(self, *topics, opens: int = 8, **fields) -> Coach:
        made = make_coach(self.institution, *topics, user=self.person(), **fields)
        made.sites.add(self.site)
        open_all_week(made, time(opens), time(16))
        return made

    def ask(self, person: User | None = None, **wish) -> HelpRequest:
        asked = ask_for_help(**{"person": person or self.teacher, "topic": self.topic, "about": SECRET, **wish})
        return HelpRequest.objects.for_list().get(pk=asked.pk)

    def again(self, request: HelpRequest) -> HelpRequest:
        """The request as the database has it."""
        return HelpRequest.objects.for_list().get(pk=request.pk)

    def tomorrow(self, hour: int = 8) -> datetime:
        """That hour in UTC; two later on the clock of the house."""
        return NOW.replace(hour=hour) + timedelta(days=1)
