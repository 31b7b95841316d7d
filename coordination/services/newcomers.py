"""The first session of someone who started lately."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.selectors.people import met
from organisation.models import User
from organisation.people import institution_of
from organisation.terms import say
from sessions.exceptions import BookingRefused, Reason
from sessions.free_times import FreeTime, Search, next_free_times
from sessions.models import Awaits, Session
from sessions.services import lock_people, propose_session
from topics.models import Topic


@transaction.atomic
def propose_first_session(*, person: User, by: User) -> Session:
    """Propose to `person` the soonest time with a coach of the new teachers' topic; they accept or decline.

    Whoever has a session by now, such as by a second press, keeps that one. Raises BookingRefused when nobody is free.
    """
    topic = _topic_for(person)
    free = _soonest(person, topic)
    coach = institution_of(person).coaches.select_related("user").get(pk=free.coach_id)
    lock_people(coach.user_id, person.pk)
    if known := met(person).select_related("session__coach__user").order_by("during").first():
        return known.session
    return propose_session(
        coach=coach,
        topic=topic,
        person=person,
        starts_at=free.starts_at,
        length=free.ends_at - free.starts_at,
        by=by,
        awaits=Awaits.TEACHER,
    )


def _topic_for(person: User) -> Topic:
    """What new teachers are met about; where no topic is marked so, the open one."""
    offered = Topic.objects.filter(institution=person.institution_id).order_by("-for_new_teachers", "-is_open", "pk")
    topic = offered.filter(is_retired=False).first()
    if topic is None:
        raise BookingRefused(Reason.TOPIC, _("There is no topic to book yet."))
    return topic


def _soonest(person: User, topic: Topic) -> FreeTime:
    """With a coach who speaks the person's language before any other. Raises BookingRefused."""
    institution = institution_of(person)
    for language in (person.language, ""):
        search = Search(
            institution=institution,
            persons=(person.pk,),
            first_day=timezone.localdate(timezone=institution.tz),
            last_day=timezone.localdate(timezone=institution.tz) + timedelta(days=institution.horizon_days),
            length=timedelta(minutes=topic.length_minutes or institution.length_minutes),
            topic_id=None if topic.is_open else topic.pk,
            language=language,
        )
        if found := next_free_times(search, 1):
            return found[0]
    raise BookingRefused(Reason.COACH_BUSY, say(_("No {coach} of the topic has a free time. Nothing was proposed.")))
