"""What a teacher looks for at `/book/`: the filters as a GET form, whose address tells the state."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.db.models import F
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coaches.models import Channel, Coach, CoachQuerySet
from kit.forms import RowChoiceField
from organisation.models import Language, Role, Sector, Site, User
from organisation.people import institution_of
from organisation.scope import covers_person
from organisation.terms import say_lazy
from sessions.free_times import Search
from topics.models import Topic

LENGTHS = (30, 45, 60)
PARTS_OF_DAY = {
    "morning": (time(0), time(10)),
    "day": (time(10), time(14)),
    "afternoon": (time(14), time(23, 59, 59)),
}
FILTERS = ("site", "channel", "part", "coach", "sector", "language")
MOST_REACHABLE = 4
MOST_LISTED = 200
PART_WORDS = [
    ("morning", _("Morning, before 10")),
    ("day", _("Day, 10 to 14")),
    ("afternoon", _("Afternoon, after 14")),
]


class SearchForm(forms.Form):
    """Bound to the query of `/book/`. What is not asked for is not filtered by."""

    topic = RowChoiceField(label=_("What would you like to talk about?"), empty_label=_("Choose a topic"))
    minutes = forms.TypedChoiceField(
        label=_("Length"), coerce=int, required=False, empty_value=None, widget=forms.RadioSelect
    )
    site = RowChoiceField(label=say_lazy(_("{Site}")), required=False, empty_label=_("All, online too"))
    channel = forms.MultipleChoiceField(
        label=_("How"), choices=Channel, required=False, widget=forms.CheckboxSelectMultiple
    )
    part = forms.MultipleChoiceField(
        label=_("Time of day"), choices=PART_WORDS, required=False, widget=forms.CheckboxSelectMultiple
    )
    coach = RowChoiceField(label=say_lazy(_("{Coach}")), required=False, empty_label=_("Anyone"))
    sector = RowChoiceField(label=say_lazy(_("{Sector}")), required=False, empty_label=_("All"))
    language = forms.ChoiceField(
        label=_("Language of the session"), choices=[("", _("Any")), *Language.choices], required=False
    )

    def __init__(self, data: QueryDict, *, reader: User, person: User) -> None:
        self.reader, self.person = reader, person
        self.only_coach: int | None = None
        self.institution = institution_of(reader)
        today = timezone.localdate()
        super().__init__(data)
        self._offer("topic", Topic.objects.visible_to(reader).offered())
        self._offer("site", Site.objects.visible_to(reader).valid_on(today))
        self._offer("sector", Sector.objects.visible_to(reader).valid_on(today))
        self._offer_coaches(data.get("coach", ""))
        self.lengths = sorted({*LENGTHS, self.institution.length_minutes})
        self._set_choices("minutes", [(minutes, f"{minutes} min") for minutes in self.lengths])

    def _coaches(self) -> CoachQuerySet:
        """Who can be booked: a coach who books for a colleague books oneself, a coordinator anyone."""
        coaches = Coach.objects.visible_to(self.reader).open().select_related("user").with_age_of_calendars()
        if self.person == self.reader or covers_person(self.reader, self.person, Role.Kind.COORDINATOR):
            return coaches
        self.only_coach = self.reader.coach.pk
        return coaches.filter(pk=self.only_coach)

    def _offer_coaches(self, chosen: str) -> None:
        """The coaches of the topic; of more than a list can hold, only the one in the address."""
        topic = self.rows("topic").get(int(self.data["topic"])) if self.data.get("topic", "").isdecimal() else None
        coaches = self._coaches().on_topic(topic) if topic else self._coaches()
        found = list(coaches.order_by("user__last_name", "user__first_name", "pk")[: MOST_LISTED + 1])
        if len(found) > MOST_LISTED:
            found = list(coaches.filter(pk=chosen)) if chosen.isdecimal() and len(chosen) < 19 else []
        self._offer("coach", found)

    def _offer(self, name: str, rows: Iterable[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, RowChoiceField)
        field.offer(rows)

    def rows(self, name: str) -> dict[int, Any]:
        """The rows that the field `name` offers, by id: read once, shown in the list of times too."""
        field = self.fields[name]
        assert isinstance(field, RowChoiceField)
        return {row.pk: row for row in field.rows.values()}

    def _set_choices(self, name: str, choices: list[tuple[int, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def length_minutes(self) -> int:
        """The length asked for, else the topic's or the institution's usual one."""
        topic = self.cleaned_data.get("topic")
        usual = topic.length_minutes if topic else None
        return self.cleaned_data.get("minutes") or usual or self.institution.length_minutes

    def search(self, first_day: date, *, wide: bool = False, **more: Any) -> Search:
        """The search from `first_day` on that the valid form asks for; `wide` leaves all but topic and length out."""
        chosen = self.cleaned_data
        topic = chosen["topic"]
        if wide:
            chosen = {**chosen, **dict.fromkeys(FILTERS, "")}
        return Search(
            institution=self.institution,
            persons=(self.person.pk,),
            first_day=first_day,
            last_day=first_day,
            length=timedelta(minutes=self.length_minutes),
            topic_id=None if topic.is_open else topic.pk,
            coach_id=chosen["coach"].pk if chosen["coach"] else self.only_coach,
            site_id=chosen["site"].pk if chosen["site"] else None,
            sector_id=chosen["sector"].pk if chosen["sector"] else None,
            language=chosen["language"],
            channels=tuple(chosen["channel"]),
            hours=tuple(PARTS_OF_DAY[part] for part in chosen["part"]),
            **more,
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything beyond topic and length is asked for."""
        return any(self.cleaned_data.get(name) for name in FILTERS)

    def reachable_coaches(self) -> CoachQuerySet:
        """Coaches of the topic who show a phone or a chat for quick questions, whoever was booked longest ago first."""
        coaches = self._coaches().on_topic(self.cleaned_data["topic"]).exclude(user=self.person)
        return coaches.exclude(phone="", chat="").order_by(F("last_booked_at").asc(nulls_first=True), "pk")[
            :MOST_REACHABLE
        ]
