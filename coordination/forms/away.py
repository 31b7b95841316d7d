"""Marking a coach as away, and why sessions are called off then."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coaches.models import Coach, TimeOff
from coordination.selectors.people import coaches_to_mark_away
from coordination.services import mark_away
from kit.forms import RowChoiceField
from kit.free_text import FreeTextField
from organisation.models import User
from organisation.terms import say, say_lazy
from sessions.coach_forms import TimeOffForm


class AwayForm(TimeOffForm):
    """Today, unless told; whoever may mark only one coach need not choose."""

    coach_away = RowChoiceField(label=say_lazy(_("{Coach}")), empty_label=_("Choose"))
    field_order = ["coach_away", "first_day", "last_day", "starts", "ends"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        coaches = coaches_to_mark_away(by)
        own = coaches[0] if len(coaches) == 1 else None
        super().__init__(*args, coach=own, initial={"first_day": timezone.localdate()}, **kwargs)  # type: ignore[arg-type]
        field = self.fields["coach_away"]
        assert isinstance(field, RowChoiceField)
        field.error_messages["required"] = say(_("Choose who is away."))
        if own and self.data.get("coach_away", "") in ("", str(own.pk)):  # whoever is named is never another
            del self.fields["coach_away"]
        else:
            field.offer(coaches)

    def clean_coach_away(self) -> Coach:
        self.coach = self.cleaned_data["coach_away"]
        return self.coach

    def mark(self) -> TimeOff:
        starts_at, ends_at = self.instants()
        assert self.coach
        return mark_away(coach=self.coach, starts_at=starts_at, ends_at=ends_at)


class ReasonForm(forms.Form):
    """What those are told whose session is called off. Illness is nobody's business, so it begins with no reason."""

    reason = FreeTextField(
        label=_("If a session is called off, why"),
        required=False,
        max_length=300,
        help_text=_("The participants and the coordinator see this. Do not write about anybody's health."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].initial = say(_("The {coach} is away."))
