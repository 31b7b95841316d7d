"""`/demo/mail/`: the mails that the demo's own server took, newest first. Outside the demo there is no such page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from functools import wraps
from pathlib import Path

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

PAGE = 30
# A mail's own style sheet works, nothing else does: no script, no picture, nothing from anywhere. Its links open in a
# window of their own.
SANDBOX = ["allow-popups", "allow-popups-to-escape-sandbox"]
MAIL_POLICY = {
    "default-src": [NONE],
    "style-src": ["'unsafe-inline'"],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": SANDBOX,
}
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class File:
    """An attachment, with its text where it is one."""

    name: str
    content_type: str
    size: int
    text: str = ""


@dataclass(frozen=True)
class Mail:
    """A mail as it was taken; `name` is its file's, without the ending."""

    name: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def sender(self) -> str:
        return str(self.message["From"] or "")

    @property
    def to(self) -> str:
        return str(self.message["To"] or "")

    @property
    def at(self) -> datetime | None:
        when: datetime | None = getattr(self.message["Date"], "datetime", None)
        return when.replace(tzinfo=UTC) if when and when.tzinfo is None else when

    @property
    def text(self) -> str:
        return _body(self.message, "plain")

    @property
    def html(self) -> str:
        return _body(self.message, "html")

    @property
    def files(self) -> list[File]:
        """The attachments, and a calendar among the alternatives."""
        parts = [part for part in self.message.walk() if _is_file(part)]
        return [_file(part) for part in parts]


def in_the_demo_only(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@in_the_demo_only
def mails(request: HttpRequest) -> HttpResponse:
    """All mails, newest first."""
    page = Paginator(_files(), PAGE).get_page(request.GET.get("page"))
    return render(request, "demo/mails.html", {"page": page, "mails": [_read(file) for file in page]})


@require_safe
@in_the_demo_only
def mail(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "demo/mail.html", {"mail": _find(name), "sandbox": " ".join(SANDBOX)})


@require_safe
@in_the_demo_only
@csp(MAIL_POLICY)  # type: ignore[arg-type]  # views with arguments are meant as well
@xframe_options_sameorigin
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """The mail's HTML as the response itself, to be shown in a frame."""
    html = _find(name).html.replace("<head>", '<head><base target="_blank">', 1)
    return HttpResponse(html)


def _files() -> list[Path]:
    return sorted((settings.DATA_DIR / "mail").glob("*.eml"), reverse=True)


def _find(name: str) -> Mail:
    """The mail of that name among those there are: a name from outside is never made into a path."""
    for file in _files():
        if file.stem == name:
            return _read(file)
    raise Http404


def _read(file: Path) -> Mail:
    return Mail(file.stem, message_from_bytes(file.read_bytes(), policy=policy.default))


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return _text(part) if part is not None else ""


def _text(part: MIMEPart) -> str:
    """A part's text; mails come from anywhere, so a wrong charset is no error here."""
    content = part.get_payload(decode=True)
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""


def _is_file(part: MIMEPart) -> bool:
    return part.get_content_disposition() == "attachment" or part.get_content_type() == "text/calendar"


def _file(part: MIMEPart) -> File:
    content = part.get_payload(decode=True) or b""
    shown = part.get_content_type() == "text/calendar"
    return File(
        name=part.get_filename() or part.get_content_type(),
        content_type=part.get_content_type(),
        size=len(content),
        text=_text(part) if shown else "",
    )
