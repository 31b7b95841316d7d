"""Forms about tables on their way in."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.forms.people import CALL_OFF
from coordination.imports import bookings, log
from coordination.imports.columns import HeadsRefused
from coordination.imports.plan import Plan
from coordination.imports.saving import MOST_IN_A_CELL, start_import
from coordination.models import TableImport
from kit.free_text import FreeTextField
from kit.tables import TableRefused, read_table
from organisation.models import User

KINDS = [
    ("staff", gettext_lazy("Staff")),
    ("bookings", gettext_lazy("Sessions agreed on before")),
    ("hours", gettext_lazy("Hours given and used")),
]
KEEP = ("keep", gettext_lazy("Leave them for now: they stay until someone hands them over or calls them off"))


class ImportForm(forms.Form):
    """The table itself; it is read while the form is checked, in a process of its own."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is in the table?"), choices=KINDS, widget=forms.RadioSelect, initial="staff"
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or XLSX, at most 10,000 rows and 5 MB. The first row names the columns."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={"empty": gettext_lazy("The file is empty.")},
    )
    missing_left = forms.BooleanField(
        label=gettext_lazy("Whoever is missing from the table of staff has left"),
        help_text=gettext_lazy(
            "Only for a table of everyone in your area. Before anything is saved you see whom it means."
        ),
        required=False,
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def start(self) -> TableImport | None:
        """The table as it was read, or None with what is wrong on the form."""
        file, kind = self.cleaned_data["file"], self.cleaned_data["kind"]
        try:
            rows = read_table(_content(file))
            if kind == "bookings" and len(rows) > bookings.MOST + 1:
                raise TableRefused("bookings")
            missing_left = self.cleaned_data["missing_left"]
            return start_import(by=self.by, kind=kind, file_name=file.name or "", rows=rows, missing_left=missing_left)
        except (TableRefused, HeadsRefused) as refusal:
            self.add_error("file", str(refusal))
            return None


class LogImportForm(forms.Form):
    """A table of one's own log."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or XLSX, at most 2,000 rows and 5 MB. The first row names the columns."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={"empty": gettext_lazy("The file is empty.")},
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def start(self) -> TableImport | None:
        """The table as it was read, or None with what is wrong on the form."""
        file = self.cleaned_data["file"]
        try:
            rows = read_table(_content(file))
            if len(rows) > log.MOST + 1:
                raise TableRefused("log")
            return start_import(by=self.by, kind=TableImport.Kind.LOG, file_name=file.name or "", rows=rows)
        except (TableRefused, HeadsRefused) as refusal:
            self.add_error("file", str(refusal))
            return None


def _content(file: UploadedFile) -> bytes:
    """What was sent, if it was not too much to be kept."""
    content = file.read()
    if len(content) != file.size:
        raise TableRefused("bytes")
    return content


class MendForm:
    """What was typed into bad cells (`c12-email`) and which rows are left out (`out12`) or taken in again (`in12`)."""

    def __init__(self, data: QueryDict) -> None:
        self.cells: dict[tuple[int, str], str] = {}
        self.left_out: dict[int, bool] = {}
        for name, value in data.items():
            place, _dash, field = name.partition("-")
            if place.startswith("c") and field and (number := _number(place[1:])):
                self.cells[number, field] = str(value)[:MOST_IN_A_CELL]
            for word, out in (("out", True), ("in", False)):
                if name.startswith(word) and (number := _number(name.removeprefix(word))):
                    self.left_out[number] = out


def _number(digits: str) -> int:
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else 0


class SaveForm(forms.Form):
    """Saving what was looked at."""

    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)
    welcome = forms.BooleanField(
        label=gettext_lazy("Send each new person a mail that tells how to sign in"), required=False, initial=True
    )
    ahead = forms.ChoiceField(
        label=gettext_lazy("What happens to the sessions ahead of those who leave?"),
        choices=[CALL_OFF, KEEP],
        widget=forms.RadioSelect,
    )
    reason = FreeTextField(
        label=gettext_lazy("Reason, if a session is called off"),
        help_text=gettext_lazy("Those who take part read this in the mail. Leave out everything about health."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, plan: Plan, table: TableImport) -> None:
        reason = _("The session cannot be held because of changes in the staff.")
        super().__init__(data, initial={"fingerprint": plan.fingerprint, "reason": reason})
        if not plan.sessions:
            del self.fields["ahead"], self.fields["reason"]
        if table.kind != TableImport.Kind.STAFF or not plan.counts["new"]:
            del self.fields["welcome"]

    @property
    def decided(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "fingerprint": data["fingerprint"],
            "welcome": data.get("welcome", False),
            "call_off": data.get("ahead") == CALL_OFF[0],
            "reason": data.get("reason", ""),
        }
