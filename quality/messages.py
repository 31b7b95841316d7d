"""The mails about improvement actions and the year clock, and about what a team wrote down."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from kit import times
from notifications.registry import Fact, Mail, message_kind
from organisation.models import User
from quality.models import ImprovementAction, Meeting, YearTask
from quality.services.actions import DECIDED, DUE
from quality.services.team import NOTED
from quality.services.year import DUE as TASK_DUE
from quality.team_policies import is_of


def _mail(subject: str, recipient: User, **context: Any) -> Mail:
    """A mail of the usual frame; `context` has facts, button, button_url, institution and why."""
    context |= {
        "settings_url": settings.BASE_URL + reverse("notifications:choices"),
        "subject": subject,
        "greeting": _("Hello %(name)s") % {"name": recipient.get_short_name()},
    }
    return Mail(
        subject=subject,
        text=render_to_string("email/base.txt", context),
        html=render_to_string("email/base.html", context),
        url=context["button_url"],
    )


def _about_action(action: ImprovementAction, recipient: User, subject: str, facts: list[Fact]) -> Mail:
    return _mail(
        subject,
        recipient,
        facts=[Fact(_("What"), action.what), *facts],
        button=_("Open the action"),
        button_url=settings.BASE_URL + reverse("quality:action", args=[action.pk]),
        institution=action.institution.name,
        why=_("You get this because you proposed the action or answer for it."),
    )


def _found(pk: int) -> ImprovementAction | None:
    return ImprovementAction.objects.filter(pk=pk).select_related("institution", "owner").first()


@message_kind(DECIDED)
class ActionDecided:
    def load(self, thing_id: int, revision: int) -> ImprovementAction | None:
        return _found(thing_id)

    def render(self, kind: str, action: ImprovementAction, recipient: User) -> Mail | None:
        """None for whoever has nothing to do with it any more."""
        if recipient.pk not in (action.owner_id, action.proposed_by_id):
            return None
        if action.state == ImprovementAction.State.DECLINED:
            return _about_action(
                action, recipient, _("An improvement action is declined"), [Fact(_("Why"), action.reason)]
            )
        owner = action.owner.get_full_name() if action.owner else "–"
        facts = [Fact(_("Owner"), owner), Fact(_("Due"), times.day_words(action.due))]
        return _about_action(action, recipient, _("An improvement action is accepted"), facts)


@message_kind(DUE)
class ActionDue:
    def load(self, thing_id: int, revision: int) -> ImprovementAction | None:
        """None once it is settled, or has another day or owner."""
        action = _found(thing_id)
        return action if action and action.is_under_way and action.revision == revision else None

    def render(self, kind: str, action: ImprovementAction, recipient: User) -> Mail | None:
        if recipient.pk != action.owner_id:
            return None
        day = times.day_words(action.due)
        return _about_action(
            action, recipient, _("An improvement action is due: %(day)s") % {"day": day}, [Fact(_("Due"), day)]
        )


@message_kind(TASK_DUE)
class TaskDue:
    def load(self, thing_id: int, revision: int) -> YearTask | None:
        """None once it is done, or has another day or owner."""
        found = YearTask.objects.filter(pk=thing_id, revision=revision, done_on=None)
        return found.select_related("institution").first()

    def render(self, kind: str, task: YearTask, recipient: User) -> Mail | None:
        if recipient.pk != task.owner_id:
            return None
        day = times.day_words(task.due)
        return _mail(
            _("A task of the year clock is due: %(day)s") % {"day": day},
            recipient,
            facts=[Fact(_("What"), task.name), Fact(_("Due"), day)],
            button=_("Open the year clock"),
            button_url=settings.BASE_URL + reverse("quality:year") + f"?year={task.academic_year}",
            institution=task.institution.name,
            why=_("You get this because you own the task."),
        )


@message_kind(NOTED)
class MeetingNoted:
    def load(self, thing_id: int, revision: int) -> Meeting | None:
        """None once there is nothing to read. `revision` is the day on which it was written."""
        found = Meeting.objects.filter(pk=thing_id).exclude(notes="", decisions="")
        return found.select_related("team__institution").first()

    def render(self, kind: str, meeting: Meeting, recipient: User) -> Mail | None:
        """None for whoever is of the team no more."""
        if not is_of(recipient, meeting.team):
            return None
        told = ((_("Notes"), meeting.notes), (_("Decisions"), meeting.decisions))
        when = times.long_range(meeting.starts_at, meeting.starts_at + timedelta(minutes=meeting.minutes))
        return _mail(
            _("Notes of a meeting: %(team)s") % {"team": meeting.team.name},
            recipient,
            facts=[Fact(_("When"), when), *(Fact(name, text) for name, text in told if text)],
            button=_("Open the meeting"),
            button_url=settings.BASE_URL + reverse("team:meeting", args=[meeting.pk]),
            institution=meeting.team.institution.name,
            why=_("You get this because you are in the team."),
        )
