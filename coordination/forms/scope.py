"""Choosing a site and a sector within one's scope as a coordinator."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.selectors.letters import may_announce_to
from kit.forms import RowChoiceField
from organisation.models import Place, Role, Sector, Site, User
from organisation.scope import roles_of
from organisation.terms import say, say_lazy


class ScopeForm(forms.Form):
    """`site` and `sector`, offering only what one of the roles reaches; both left empty mean the whole institution."""

    site = RowChoiceField(label=say_lazy(_("{Site}")), required=False, empty_label=_("All"))
    sector = RowChoiceField(label=say_lazy(_("{Sector}")), required=False, empty_label=_("All"))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        roles = roles_of(by, Role.Kind.COORDINATOR)
        self._offer("site", Site, {role.site_id for role in roles})
        self._offer("sector", Sector, {role.sector_id for role in roles})

    def _offer(self, name: str, model: type[Place], reached: set[int | None]) -> None:
        """All of the house for a role without that limit, else those of the roles; the only one is chosen already."""
        field = self.fields[name]
        assert isinstance(field, RowChoiceField)
        limit = Q() if None in reached else Q(pk__in=reached)
        if None not in reached:
            field.empty_label, field.required = None, True
        rows = model.objects.visible_to(self.by).valid_on(timezone.localdate()).filter(limit)
        field.offer(rows.order_by("pk"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not {"site", "sector"} & self.errors.keys() and not may_announce_to(self.by, *self.places()):
            self.add_error("site", say(_("This is outside your area. Choose a {site} or a {sector} of your own.")))
        return data

    def places(self) -> tuple[int | None, int | None]:
        """The ids of the site and sector that were chosen."""
        site, sector = self.cleaned_data["site"], self.cleaned_data["sector"]
        return site.pk if site else None, sector.pk if sector else None
