"""What an institution says of itself on its home base."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kit.free_text import FreeTextField
from kit.pictures import NoPicture, Picture, read_picture
from organisation.models import Institution, Language
from organisation.services import set_logo

LARGEST = 200 * 1024
MOST_PIXELS = 2000
LEAST_PIXELS = 32


class LogoField(forms.FileField):
    """A PNG, JPEG or WebP picture of a size that a page can carry."""

    widget = forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"})
    default_error_messages = {
        "size": _("The picture may be 200 kB at most. Make it smaller and choose it again."),
        "kind": _("Choose a PNG, JPEG or WebP picture."),
        "pixels": _("The picture has to be 32 to 2,000 pixels wide and high."),
        "empty": _("Choose a PNG, JPEG or WebP picture."),
    }

    def clean(self, data: Any, initial: Any = None) -> Picture | None:
        upload = super().clean(data, initial)
        return self._read(upload) if isinstance(upload, UploadedFile) else None

    def _read(self, upload: UploadedFile) -> Picture:
        if upload.size is None or upload.size > LARGEST:
            raise ValidationError(self.error_messages["size"], code="size")
        try:
            picture = read_picture(upload.read())
        except NoPicture as error:
            raise ValidationError(self.error_messages["kind"], code="kind") from error
        if not all(LEAST_PIXELS <= side <= MOST_PIXELS for side in (picture.width, picture.height)):
            raise ValidationError(self.error_messages["pixels"], code="pixels")
        return picture


TEXTS = {
    "purpose": (_("What it is for"), _("A sentence or two: what help colleagues get, and that it is no evaluation.")),
    "benefits": (_("What it is good for"), _("One benefit a line. They are shown as a list.")),
    "reach": (_("How to reach the programme"), _("Such as where and when somebody can be met, or a phone number.")),
}


class HomeBaseForm(forms.ModelForm):
    """Texts in each language that the institution uses, the contact, and the logo."""

    contact_name = FreeTextField(label=_("Contact's name"), required=False, max_length=120)
    contact_email = forms.EmailField(
        label=_("Contact's e-mail"),
        required=False,
        max_length=254,
        help_text=_(
            "Feedback on accessibility is mailed to this address if it has an account here, else to programme admins."
        ),
    )
    logo = LogoField(
        label=_("Logo"),
        required=False,
        help_text=_("A PNG, JPEG or WebP picture, 200 kB at most. It is shown beside the name of the institution."),
    )
    no_logo = forms.BooleanField(label=_("Remove the logo"), required=False)

    class Meta:
        model = Institution
        fields = ["contact_name", "contact_email"]

    def __init__(self, data: Any = None, files: Any = None, *, institution: Institution) -> None:
        super().__init__(data, files, instance=institution)
        self.languages = [code for code in Language.values if code in institution.languages]
        for name, (label, hint) in TEXTS.items():
            for code in self.languages:
                once = hint if code == self.languages[0] else ""
                self.fields[f"{name}_{code}"] = self._text(label, once, code)
                self.initial[f"{name}_{code}"] = getattr(institution, f"{name}_{code}")
        if not institution.logo_hash:
            del self.fields["no_logo"]

    def _text(self, label: Any, hint: Any, code: str) -> FreeTextField:
        tongue = f"{label} ({Language(code).label})" if len(self.languages) > 1 else label
        widget = forms.Textarea(attrs={"rows": 3, "lang": code})
        return FreeTextField(label=tongue, help_text=hint, required=False, max_length=1000, widget=widget)

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The fields as sections with their headings."""
        about = [self[f"{name}_{code}"] for name in ("purpose", "benefits") for code in self.languages]
        reach = [self["contact_name"], self["contact_email"], *(self[f"reach_{code}"] for code in self.languages)]
        logo = [self[name] for name in ("logo", "no_logo") if name in self.fields]
        titles = (_("About the activity"), _("How to reach the programme"), _("Logo"))
        return [{"title": title, "fields": fields} for title, fields in zip(titles, (about, reach, logo), strict=True)]

    @transaction.atomic
    def save(self, commit: bool = True) -> Institution:
        """The institution with what was typed; the logo is replaced, removed or left as it is."""
        texts = [name for name in self.fields if name not in ("logo", "no_logo")]
        for name in texts:
            setattr(self.instance, name, self.cleaned_data[name])
        self.instance.save(update_fields=texts)
        if self.cleaned_data["logo"] or self.cleaned_data.get("no_logo"):
            set_logo(institution=self.instance, picture=self.cleaned_data["logo"])
        return self.instance
