"""Narrowing the list of requests: a GET form, whose choices reach as far as the reader's scope."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from coordination.models import HelpRequest, HelpRequestQuerySet
from kit.forms import RowChoiceField
from organisation.models import Role, Sector, Site, User
from organisation.scope import roles_of
from organisation.terms import say_lazy
from topics.models import Topic


class RequestFilterForm(forms.Form):
    """Bound to the query of `/requests/`. What is not asked for is not filtered by."""

    state = forms.ChoiceField(label=_("State"), required=False)
    topic = RowChoiceField(label=_("Topic"), required=False, empty_label=_("All"))
    site = RowChoiceField(label=say_lazy(_("{Site}")), required=False, empty_label=_("All"))
    sector = RowChoiceField(label=say_lazy(_("{Sector}")), required=False, empty_label=_("All"))

    def __init__(self, data: QueryDict, *, reader: User) -> None:
        super().__init__(data)
        states = [("", _("All")), *HelpRequest.State.choices]
        self._field("state").choices = [(value, capfirst(str(label))) for value, label in states]
        self._rows("topic", Topic.objects.visible_to(reader).order_by("position", "pk"))
        roles = roles_of(reader, Role.Kind.COORDINATOR)
        self._rows("site", _reached(Site.objects.visible_to(reader), [role.site_id for role in roles]))
        self._rows("sector", _reached(Sector.objects.visible_to(reader), [role.sector_id for role in roles]))

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def _rows(self, name: str, rows: QuerySet) -> None:
        self._field(name).offer(rows)

    def narrow(self, requests: HelpRequestQuerySet) -> HelpRequestQuerySet:
        """Those of `requests` that the valid form asks for."""
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        return requests.filter(**wanted)

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.values())


def _reached(rows: QuerySet, ids: list[int | None]) -> QuerySet:
    """All of them where one of the roles is not bound to any, else those that the roles name."""
    return rows.order_by("name_fi", "pk") if None in ids else rows.filter(pk__in=ids).order_by("name_fi", "pk")
