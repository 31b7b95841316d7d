"""Names of hosts and of mail domains, as people type them."""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from organisation.models import Institution

NAME = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\Z")
PUBLIC = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.fi", "live.com", "live.fi", "msn.com"),
        *("yahoo.com", "ymail.com", "icloud.com", "me.com", "mac.com", "aol.com", "gmx.com", "gmx.net", "mail.com"),
        *("proton.me", "protonmail.com", "tutanota.com", "tuta.io", "zoho.com", "yandex.com", "mail.ru", "web.de"),
        *("luukku.com", "suomi24.fi", "elisanet.fi", "kolumbus.fi", "saunalahti.fi", "inet.fi", "pp.inet.fi"),
        *("telia.com", "hotmail.se", "live.se", "spray.se", "bredband.net", "comhem.se", "netti.fi", "welho.com"),
    }
)
"""Where anybody gets an address: such a domain says nothing of where one works."""


def checked_name(typed: str) -> str:
    """The name in lower case. Raises ValidationError for what is no name of a host, such as college.fi."""
    name = typed.strip().lower().rstrip(".")
    try:
        known = NAME.match(name.encode("idna").decode())
    except UnicodeError:
        known = None
    if not known:
        raise ValidationError(_("%(name)s is not a name such as college.fi."), params={"name": typed.strip()[:80]})
    return name


def checked_domains(typed: Iterable[str]) -> list[str]:
    """The domains sorted, each once, without an @ before it. Raises ValidationError with all that is wrong."""
    wrong: list[ValidationError] = []
    domains: set[str] = set()
    for text in typed:
        if not (text := text.strip().removeprefix("@")):
            continue
        try:
            domains.add(_not_public(checked_name(text)))
        except ValidationError as error:
            wrong.append(error)
    if wrong:
        raise ValidationError(wrong)
    return sorted(domains)


def _not_public(domain: str) -> str:
    if domain in PUBLIC:
        words = _("Anybody can have an address at %(name)s, so it cannot open your institution. Use your own domain.")
        raise ValidationError(words, params={"name": domain})
    return domain


def who_has(domains: list[str], institution: Institution) -> Institution | None:
    """Another institution that has one of `domains`: each opens one institution only."""
    return Institution.objects.exclude(pk=institution.pk).filter(signup_domains__overlap=domains).first()
