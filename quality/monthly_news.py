"""What this room adds to the month's letter: what the house has changed because somebody asked."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.monthly import today_at
from coordination.monthly_news import Line, monthly_news
from organisation.models import User
from quality.selectors.actions import told_to


@monthly_news(lambda: _("You asked, we changed"))
def told(person: User) -> list[Line]:
    return [
        (action.get_state_display(), action.outcome or action.what, _address(action.pk))
        for action in told_to(person, today_at(person))
    ]


def _address(pk: int) -> str:
    return settings.BASE_URL + reverse("quality:action", args=[pk])
