"""The forms of what is kept of a session: they turn text into values and call the service."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from followup.models import Note
from followup.services import save_note
from kit.free_text import FreeTextField
from organisation.exceptions import ChangedMeanwhile
from organisation.models import User
from sessions.models import Session

NOTE_LENGTH = 5000
MINE, SHARED = "mine", "shared"
_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")


class NoteForm(forms.Form):
    """One's own note, or the shared one, with the revision that the page showed."""

    # A browser that puts typed text back on reloading would join an old text to a new revision.
    text = FreeTextField(
        required=False, max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"})
    )
    revision = forms.IntegerField(
        min_value=0, max_value=2_147_483_647, widget=forms.HiddenInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, data: Any = None, *, whose: str, session: Session, note: Note | None, reader: User) -> None:
        shown = {"text": note.text if note else "", "revision": note.revision if note else 0}
        super().__init__(data, prefix=whose, initial=shown)
        self.whose, self.session, self.note, self.reader = whose, session, note, reader
        self.fields["text"].label = _("Own") if whose == MINE else _("Shared")
        self.late: Note | None = None
        """What somebody saved after the page was opened, when that is not what is in the form."""

    @property
    def is_mine(self) -> bool:
        return self.whose == MINE

    @property
    def links(self) -> list[str]:
        """The web addresses in what is saved, each once, in order: a field for typing cannot be followed."""
        return list(dict.fromkeys(_ADDRESS.findall(self.note.text))) if self.note else []

    @property
    def is_unsaved(self) -> bool:
        """Whether something was typed that differs from what is saved."""
        typed = self["text"].value() or ""
        return self.is_bound and typed.replace("\r\n", "\n").strip() != (self.note.text if self.note else "")

    @property
    def status(self) -> int:
        """Of an answer that shows it."""
        return 409 if self.late else 400 if self.errors else 200

    def save(self) -> bool:
        """Whether it is saved; if somebody else was quicker, `late` is what they wrote, and saving again is for it."""
        owner = self.reader if self.is_mine else None
        chosen = self.cleaned_data
        try:
            save_note(session=self.session, owner=owner, by=self.reader, **chosen)
        except ChangedMeanwhile as refusal:
            self._come_back(refusal.current)
        return self.late is None

    def _come_back(self, late: Note) -> None:
        self.late = self.note = late
        self.data = {**self.data.dict(), self.add_prefix("revision"): str(late.revision)}  # type: ignore[attr-defined]
