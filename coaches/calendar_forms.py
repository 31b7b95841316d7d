"""Connecting a calendar. Whether it can be read is seen when it is read, and said on the page."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from coaches.calendar_source import CalendarSource
from coaches.models import Coach
from kit.feeds.guard import LONGEST, check_url
from kit.feeds.refusals import Refused
from kit.feeds.words import sentence_of

MOST = 5
"""Calendars of one coach."""
SUBSCRIBING = ("webcal://", "webcals://")
"""How calendar programs write the address of a calendar to subscribe to."""


class CalendarForm(forms.Form):
    """A published address, or an account with a user name and a password."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            (CalendarSource.Kind.ICS, _("A published address, such as Outlook's or Google's")),
            (CalendarSource.Kind.CALDAV, _("An account that speaks CalDAV, such as Nextcloud's")),
        ],
        initial=CalendarSource.Kind.ICS,
        widget=forms.RadioSelect,
    )
    address = forms.CharField(
        label=_("Address"),
        max_length=LONGEST,
        help_text=_("From https:// to the end. It is kept encrypted and never shown again."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    user_name = forms.CharField(
        label=_("User name"),
        required=False,
        max_length=200,
        help_text=_("For CalDAV only."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        max_length=200,
        strip=False,
        help_text=_("For CalDAV only. Best one that you make for this purpose alone, an app password."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, coach: Coach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.coach = coach

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        for start in SUBSCRIBING:
            if address.lower().startswith(start):
                address = f"https://{address[len(start) :]}"
        try:
            check_url(address, settings.CALENDAR_LOOPBACK_PORTS)
        except Refused as refusal:
            raise forms.ValidationError(sentence_of(refusal.code), code=refusal.code) from refusal
        return address

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") == CalendarSource.Kind.CALDAV:
            self._check_account(data)
        else:
            data["user_name"] = data["password"] = ""
        own = list(self.coach.calendar_sources.all())
        if len(own) >= MOST:
            raise forms.ValidationError(_("Five calendars are the most. Remove one first."), code="most")
        if data.get("address") in {source.address for source in own}:
            self.add_error("address", _("This calendar is connected already."))
        return data

    def _check_account(self, data: dict[str, Any]) -> None:
        for name in ("user_name", "password"):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("An account needs a user name and a password."))
        address = data.get("address", "https://")
        if address.startswith("http://") and not settings.CALENDAR_LOOPBACK_PORTS:
            self.add_error("address", _("A password goes to https:// addresses only: on others everyone can read it."))

    def save(self) -> CalendarSource:
        """The new calendar, due to be read at once."""
        fields = {name: self.cleaned_data[name] for name in ("kind", "address", "user_name", "password")}
        return CalendarSource.objects.create(institution_id=self.coach.institution_id, coach=self.coach, **fields)
