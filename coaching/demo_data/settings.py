"""What the programme admin of a demo institution has set up and changed lately, as if it had been done on the pages."""

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from pghistory.models import Context

from coaching.demo_data.calendar import is_holiday
from coaching.demo_data.scene import Scene
from organisation.models import ClosedDay, Institution, Role, User
from topics.models import Topic

BEFORE = {"horizon_days": 42, "weekly_cap": 10}
"""How the rules were before they were changed to what they are."""

NAMESPACE = UUID("5f0c3a52-7d0e-4c36-9d2b-0a6f3c1f8f11")
EVENING = time(15, 40)
KINDS = (Institution, Topic, Role)


def make_settings(scene: Scene) -> None:
    """Closed days beyond what is planned, a role that is over, and the history of a few changes."""
    admin = next((person for person in scene.people if person.email.startswith("admin@")), None)
    if admin is None:
        return
    _close_days(scene)
    _change_rules(scene, admin, days_ago=16)
    _change_topic(scene, admin, days_ago=9)
    _end_role(scene, admin, days_ago=2)


def _close_days(scene: Scene) -> None:
    first = scene.calendar.last_day + timedelta(days=8)
    days = [day for n in range(7) if (day := first + timedelta(days=n)).isoweekday() < 6 and not is_holiday(day)]
    for day in days[:2]:
        ClosedDay.objects.create(institution=scene.institution, day=day)
    ClosedDay.objects.create(institution=scene.institution, site=scene.sites[-1], day=days[-1])


def _change_rules(scene: Scene, admin: User, *, days_ago: int) -> None:
    """Two rules, one after the other: each row of the history says how it was before."""
    event = Institution.pgh_event_model  # type: ignore[attr-defined]  # made by pghistory
    columns = [column.name for column in event._meta.fields if not column.name.startswith("pgh_")]
    row = {name: getattr(scene.institution, name) for name in columns}
    for number in range(len(BEFORE)):
        before = row | {later: BEFORE[later] for later in list(BEFORE)[number:]}
        _write(scene, admin, event(pgh_obj=scene.institution, pgh_label="update", **before), days_ago - number)


def _change_topic(scene: Scene, admin: User, *, days_ago: int) -> None:
    topic, event = scene.topics[0], Topic.pgh_event_model  # type: ignore[attr-defined]
    columns = [column.attname for column in event._meta.fields if not column.name.startswith("pgh_")]
    row = {name: topic.pk if name == "id" else getattr(topic, name) for name in columns}
    _write(scene, admin, event(pgh_obj=topic, pgh_label="update", **row), days_ago)


def _end_role(scene: Scene, admin: User, *, days_ago: int) -> None:
    """Somebody stood in for a coordinator until lately."""
    today: date = scene.calendar.today
    held = {"valid_from": today - timedelta(days=60), "valid_until": today - timedelta(days=days_ago + 1)}
    others = scene.people[len(scene.house.accounts) :]  # nobody whose account is on the sign-in page
    person = next(person for person in others if person.is_active)
    role = Role.objects.create(
        institution=scene.institution, user=person, kind=Role.Kind.COORDINATOR, site=scene.sites[0], **held
    )
    event = Role.pgh_event_model  # type: ignore[attr-defined]
    row = {
        **held,
        "id": role.pk,
        "institution": scene.institution,
        "user": person,
        "kind": role.kind,
        "site": role.site,
    }
    _write(scene, admin, event(pgh_obj=role, pgh_label="update", **row), days_ago)


def _write(scene: Scene, admin: User, event: Any, days_ago: int) -> None:
    """The row with whoever did it, dated as if it had been written then."""
    who = {"user": admin.pk, "url": "/coordinate/settings/"}
    key = uuid5(NAMESPACE, f"{scene.house.slug}/{event._meta.label}/{days_ago}/{event.pgh_obj_id}")
    event.pgh_context = Context.objects.get_or_create(id=key, defaults={"metadata": who})[0]
    event.save(force_insert=True)
    when = scene.calendar.at(scene.calendar.today - timedelta(days=days_ago), EVENING)
    type(event)._default_manager.filter(pk=event.pk).update(pgh_created_at=when)
