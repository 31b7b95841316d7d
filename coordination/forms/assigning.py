"""Answering a request with a time that was pressed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coaches.models import Coach
from coordination.models import HelpRequest
from coordination.services import answer_request
from organisation.models import User
from sessions.exceptions import BookingRefused
from sessions.models import Session
from sessions.tokens import TimeToken

HOW = [("book", _("Book at once")), ("propose", _("Propose, the asker answers"))]


class AnswerForm(forms.Form):
    """The time's button carries coach and time; `how` stands beside all of them."""

    time = forms.CharField(max_length=40)
    how = forms.ChoiceField(
        label=_("What happens when you choose a time"), choices=HOW, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, request: HelpRequest, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.by = request, by
        self.refusal: BookingRefused | None = None

    def clean_time(self) -> TimeToken:
        try:
            return TimeToken.parse(self.cleaned_data["time"])
        except ValueError as error:
            raise forms.ValidationError(_("Choose a time from the list.")) from error

    @property
    def proposes(self) -> bool:
        return self.cleaned_data["how"] == "propose"

    def answer(self, coach: Coach) -> Session | None:
        """The session, or None with `refusal` set. Raises RequestClosed when somebody was quicker."""
        try:
            return answer_request(
                request=self.request,
                coach=coach,
                starts_at=self.cleaned_data["time"].starts_at,
                by=self.by,
                propose=self.proposes,
            )
        except BookingRefused as refusal:
            self.refusal = refusal
            return None
