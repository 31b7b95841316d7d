"""What the board is narrowed by, and where a session is put from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from coaches.forms import DayField
from coaches.models import Coach
from coordination.selectors.board_choices import KINDS, Choices
from coordination.selectors.board_places import places_for
from kit.forms import RowChoiceField
from organisation.models import User
from organisation.terms import say_lazy
from sessions.exceptions import BookingRefused
from sessions.free_times import FreeTime, time_token
from sessions.models import Session
from sessions.services import reassign_session
from sessions.tokens import TimeToken


@dataclass(frozen=True)
class Chip:
    """One thing that the board is narrowed by; `query` is the address without it."""

    name: str
    query: str


class NarrowForm(forms.Form):
    """Bound to the query of the board. Several of a kind are either of them, kinds go together."""

    site = forms.TypedMultipleChoiceField(label=say_lazy(_("{Site}")), coerce=int)
    sector = forms.TypedMultipleChoiceField(label=say_lazy(_("{Sector}")), coerce=int)
    topic = forms.TypedMultipleChoiceField(label=_("Topic"), coerce=int)
    team = forms.TypedMultipleChoiceField(label=_("Team"), coerce=int)

    def __init__(self, data: QueryDict, *, choices: Choices) -> None:
        super().__init__(data)
        self.query, self.names = data, choices
        for kind in KINDS:
            field = self.fields[kind]
            assert isinstance(field, forms.TypedMultipleChoiceField)
            field.required, field.widget = False, forms.CheckboxSelectMultiple()
            field.choices = [(row.pk, str(row)) for row in choices.offered(kind)]
            field.error_messages["invalid_choice"] = _("Choose one from the list.")

    @property
    def narrowed(self) -> dict[str, tuple[int, ...]]:
        """By kind; what can't be chosen is left out, and marked."""
        return {kind: tuple(self.cleaned_data.get(kind, ())) for kind in KINDS} if self.is_valid() else {}

    @property
    def chips(self) -> Iterator[Chip]:
        for kind, ids in self.narrowed.items():
            for pk in ids:
                yield Chip(self.names.name(kind, pk), self._without(kind, pk))

    def _without(self, kind: str, pk: int) -> str:
        query = self.query.copy()
        query.pop("page", None)
        query.setlist(kind, [value for value in query.getlist(kind) if value != str(pk)])
        return f"?{query.urlencode()}"


class PlaceForm(forms.Form):
    """Bound to the query of a session's page on the board: with whom and on which day times are looked for."""

    coach = RowChoiceField(label=say_lazy(_("{Coach}")), empty_label=None)
    day = DayField(label=_("Day"))

    def __init__(self, data: QueryDict, *, session: Session, coaches: list[Coach]) -> None:
        tz = session.institution.tz
        told = {name: data.get(name) for name in self.base_fields if data.get(name)}
        usual = {"coach": session.coach_id, "day": session.starts_at.astimezone(tz).date()}
        super().__init__({**usual, **told}, auto_id="place_%s")
        self.session, self.wanted = session, data.get("time", "")
        field = self.fields["coach"]
        assert isinstance(field, RowChoiceField)
        field.offer(coaches)
        field.choices = [(pk, str(row)) for pk, row in field.rows.items()]

    @cached_property
    def times(self) -> list[FreeTime]:
        """The free times of that coach on that day, the session's own time of day first where it is free."""
        return places_for(self.session, self.cleaned_data["coach"], self.cleaned_data["day"]) if self.is_valid() else []

    @property
    def chosen(self) -> str:
        """The token to be ticked already: what was pointed at, else the same time of day, where that is free."""
        tokens = [free.token for free in self.times]
        return next((token for token in (self.wanted, self.same) if token in tokens), "")

    @property
    def same(self) -> str:
        """The token of the session's own time of day."""
        at = self.session.starts_at.astimezone(self.session.institution.tz)
        there = at.replace(year=self._day.year, month=self._day.month, day=self._day.day)
        return time_token(self.cleaned_data["coach"].pk, there)

    @property
    def _day(self) -> date:
        return self.cleaned_data["day"]


class TokenForm(forms.Form):
    """The time that was chosen, in whose token the coach stands."""

    time = forms.CharField(max_length=40, error_messages={"required": _("Choose a time from the list.")})

    def __init__(self, data: Any, *, session: Session, coaches: list[Coach], by: User) -> None:
        super().__init__(data)
        self.session, self.by = session, by
        self.coaches = {coach.pk: coach for coach in coaches}
        self.refusal: BookingRefused | None = None

    def clean_time(self) -> TimeToken:
        try:
            token = TimeToken.parse(self.cleaned_data["time"])
        except ValueError:
            token = None
        if token is None or token.coach_id not in self.coaches:
            raise forms.ValidationError(_("Choose a time from the list."))
        return token

    @property
    def coach(self) -> Coach:
        return self.coaches[self.cleaned_data["time"].coach_id]

    @property
    def starts_at(self) -> datetime:
        return self.cleaned_data["time"].starts_at

    def place(self) -> Session | None:
        """The session where it is now, or None with `refusal` set."""
        try:
            return reassign_session(session=self.session, coach=self.coach, starts_at=self.starts_at, by=self.by)
        except BookingRefused as refusal:
            self.refusal = refusal
            return None
