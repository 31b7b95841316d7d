"""The form of a guideline."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kit.documents import ACCEPTED, Document, DocumentRefused, read_document
from kit.free_text import FreeTextField, looks_personal, validate_no_identity_code
from organisation.exceptions import ChangedMeanwhile
from organisation.models import User
from topics.library import add_guideline, change_guideline
from topics.models import Guideline
from topics.policies import keeps_library

TEXTS = ("title_fi", "title_sv", "title_en", "text_fi", "text_sv", "text_en")
EVERY = [
    (3, gettext_lazy("3 months")),
    (6, gettext_lazy("6 months")),
    (12, gettext_lazy("a year")),
    (24, gettext_lazy("2 years")),
]


class DocumentField(forms.FileField):
    """A file that everybody may be handed; told by its content."""

    widget = forms.FileInput(attrs={"accept": ACCEPTED})

    def clean(self, data: Any, initial: Any = None) -> Document | None:
        upload = super().clean(data, initial)
        if not isinstance(upload, UploadedFile):
            return None
        try:
            content = upload.read()
            if len(content) != upload.size:  # it was too large to be kept
                raise DocumentRefused("bytes")
            document = read_document(content, upload.name or "")
        except DocumentRefused as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from refusal
        validate_no_identity_code(document.name)
        return document


def title(label: Any, *, required: bool = False) -> FreeTextField:
    return FreeTextField(label=label, required=required, max_length=160)


def text(label: Any, hint: Any = "") -> FreeTextField:
    widget = forms.Textarea(attrs={"rows": 3})
    return FreeTextField(label=label, required=False, max_length=600, widget=widget, help_text=hint)


class GuidelineForm(forms.ModelForm):
    """A guideline with its link or file. Programme admins choose its kind and its owner too."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("of a guideline", "Kind"), choices=Guideline.Kind.choices, widget=forms.RadioSelect
    )
    title_fi = title(gettext_lazy("Title in Finnish"), required=True)
    title_sv = title(gettext_lazy("Title in Swedish"))
    title_en = title(gettext_lazy("Title in English"))
    text_fi = text(
        gettext_lazy("In short, in Finnish"),
        gettext_lazy("All staff can read this. Do not write students' names or other data about them."),
    )
    text_sv = text(gettext_lazy("In short, in Swedish"))
    text_en = text(gettext_lazy("In short, in English"))
    link = forms.URLField(
        label=gettext_lazy("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["https", "http"])],
    )
    file = DocumentField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("A PDF, an office document or a picture, 10 MB at most. Give a link, a file or both."),
        error_messages={"empty": gettext_lazy("The file is empty.")},
    )
    no_file = forms.BooleanField(label=gettext_lazy("Remove the file"), required=False)
    review_months = forms.TypedChoiceField(
        label=gettext_lazy("To be reviewed every"), coerce=int, choices=EVERY, initial=12, widget=forms.RadioSelect
    )
    owner_email = forms.EmailField(
        label=gettext_lazy("Who answers for it"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("The e-mail address of a colleague, who is reminded of reviews."),
    )
    revision = forms.IntegerField(
        min_value=0, max_value=2_147_483_647, required=False, widget=forms.HiddenInput(attrs={"autocomplete": "off"})
    )
    field_order = ["kind", *TEXTS, "link", "file", "no_file", "review_months", "owner_email"]

    class Meta:
        model = Guideline
        fields = ["kind", *TEXTS, "link", "review_months"]

    def __init__(self, data: Any = None, files: Any = None, *, instance: Guideline, by: User) -> None:
        owner = instance.owner.email if instance.owner else ""
        shown = {"owner_email": owner, "revision": instance.revision}
        super().__init__(data, files, instance=instance, initial=shown)
        self.by, self.is_late = by, False
        self.had_file = instance.file_name
        if not keeps_library(by, instance.institution_id):
            del self.fields["kind"], self.fields["owner_email"]
        if not instance.file_name:
            del self.fields["no_file"]
        else:
            self.fields["file"].help_text = _("Now: %(name)s. Another file takes its place.") % {"name": self.had_file}

    @property
    def status(self) -> int:
        """Of an answer that shows it."""
        return 409 if self.is_late else 400 if self.errors else 200

    @property
    def seems_personal(self) -> bool:
        return any(looks_personal(self.cleaned_data.get(name) or "") for name in TEXTS)

    def clean_owner_email(self) -> User:
        address = self.cleaned_data["owner_email"].strip().lower()
        if not address:
            return self.instance.owner or self.by
        found = User.objects.visible_to(self.by).filter(email=address).first()
        if found is None:
            raise ValidationError(_("Nobody here has this address."))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        kept = bool(self.had_file) and not cleaned.get("no_file")
        if not (self.errors or cleaned.get("link") or cleaned.get("file") or kept):
            self.add_error("link", _("Give a link, or choose a file."))
        return cleaned

    def _post_clean(self) -> None:
        """The instance is filled by the service: what is typed must not seem to be saved."""

    def store(self) -> Guideline | None:
        """The saved guideline, or None with the reason on the form."""
        document: Document | None = self.cleaned_data["file"]
        fields = {name: self.cleaned_data[name] for name in self._meta.fields or () if name in self.cleaned_data}
        if "owner_email" in self.fields:
            fields["owner"] = self.cleaned_data["owner_email"]
        if self.instance.pk is None:
            for name, value in fields.items():
                setattr(self.instance, name, value)
            return add_guideline(self.instance, document)
        try:
            return change_guideline(
                guideline=self.instance,
                fields=fields,
                document=document,
                no_file=bool(self.cleaned_data.get("no_file")),
                revision=self.cleaned_data["revision"] or 0,
            )
        except ChangedMeanwhile as late:
            self._come_back(late)
            return None

    def _come_back(self, late: ChangedMeanwhile) -> None:
        self.is_late = True
        self.data = {**self.data.dict(), "revision": str(late.current.revision)}  # type: ignore[attr-defined]
        told = [str(late), _("Nothing of yours was saved yet; it is all kept here.")]
        if self.cleaned_data["file"]:
            told.append(_("Choose the file again."))
        self.add_error(None, " ".join([*told, _("Save again if yours is to hold.")]))
