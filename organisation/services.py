"""What is done to institutions and people: founding, adding, inviting, signing up."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from kit.pictures import Picture
from kit.tokens import new_token, token_hash
from organisation.exceptions import AddressTaken, AlreadyHere, InvitationGone, NotOurAddress
from organisation.models import Institution, Invitation, Language, Logo, Sector, Site, Term, User
from organisation.selectors import institution_of_address
from organisation.terms import FORMS, forget_terms, speaking_for

INVITATION_LIFE = timedelta(days=14)
SIGN_UP_LIFE = timedelta(days=1)


@transaction.atomic
def set_logo(*, institution: Institution, picture: Picture | None) -> None:
    """Show `picture` as the logo from now on, or none."""
    Logo.objects.filter(institution=institution).delete()
    found = picture or Picture(b"", "", 0, 0)
    if picture:
        Logo.objects.create(institution=institution, content=picture.content, content_type=picture.content_type)
    institution.logo_hash = hashlib.sha256(picture.content).hexdigest() if picture else ""
    institution.logo_width, institution.logo_height = found.width, found.height
    institution.save(update_fields=["logo_hash", "logo_width", "logo_height"])


def create_institution(**fields: Any) -> Institution:
    """A new institution with the default policy. Raises ValidationError when a field is not as it should be."""
    institution = Institution(**fields)
    institution.full_clean()
    institution.save()
    return institution


@transaction.atomic
def add_person(*, institution: Institution | None, email: str, password: str | None = None, **details: Any) -> User:
    """A new person whose address somebody vouches for: an invitation, an import, the operator.

    Raises AddressTaken when the address has an account already, here or at another institution.
    """
    try:
        with transaction.atomic():
            person = User.objects.create_user(email, password, institution=institution, **details)
    except IntegrityError as error:
        if User.objects.filter(email__iexact=email.strip()).exists():
            raise AddressTaken from error
        raise
    trust_addresses([person])
    return person


def trust_addresses(people: Iterable[User]) -> None:
    """Take the addresses of `people` as verified, so that signing in doesn't ask for a code to prove them."""
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people],
        ignore_conflicts=True,
    )


@transaction.atomic
def invite_person(
    *,
    institution: Institution,
    email: str,
    by: User | None,
    home_site: Site | None = None,
    home_sector: Sector | None = None,
    language: str = Language.FINNISH,
) -> str:
    """Invite the holder of `email` by a mail that is sent at once; return the link it carries.

    Raises AlreadyHere when the person is at the institution already. An account elsewhere is not told to the inviter:
    the invited person hears of it when accepting.
    """
    if User.objects.filter(institution=institution, email__iexact=email.strip()).exists():
        raise AlreadyHere
    details = {"home_site": home_site, "home_sector": home_sector, "language": language, "invited_by": by}
    return _send_link("invitation", INVITATION_LIFE, institution=institution, email=email, **details)


def sign_up(*, email: str, language: str) -> None:
    """Mail the holder of `email` the way in: a link to make an account, or word that there is one already.

    Nothing is created before the link is opened, so nobody can sign up under another's address.
    Raises NotOurAddress when the domain is no institution's, whether the address is known or not.
    """
    institution = institution_of_address(email)
    if institution is None:
        raise NotOurAddress
    if person := User.objects.filter(email__iexact=email.strip()).first():
        context = {"institution": institution, "link": settings.BASE_URL + reverse("account_login"), "person": person}
        _mail("known", person.email, person.language, context)
    else:
        _send_link("sign_up", SIGN_UP_LIFE, institution=institution, email=email, language=language)


@transaction.atomic
def _send_link(kind: str, life: timedelta, *, institution: Institution, email: str, **details: Any) -> str:
    """The token exists only now, so its mail can't wait in the outbox; if sending fails, nothing was invited.

    An earlier open link of the same address ends.
    """
    email, token = email.strip().lower(), new_token()
    Invitation.objects.filter(institution=institution, email__iexact=email, accepted_at=None).delete()
    invitation = Invitation.objects.create(
        institution=institution,
        email=email,
        token_hash=token_hash(token),
        expires_at=timezone.now() + life,
        **details,
    )
    link = settings.BASE_URL + reverse("invited", args=[token])
    context = {"institution": institution, "link": link, "days": life.days}
    _mail(kind, email, invitation.language, context)
    return link


def _mail(kind: str, email: str, language: str, context: dict[str, Any]) -> None:
    with translation.override(language), speaking_for(context["institution"]):
        subject = render_to_string(f"organisation/email/{kind}_subject.txt", context)
        body = render_to_string(f"organisation/email/{kind}_body.txt", context)
    send_mail(" ".join(subject.split()), body.strip() + "\n", None, [email])


@transaction.atomic
def accept_invitation(*, invitation: Invitation, password: str = "", **details: Any) -> User:
    """Make the invited person an account at the address that the invitation was sent to.

    `details` are the person's own: first_name, last_name, language, home_site, home_sector. Without `password` the
    person signs in by e-mailed codes. Raises InvitationGone when the invitation was used or ran out meanwhile,
    AddressTaken when the address has an account.
    """
    held = Invitation.objects.select_for_update().filter(pk=invitation.pk, accepted_at=None).first()
    if held is None or held.expires_at <= timezone.now():
        raise InvitationGone
    person = add_person(institution=invitation.institution, email=held.email, password=password or None, **details)
    Invitation.objects.filter(pk=held.pk).update(accepted_at=timezone.now())
    return person


@transaction.atomic
def choose_term(*, institution: Institution, kind: str, language: str, forms: Mapping[str, str]) -> Term:
    """Let `institution` say `forms` (form → text) for `kind` in `language`. A form left out reads neutrally.

    A second press changes nothing; of two at once the later one stands. Everyone reads it at the next page.
    """
    every = {form: "" for forms_of_one in FORMS.values() for form in forms_of_one}
    term, _ = Term.objects.update_or_create(
        institution=institution, kind=kind, language=language, defaults={**every, **forms}
    )
    forget_terms(institution)
    return term


@transaction.atomic
def use_neutral_wording(*, institution: Institution, kind: str, language: str) -> None:
    """Take back the institution's own word; without one, nothing changes."""
    Term.objects.filter(institution=institution, kind=kind, language=language).delete()
    forget_terms(institution)
