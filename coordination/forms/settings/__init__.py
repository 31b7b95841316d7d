"""Forms of the settings. `SettingForm` is what they have in common."""

from typing import Any

from django import forms
from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from coordination.services.settings import save_setting, stamp_of, value_of
from organisation.exceptions import ChangedMeanwhile, SettingRefused


class SettingForm(forms.ModelForm):
    """Columns of something that several people may change: who saves later never overwrites what was not seen.

    The page carries a stamp of what it showed. Where that is no longer what is saved, the form comes back with all
    that was typed, says where the two differ, and the next press saves.
    """

    def __init__(self, data: Any = None, *, instance: models.Model, **kwargs: Any) -> None:
        super().__init__(data, instance=instance, **kwargs)
        self.stamp = stamp_of(instance, self.columns) if data is None else str(data.get("stamp", ""))
        self.is_late = False

    @property
    def columns(self) -> list[str]:
        return list(self._meta.fields or ())

    @property
    def stamp_input(self) -> SafeString:
        """Goes into the form as `hidden`."""
        return format_html('<input type="hidden" name="stamp" value="{}">', self.stamp)

    @property
    def status(self) -> int:
        """Of the answer that shows the form: as it was asked for, with errors, or after somebody else saved."""
        if self.is_late:
            return 409
        return 400 if self.errors else 200

    def store(self) -> bool:
        """Whether it is saved; if not, the form says why."""
        try:
            self.write()
        except SettingRefused as refusal:
            self.add_error(refusal.field, str(refusal))
        except ChangedMeanwhile as late:
            self._come_back(late)
        return not self.errors

    def write(self) -> None:
        save_setting(thing=self.instance, columns=self.columns, stamp=self.stamp)

    def _come_back(self, late: ChangedMeanwhile) -> None:
        self.is_late = True
        self.stamp = stamp_of(late.current, self.columns)
        told = [str(late), _("Nothing of yours was saved yet; it is all kept here.")]
        if other := [self.label_of(name) for name in self.columns if self._differs(name, late.current)]:
            told.append(
                _("What is saved now differs from yours in: %(fields)s.") % {"fields": get_text_list(other, _("and"))}
            )
        self.add_error(None, " ".join([*told, _("Save again if yours is to hold.")]))

    def _differs(self, name: str, current: models.Model) -> bool:
        return value_of(current, name) != value_of(self.instance, name)

    def label_of(self, column: str) -> str:
        return str(self[column].label)
