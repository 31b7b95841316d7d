"""Forms about people: looking for them, their details, coaching, teams, and leaving."""

from collections.abc import Iterable
from copy import copy
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coaches.forms import DayField
from coaches.models import Coach, Team
from coordination import reach
from coordination.selectors.people_list import Filter, in_alphabet
from coordination.services import leaving, naming, people
from kit.forms import RowChoiceField
from kit.free_text import FreeTextField
from organisation.exceptions import Refused
from organisation.forms import languages_of
from organisation.models import Place, Role, User
from organisation.people import institution_of
from organisation.terms import say, say_lazy
from sessions.exceptions import BookingRefused
from sessions.models import Session
from topics.models import Topic

STATES = [
    ("here", gettext_lazy("Here now")),
    ("new", gettext_lazy("Not signed in yet")),
    ("leaving", gettext_lazy("Leaving")),
    ("left", gettext_lazy("Left")),
    ("all", gettext_lazy("Everyone")),
]


def _roles() -> list[tuple[str, Any]]:
    kinds = [(kind.value, capfirst(str(kind.label))) for kind in Role.Kind]
    return [("", _("All")), ("coach", say("{Coach}")), ("lead", say("{Lead_coach}")), *kinds]


class PeopleFilterForm(forms.Form):
    """What is looked for; what cannot be is not asked."""

    q = forms.CharField(label=gettext_lazy("Name or e-mail"), required=False, max_length=80)
    site = RowChoiceField(label=say_lazy("{Site}"), required=False, empty_label=gettext_lazy("All"))
    sector = RowChoiceField(label=say_lazy("{Sector}"), required=False, empty_label=gettext_lazy("All"))
    role = forms.ChoiceField(label=gettext_lazy("Role"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=STATES)

    def __init__(self, data: Any, *, by: User) -> None:
        super().__init__(data)
        for name, places in (("site", reach.sites_in_reach(by)), ("sector", reach.sectors_in_reach(by))):
            field = self.fields[name]
            assert isinstance(field, RowChoiceField)
            field.offer(places.order_by("name_fi", "pk"))
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = _roles()
        self.fields["q"].widget = forms.TextInput(attrs={"type": "search", "autocomplete": "off"})

    @property
    def wanted(self) -> Filter:
        self.is_valid()
        data = self.cleaned_data
        site, sector = (data[name].pk if data.get(name) else None for name in ("site", "sector"))
        return Filter(data.get("q", ""), site, sector, data.get("role", ""), data.get("state") or "here")

    @property
    def is_narrow(self) -> bool:
        """Whether anything but words is asked."""
        return bool({"site", "sector", "role", "state"} & {name for name, value in self.cleaned_data.items() if value})


class PersonForm(forms.ModelForm):
    """The details that whoever looks after a person may change."""

    left_on = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Leave this empty when no end is known. The account is closed by a separate act."),
    )

    class Meta:
        model = User
        fields = ["first_name", "last_name", "language", "home_site", "home_sector", "started_on", "left_on"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        house = institution_of(by)
        self.fields["language"] = forms.ChoiceField(label=_("Language"), choices=languages_of(house))
        self.fields["started_on"] = forms.DateField(
            label=_("Started on"), required=False, widget=DayField.widget, input_formats=DayField.input_formats
        )
        self._offer("home_site", say(_("Home {site}")), reach.sites_in_reach(by))
        self._offer("home_sector", say(_("Home {sector}")), reach.sectors_in_reach(by))

    def _offer(self, name: str, label: str, places: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        kept = getattr(self.instance, f"{name}_id")
        field.queryset, field.label, field.required = reach.in_use(places, timezone.localdate(), kept), label, False
        field.empty_label = str(_("Not chosen"))

    def clean_left_on(self) -> Any:
        day = self.cleaned_data["left_on"]
        if day and self.instance.is_active and day != self.instance.left_on and day < timezone.localdate():
            raise forms.ValidationError(_("This day is past. Close the account instead, on the person's page."))
        return day

    def clean(self) -> dict[str, Any]:
        """Nobody is put where whoever does it does not reach."""
        data = super().clean() or self.cleaned_data
        after = copy(self.instance)
        after.institution_id = self.by.institution_id
        after.home_site, after.home_sector = data.get("home_site"), data.get("home_sector")
        if not self.errors and not reach.reaches(self.by, after):
            bound = any(role.site_id for role in reach.roles_of(self.by, *reach.KINDS))
            self.add_error("home_site" if bound else "home_sector", _("Choose one of your own area."))
        return data


class NewPersonForm(PersonForm):
    email = forms.EmailField(label=gettext_lazy("Work e-mail"), max_length=254)
    welcome = forms.BooleanField(
        label=gettext_lazy("Send a mail that tells how to sign in"), required=False, initial=True
    )
    field_order = ["email"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        del self.fields["left_on"]

    def add(self) -> User | None:
        """The new person, or None with the reason on the form."""
        try:
            return people.add_colleague(institution=institution_of(self.by), **self.cleaned_data)
        except Refused:
            self.add_error("email", _("This address already has an account. Look for it among the people."))
            return None


class CoachForm(forms.ModelForm):
    """What a coach is named for. What lies out of reach of whoever names stays as it is."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Coach
        fields = ["topics", "sites", "sectors", "languages"]
        widgets = {name: forms.CheckboxSelectMultiple for name in ("topics", "sites", "sectors")}

    def __init__(self, data: Any = None, *, by: User, person: User) -> None:
        instance = getattr(person, "coach", None)
        first = {"languages": [person.language], "sites": [person.home_site_id], "sectors": [person.home_sector_id]}
        super().__init__(data, instance=instance, initial=None if instance else first)
        self.person = person
        house, today, ticked = institution_of(by), timezone.localdate(), Q(coaches=instance) if instance else Q(pk=None)
        topics = Topic.objects.filter(Q(is_retired=False, is_open=False) | ticked, institution=house)
        self._offer("topics", topics.distinct().order_by("position", "pk"), _("Topics"))
        self._offer("sites", reach.in_use(reach.sites_in_reach(by), today), say("{Site.plural}"))
        self._offer("sectors", reach.in_use(reach.sectors_in_reach(by), today), say("{Sector.plural}"))
        languages = self.fields["languages"]
        assert isinstance(languages, forms.ChoiceField)
        languages.choices = languages_of(house)

    def _offer(self, name: str, rows: Any, label: str) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset, field.label, field.required = rows, label, False

    def name_coach(self) -> Coach | None:
        """The coach, or None with the reason on the form."""
        choices = {name: self._with_kept(name, self.cleaned_data[name]) for name in ("sites", "sectors")}
        try:
            return naming.name_coach(
                person=self.person,
                topics=self.cleaned_data["topics"],
                languages=self.cleaned_data["languages"],
                **choices,
            )
        except BookingRefused as refusal:
            self.add_error(None, refusal.sentence)
            return None

    def _with_kept(self, name: str, chosen: Iterable[Place]) -> list[Place]:
        """What is `chosen`, and what the coach has already but could not be chosen here."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        had = getattr(self.instance, name).all() if self.instance.pk else []
        offered = set(field.queryset or ())
        return [*chosen, *(place for place in had if place not in offered)]


class TeamForm(forms.ModelForm):
    """A team: its name, who is in it, who leads it."""

    class Meta:
        model = Team
        fields = ["name_fi", "name_sv", "name_en", "members", "leads"]
        widgets = {name: forms.CheckboxSelectMultiple for name in ("members", "leads")}

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.institution = institution_of(by)
        users = in_alphabet(
            User.objects.filter(is_active=True, coach__in=reach.coaches_in_reach(by), coach__is_active=True)
        ).select_related("coach")
        self.choosable = [user.coach for user in users]
        choices = [(user.coach.pk, user.get_full_name()) for user in users]
        for name, label in (("members", _("Members")), ("leads", _("Led by"))):
            field = self.fields[name]
            assert isinstance(field, forms.ModelMultipleChoiceField)
            field.queryset = Coach.objects.filter(pk__in=[coach.pk for coach in self.choosable]).select_related("user")
            field.choices, field.label, field.required = choices, label, False

    def store(self) -> Team:
        chosen = {name: self.cleaned_data[name] for name in ("members", "leads")}
        return naming.save_team(team=self.instance, choosable=self.choosable, **chosen)


HAND_OVER = ("hand_over", gettext_lazy("Hand over to whoever is free, call off the rest"))
CALL_OFF = ("call_off", gettext_lazy("Call them off"))
KEEP = ("keep", gettext_lazy("Keep them as they are"))


class LeavingForm(forms.Form):
    """What becomes of the sessions ahead; `seen` are those that the page showed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    ahead = forms.ChoiceField(label=gettext_lazy("What happens to the sessions ahead?"), widget=forms.RadioSelect)
    reason = FreeTextField(
        label=gettext_lazy("Reason, if a session is called off"),
        help_text=gettext_lazy("Those who take part read this in the mail. Leave out everything about health."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, person: User, by: User, ahead: list[Session]) -> None:
        keys = ",".join(str(session.pk) for session in ahead)
        reason = _("The session cannot be held because of changes in the staff.")
        super().__init__(data, initial={"seen": keys, "reason": reason, "ahead": HAND_OVER[0]})
        self.person, self.by = person, by
        field = self.fields["ahead"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = self.choices()
        if not ahead:
            del self.fields["ahead"], self.fields["reason"]

    def choices(self) -> list[tuple[str, Any]]:
        return [HAND_OVER, CALL_OFF] if hasattr(self.person, "coach") else [CALL_OFF]

    def clean_seen(self) -> list[int]:
        return [int(key) for key in self.cleaned_data["seen"].split(",") if key.isdecimal() and key.isascii()]

    @property
    def decided(self) -> dict[str, Any]:
        data = self.cleaned_data
        chosen = {"seen": data["seen"], "hand_over": data.get("ahead") == HAND_OVER[0]}
        return {**chosen, "reason": data.get("reason", ""), "by": self.by}

    def act(self) -> leaving.LetGo:
        return leaving.deactivate_person(person=self.person, **self.decided)

    def leave(self) -> leaving.LetGo | None:
        """What was done, or None with the reason on the form. Raises Changed."""
        try:
            return self.act()
        except BookingRefused as refusal:
            self.add_error("reason" if "reason" in self.fields else None, refusal.sentence)
            return None


class EndCoachingForm(LeavingForm):
    def choices(self) -> list[tuple[str, Any]]:
        return [HAND_OVER, CALL_OFF, KEEP]

    def act(self) -> leaving.LetGo:
        keep = self.cleaned_data.get("ahead") == KEEP[0]
        return leaving.end_coaching(coach=self.person.coach, keep=keep, **self.decided)
