"""Puts a random plan on the stage: one institution whose rows are rewritten for each plan."""

from dataclasses import dataclass
from datetime import time, timedelta

from coaches.models import BusyTime, Coach, OpeningHours, TimeOff
from organisation.models import ClosedDay, Institution, Site, User
from sessions.free_times import Search
from sessions.models import Awaits, Participation, Session
from tests.factories import make_coach, make_institution, make_site, make_topic, make_user
from tests.sessions.plain_rules import Meeting, Plan
from topics.models import Topic

COACHES = 3


@dataclass
class Stage:
    """People by the numbers of `Plan`: coaches 0, 1, …, the teacher -1, another teacher -2."""

    house: Institution
    topic: Topic
    coaches: list[Coach]
    teachers: tuple[User, User]
    sites: tuple[Site, Site]

    @classmethod
    def build(cls) -> "Stage":
        house = make_institution()
        topic = make_topic(house)
        coaches = [make_coach(house, topic) for _ in range(COACHES)]
        teachers, sites = (make_user(house), make_user(house)), (make_site(house), make_site(house))
        return cls(house, topic, coaches, teachers, sites)

    def person(self, number: int) -> User:
        return self.coaches[number].user if number >= 0 else self.teachers[-1 - number]

    def show(self, plan: Plan) -> None:
        """Write the plan's rows; the caller's transaction takes them away again."""
        Institution.objects.filter(pk=self.house.pk).update(
            zone=plan.zone,
            step_minutes=plan.step,
            minimum_notice_minutes=plan.notice,
            horizon_days=plan.horizon,
            buffer_before_minutes=plan.before,
            buffer_after_minutes=plan.after,
            daily_cap=plan.daily_cap,
            weekly_cap=plan.weekly_cap,
        )
        self.house = Institution.objects.get(pk=self.house.pk)
        for number, coach in enumerate(self.coaches):
            self._show_coach(coach, plan, number)
        Coach.objects.bulk_update(self.coaches, COLUMNS)
        self._show_spans(plan)
        self._show_stretches(TimeOff, [helper.away for helper in plan.helpers])
        self._show_stretches(BusyTime, [helper.busy for helper in plan.helpers])
        ClosedDay.objects.bulk_create(
            ClosedDay(institution=self.house, day=day, site=self.site(number)) for day, number in plan.closed
        )
        self._show_meetings(plan)

    def _show_stretches(self, model: type[TimeOff] | type[BusyTime], of_coaches: list) -> None:
        model.objects.bulk_create(
            model(institution=self.house, coach=self.coaches[number], during=during)
            for number, stretches in enumerate(of_coaches)
            for during in stretches
        )

    def site(self, number: int | None) -> Site | None:
        return None if number is None else self.sites[number]

    def _show_coach(self, coach: Coach, plan: Plan, number: int) -> None:
        coach.institution = self.house
        coach.is_active = number < len(plan.helpers)
        if coach.is_active:
            helper = plan.helpers[number]
            coach.buffer_before_minutes, coach.buffer_after_minutes = helper.before, helper.after
            coach.daily_cap, coach.weekly_cap = helper.daily_cap, helper.weekly_cap
            coach.paused_until, coach.last_booked_at = helper.paused_until, helper.last_booked_at

    def _show_spans(self, plan: Plan) -> None:
        OpeningHours.objects.bulk_create(
            OpeningHours(
                institution=self.house,
                coach=self.coaches[number],
                weekday=span.weekday,
                starts=time(*divmod(span.starts, 60)),
                ends=time(*divmod(span.ends, 60)),
                channel=span.channel,
                site=self.site(span.site),
                weeks=span.weeks,
                valid_from=span.valid_from,
                valid_until=span.valid_until,
            )
            for number, helper in enumerate(plan.helpers)
            for span in helper.spans
        )

    def _show_meetings(self, plan: Plan) -> None:
        sessions = Session.objects.bulk_create(self._session(meeting) for meeting in plan.meetings)
        Participation.objects.bulk_create(
            Participation(
                institution=self.house,
                session=session,
                person=self.person(number),
                role=role,
                during=(meeting.starts_at, meeting.ends_at),
                active=meeting.holds,
            )
            for session, meeting in zip(sessions, plan.meetings, strict=True)
            for number, role in ((meeting.coach, "coach"), (meeting.helped, "helped"))
        )

    def _session(self, meeting: Meeting) -> Session:
        proposed = meeting.state == "proposed"
        return Session(
            institution=self.house,
            coach=self.coaches[meeting.coach],
            topic=self.topic,
            state=meeting.state,
            awaits=Awaits.TEACHER if proposed else Awaits.NOBODY,
            expires_at=meeting.starts_at if proposed else None,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            buffer_before_minutes=meeting.before,
            buffer_after_minutes=meeting.after,
            channel="online",
        )

    def search(self, plan: Plan) -> Search:
        return Search(
            institution=self.house,
            persons=(self.teachers[0].pk,),
            first_day=plan.first_day,
            last_day=plan.last_day,
            length=timedelta(minutes=plan.minutes),
            now=plan.now,
            topic_id=self.topic.pk,
        )


COLUMNS = ["is_active", "buffer_before_minutes", "buffer_after_minutes", "daily_cap", "weekly_cap"]
COLUMNS += ["paused_until", "last_booked_at"]
