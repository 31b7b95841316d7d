"""A coach's page for colleagues: what they are good at, how to reach them, and when they are free."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from coaches.models import Coach, Competence
from coaches.policies import shares_team
from organisation.models import User
from organisation.people import reader_of
from sessions.free_times import Search, next_free_times
from sessions.offers import Offer, offers_for, spoken_by
from sessions.selectors import clinics_ahead
from topics.models import Topic

SHOWN = 8
MOST_CLINICS = 5


@login_required
@require_safe
def coach(request: HttpRequest, pk: int) -> HttpResponse:
    """The next free times are those of the topic in the address, else of the coach's first one."""
    user = reader_of(request)
    found = get_object_or_404(
        Coach.objects.visible_to(user).select_related("user", "institution").with_age_of_calendars(), pk=pk
    )
    topics = topics_of(found)
    topic = next(
        (topic for topic in topics if str(topic.pk) == request.GET.get("topic")), topics[0] if topics else None
    )
    offers = _next_offers(found, topic, user) if topic else []
    context = {
        "coach": found,
        "topics": topics,
        "topic": topic,
        "offers": offers,
        "confirm": _confirm_address(found, topic) if topic else "",
        "sites": found.sites.all(),
        "spoken": spoken_by(found),
        "is_me": found.user_id == user.pk,
        "guidelines": found.guidelines.filter(topic__is_retired=False).defer("search").order_by("topic", "pk"),
        "clinics": clinics_ahead(user).filter(coach=found)[:MOST_CLINICS],
        **_for_the_team(found, user),
    }
    return render(request, "sessions/coach.html", context)


def _for_the_team(coach: Coach, user: User) -> dict[str, Any]:
    """What only those see who are in a team with `coach`."""
    if not shares_team(user, coach):
        return {}
    said = list(Competence.objects.visible_to(user).of(coach))
    return {"groups": coach.working_groups.splitlines(), "competences": said}


def topics_of(coach: Coach) -> list[Topic]:
    """What one can book `coach` for: the own topics, and the open one, which is everyone's."""
    offered = Topic.objects.filter(institution=coach.institution_id).offered()
    own = set(coach.topics.values_list("pk", flat=True))
    return [topic for topic in offered if topic.is_open or topic.pk in own]


def length_of(coach: Coach, topic: Topic) -> int:
    """The usual length of a session in minutes."""
    return topic.length_minutes or coach.institution.length_minutes


def _next_offers(coach: Coach, topic: Topic, person: User) -> list[Offer]:
    today = timezone.localdate()
    search = Search(
        institution=coach.institution,
        persons=(person.pk,),
        first_day=today,
        last_day=today + timedelta(days=coach.institution.horizon_days),
        length=timedelta(minutes=length_of(coach, topic)),
        coach_id=coach.pk,
    )
    return offers_for(next_free_times(search, SHOWN), coaches={coach.pk: coach})


def _confirm_address(coach: Coach, topic: Topic) -> str:
    query = urlencode({"topic": topic.pk, "minutes": length_of(coach, topic)})
    return f"{reverse('sessions:confirm')}?{query}&time="
