"""Planning a team's meetings, and keeping what came of them; hours follow from who was there."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from coaches.log.services import Work, delete_work, log_work
from coaches.models import Team, WorkLog
from notifications.outbox import Once, message, post
from organisation.models import User
from organisation.retention import houses_with_edge
from quality.exceptions import WrittenMeanwhile
from quality.models import Meeting, MeetingAttendance, Reflection, TeamAim
from quality.selectors.team import people_of

NOTED = "meeting_noted"
TOLD_FOR = timedelta(days=2)
MEETINGS_KEPT = timedelta(days=5 * 365.25)


def plan_meetings(
    *, team: Team, starts: Sequence[datetime], minutes: int, place: str = "", agenda: str = ""
) -> list[Meeting]:
    """A meeting of `team`, `minutes` long, at each of the UTC instants `starts`; where there is one, it stays."""
    rows = [
        Meeting(
            institution_id=team.institution_id,
            team=team,
            starts_at=starts_at,
            minutes=minutes,
            place=place,
            agenda=agenda,
        )
        for starts_at in starts
    ]
    Meeting.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Meeting.objects.filter(team=team, starts_at__in=starts).order_by("starts_at"))


@transaction.atomic
def write_meeting(*, meeting: Meeting, values: dict[str, Any], revision: int, by: User) -> Meeting:
    """Save `values` (texts, or time and place); the others of the team are told of notes and decisions, once a day.

    `revision` is that of the page from which they come. Raises WrittenMeanwhile when something was saved since,
    or the team has another meeting then.
    """
    row = Meeting.objects.select_for_update(of=("self",)).select_related("team").get(pk=meeting.pk)
    before = {name: getattr(row, name) for name in values}
    if before == values:
        return row
    if row.revision != revision:
        raise WrittenMeanwhile
    for name, value in values.items():
        setattr(row, name, value)
    row.revision += 1
    try:
        with transaction.atomic():
            row.save(update_fields=[*values, "revision"])
    except IntegrityError as error:  # another meeting was moved to the same time
        raise WrittenMeanwhile from error
    if any(values.get(name) and values[name] != before[name] for name in ("notes", "decisions")):
        _tell(row, by)
    return row


def _tell(meeting: Meeting, by: User) -> None:
    about, latest_at = Once.on(meeting, timezone.localdate()), timezone.now() + TOLD_FOR
    others = [person for person in people_of(meeting.team) if person != by]
    post(message(kind=NOTED, thing=about, recipient=person, latest_at=latest_at) for person in others)


@transaction.atomic
def mark_attendance(*, meeting: Meeting, there: Collection[User]) -> None:
    """Say who was in a meeting that has begun: each has one row in the work log, and who was not has none.

    Of a month that is closed rows stay, and a correction in the running one takes them back. Raises LogRefused.
    """
    Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    were = {row.person_id: row for row in meeting.attendances.select_related("work_log")}
    wanted = {person.pk: person for person in there}
    for pk in were.keys() - wanted.keys():
        were[pk].delete()
        delete_work(row=were[pk].work_log)
    for pk in wanted.keys() - were.keys():
        work = Work(WorkLog.Kind.MEETING, meeting.minutes, meeting.starts_at)
        common = {"institution_id": meeting.institution_id, "meeting": meeting, "person": wanted[pk]}
        MeetingAttendance.objects.create(**common, work_log=log_work(user=wanted[pk], work=work))


def remove_meeting(*, meeting: Meeting) -> bool:
    """Take a meeting that has not begun off the list; whether there was one."""
    return bool(Meeting.objects.filter(pk=meeting.pk, starts_at__gt=timezone.now()).delete()[0])


def add_aim(*, team: Team, academic_year: int, text: str) -> TeamAim:
    """An aim of the year that begins in August of `academic_year`; said twice it is one."""
    said: dict[str, Any] = {"team": team, "academic_year": academic_year, "text": text}
    return TeamAim.objects.get_or_create(institution_id=team.institution_id, **said)[0]


def mark_aim(*, aim: TeamAim, reached: bool) -> None:
    """Say that an aim is reached, or is not after all."""
    TeamAim.objects.filter(pk=aim.pk).update(reached_at=timezone.now() if reached else None)


def reflect(*, team: Team, author: User, text: str) -> Reflection:
    """Keep a case that was thought over, for the team. The same once more within an hour (a double click) is one."""
    lately = team.reflections.filter(author=author, written_at__gte=timezone.now() - timedelta(hours=1))
    twin = next((row for row in lately if row.text == text), None)
    return twin or team.reflections.create(institution_id=team.institution_id, author=author, text=text)


def forget_texts_of_teams() -> int:
    """Delete reflections after the institution's own period, meetings and their history after five years."""
    now, count = timezone.now(), 0
    for house, before in houses_with_edge(now):
        count += Reflection.objects.filter(institution=house, written_at__lt=before).delete()[0]
    old = list(Meeting.objects.filter(starts_at__lt=now - MEETINGS_KEPT).values_list("pk", flat=True))
    Meeting.objects.filter(pk__in=old).delete()
    apps.get_model("quality", "MeetingEvent").objects.filter(pgh_obj_id__in=old).delete()
    return count + len(old)
