"""The institution itself and its people."""

import random
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from coaching.demo_data.calendar import Calendar
from coaching.demo_data.houses import OPERATOR, PASSWORD, Account, House
from coaching.demo_data.names import names_of, plain
from coaching.demo_data.scene import Scene, Size
from coordination.models import Welcome
from followup.services import create_default_questions
from organisation.models import Institution, Role, Sector, Site, User
from organisation.services import choose_term
from organisation.term_presets import preset_of
from topics.defaults import Text
from topics.models import Topic
from topics.services import create_default_topics


def make_scene(house: House, size: Size, calendar: Calendar, seed: int) -> Scene:
    """The institution of `house` with its places, topics and people."""
    institution = Institution.objects.create(
        **in_columns("name", house.name),
        **in_columns("purpose", house.purpose),
        **in_columns("benefits", house.benefits),
        **in_columns("reach", house.reach),
        slug=house.slug,
        languages=sorted(house.languages | {"en": 0}),
        signup_domains=[house.domain],
        **_contact(house),
    )
    places = zip(house.sites, house.addresses, strict=True)
    sites = [Site(institution=institution, address=address, **in_columns("name", name)) for name, address in places]
    sectors = [Sector(institution=institution, **in_columns("name", name)) for name in house.sectors]
    create_default_topics(institution)
    create_default_questions(institution)
    _choose_words(institution, house)
    scene = Scene(
        house,
        size,
        calendar,
        seed,
        institution,
        Site.objects.bulk_create(sites),
        Sector.objects.bulk_create(sectors),
        list(Topic.objects.filter(institution=institution).offered()),
    )
    _make_people(scene)
    _make_roles(scene)
    return scene


def _choose_words(institution: Institution, house: House) -> None:
    for kind, key in house.words:
        preset = preset_of(kind, key)
        assert preset
        for language in institution.languages:
            choose_term(institution=institution, kind=kind, language=language, forms=preset.forms(language))


def in_columns(field: str, text: Text) -> dict[str, str]:
    """`text` as the three columns of `field`."""
    return dict(zip((f"{field}_fi", f"{field}_sv", f"{field}_en"), text, strict=True))


def make_operator(now_date: date) -> User:
    """Whoever runs the installation, outside every institution."""
    operator = User.objects.create(
        email=f"{OPERATOR.login}@demo.example",
        first_name=OPERATOR.first_name,
        last_name=OPERATOR.last_name,
        is_operator=True,
        password=make_password(PASSWORD),
        started_on=now_date - timedelta(days=900),
    )
    _verify([operator])
    return operator


def _contact(house: House) -> dict[str, str]:
    account = next(account for account in house.accounts if account.login == "coordinator")
    return {
        "contact_name": f"{account.first_name} {account.last_name}",
        "contact_email": f"{account.login}@{house.domain}",
    }


def _make_people(scene: Scene) -> None:
    password = make_password(PASSWORD)  # one hash for all: two thousand of their own would take minutes
    people = [_from_account(scene, account) for account in scene.house.accounts[: scene.size.staff]]
    people += _staff(scene, {person.email for person in people})
    for person in people:
        person.password = password
        days_here = (scene.calendar.today - first_day_of(person)).days
        person.joined_at = scene.calendar.now - timedelta(days=max(1, days_here))
    _come_and_go(scene, people)
    scene.people = User.objects.bulk_create(people, batch_size=1000)
    _verify(scene.people)
    _welcome(scene)


def _come_and_go(scene: Scene, people: list[User]) -> None:
    """Most have signed in lately; who left has a last day, and somebody is about to leave."""
    rng, today = scene.chance("coming and going"), scene.calendar.today
    for person in people:
        if not person.is_active:
            person.left_on = today - timedelta(days=rng.randrange(10, 200))
        if rng.random() < 0.9 or person.email in {f"{a.login}@{scene.house.domain}" for a in scene.house.accounts}:
            person.last_login = scene.calendar.now - timedelta(minutes=rng.randrange(60, 60_000))
    if staying := [person for person in people[len(scene.house.accounts) :] if person.is_active]:
        staying[0].left_on = today + timedelta(days=37)


def _welcome(scene: Scene) -> None:
    """Half of those who have not signed in were told of their account; their mails went out back then."""
    waiting = [person for person in scene.people if person.is_active and person.last_login is None]
    sent_at = scene.calendar.now - timedelta(days=6)
    Welcome.objects.bulk_create(
        Welcome(institution=scene.institution, person=person, sent_at=sent_at) for person in waiting[::2]
    )


def first_day_of(person: User) -> date:
    """The day on which `person` came: here everybody has one."""
    assert person.started_on
    return person.started_on


def _from_account(scene: Scene, account: Account) -> User:
    name = f"{plain(account.first_name)}.{plain(account.last_name)}"
    return User(
        institution=scene.institution,
        email=f"{account.login or name}@{scene.house.domain}",
        first_name=account.first_name,
        last_name=account.last_name,
        language=account.language,
        home_site=scene.sites[account.site],
        home_sector=scene.sectors[account.sector],
        started_on=scene.calendar.today - timedelta(days=9 if account.is_new else 1400),
    )


def _staff(scene: Scene, taken: set[str]) -> list[User]:
    rng = scene.chance("people")
    people: list[User] = []
    for first, last, language in names_of(scene.house.languages, rng):
        if len(people) + len(taken) >= scene.size.staff:
            break
        people.append(_colleague(scene, rng, first, last, language))
    _give_addresses(people, taken, scene.house.domain)
    return people


def _colleague(scene: Scene, rng: random.Random, first: str, last: str, language: str) -> User:
    years_ago = int(365 * rng.choice((1, 2, 3, 5, 8, 12, 20))) + rng.randrange(300)
    days_ago = rng.randrange(5, 110) if rng.random() < 0.08 else years_ago
    return User(
        institution=scene.institution,
        first_name=first,
        last_name=last,
        language=language,
        home_site=rng.choices(scene.sites, weights=range(len(scene.sites) + 2, 2, -1))[0],
        home_sector=rng.choice(scene.sectors),
        started_on=scene.calendar.today - timedelta(days=days_ago),
        is_active=rng.random() > 0.02,
    )


def _give_addresses(people: list[User], taken: set[str], domain: str) -> None:
    """first.last@, with a number where two people share a name."""
    used: dict[str, int] = {email.split("@")[0]: 1 for email in taken}
    for person in people:
        name = f"{plain(person.first_name)}.{plain(person.last_name)}"
        used[name] = used.get(name, 0) + 1
        person.email = f"{name}{used[name] if used[name] > 1 else ''}@{domain}"


def _verify(people: list[User]) -> None:
    """Without this, signing in would ask to confirm an address that nobody reads."""
    rows = [EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people]
    EmailAddress.objects.bulk_create(rows, batch_size=1000)


def _make_roles(scene: Scene) -> None:
    pairs = zip(scene.house.accounts, scene.people, strict=False)
    Role.objects.bulk_create(_role(scene, account, person, account.role) for account, person in pairs if account.role)


def _role(scene: Scene, account: Account, person: User, kind: Role.Kind) -> Role:
    return Role(
        institution=scene.institution,
        user=person,
        kind=kind,
        site=None if account.role_site is None else scene.sites[account.role_site],
        sector=None if account.role_sector is None else scene.sectors[account.role_sector],
        valid_from=date(scene.calendar.academic_year - 1, 8, 1),
    )
