"""A role for somebody."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coaches.forms import DayField
from coordination.services.roles import give_role
from organisation.exceptions import SettingRefused
from organisation.forms import NoPlaceYet
from organisation.models import Role, Sector, Site, User
from organisation.people import institution_of
from organisation.terms import say
from sessions.colleagues import find_colleague

FOLLOWS = {
    Role.Kind.COORDINATOR: gettext_lazy("sees who meets whom, and books and moves sessions for others"),
    Role.Kind.MANAGER: gettext_lazy("sees figures, never people or what is talked about"),
    Role.Kind.PROGRAMME_ADMIN: gettext_lazy("changes these settings and gives roles, always for the whole institution"),
}


class RoleForm(forms.Form):
    person = forms.CharField(
        label=gettext_lazy("Who"),
        max_length=254,
        help_text=gettext_lazy("The e-mail address, or the first and last name in full."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Role"),
        widget=forms.RadioSelect,
        choices=[(kind.value, kind.label) for kind in Role.Kind],
    )
    valid_from = DayField(label=gettext_lazy("From"))
    valid_until = DayField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("The last day. Left empty, it goes on until somebody ends it."),
    )

    def __init__(self, data: Any = None, *, by: User, **kwargs: Any) -> None:
        initial = {"valid_from": timezone.localdate(), **kwargs.pop("initial", {})}
        super().__init__(data, initial=initial, **kwargs)
        self.by, house = by, institution_of(by)
        self.fields["site"] = NoPlaceYet(Site, house, say(_("Only at a {site}")))
        self.fields["sector"] = NoPlaceYet(Sector, house, say(_("Only in a {sector}")))
        for name, words in (("site", _("Everywhere")), ("sector", _("All of them"))):
            place = self.fields[name]
            assert isinstance(place, forms.ModelChoiceField)
            place.empty_label = words
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(value, capfirst(str(label))) for value, label in Role.Kind.choices]
        kind.help_text = " ".join(f"{capfirst(str(Role.Kind(k).label))}: {words}." for k, words in FOLLOWS.items())
        self.order_fields(["person", "kind", "site", "sector", "valid_from", "valid_until"])

    def clean_person(self) -> User:
        return find_colleague(self.by, self.cleaned_data["person"])

    def clean_valid_from(self) -> Any:
        if self.cleaned_data["valid_from"] < timezone.localdate():
            raise ValidationError(_("Choose today or a later day."))
        return self.cleaned_data["valid_from"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("valid_from"), data.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("The last day cannot be before the first."))
        if data.get("kind") == Role.Kind.PROGRAMME_ADMIN and (data.get("site") or data.get("sector")):
            self.add_error("kind", _("A programme admin has the whole institution. Leave the two choices below open."))
        return data

    def give(self) -> Role | None:
        """The role, or None with the reason on the form."""
        try:
            return give_role(by=self.by, **self.cleaned_data)
        except SettingRefused as refusal:
            self.add_error(None, str(refusal))
            return None
