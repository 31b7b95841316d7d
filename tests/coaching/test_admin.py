"""Django's admin is the operator's window: nobody else's, and on nothing that is said in sessions."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.core import mail
from django.urls import NoReverseMatch, reverse

from organisation.models import Institution, Invitation, Role, User
from organisation.selectors import open_invitation
from tests.factories import make_institution, make_role, make_user

pytestmark = pytest.mark.django_db
SHOWN = {
    *("organisation.Institution", "organisation.Site", "organisation.Sector", "organisation.User"),
    *("organisation.Invitation", "notifications.Message", "account.EmailAddress", "account.EmailConfirmation"),
}
ACTIONS = ("changelist", "add", "change", "history", "delete")


@pytest.fixture
def operator():
    return make_user(None, email="op@talo.example", is_operator=True)


def addresses() -> list[str]:
    """Every page of the admin that can be named without a thing, and every page of a thing."""
    found = []
    for model in admin.site._registry:
        for action in ACTIONS:
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}"
            args = [] if action in ("changelist", "add") else [1]
            found.append(reverse(name, args=args))
    for name in ("index", "jsi18n", "autocomplete", "password_change", "password_change_done"):
        found.append(reverse(f"admin:{name}"))
    return [*found, "/admin/organisation/", "/admin/r/1/1/", "/admin/nothing/here/"]


def test_only_these_tables_are_in_it():
    assert {model._meta.label for model in admin.site._registry} <= SHOWN


@pytest.mark.parametrize("name", ["sessions", "coaching_sessions", "topics", "coaches", "followup"])
def test_nothing_of_sessions_is_in_it(name):
    assert not any(model._meta.app_label == name for model in admin.site._registry)
    for model in apps.get_models():
        if model._meta.app_label == name:
            with pytest.raises(NoReverseMatch):
                reverse(f"admin:{name}_{model._meta.model_name}_changelist")


def test_signed_out_every_page_leads_to_the_one_sign_in_page(client):
    for address in addresses():
        for ask in (client.get, client.post):
            answer = ask(address)
            assert answer.status_code == 302, address
            assert answer.url.startswith(reverse("admin:login"))
    answer = client.get(reverse("admin:login"), {"next": "/admin/organisation/"})
    assert answer.url == f"{reverse('account_login')}?next=%2Fadmin%2Forganisation%2F"
    assert client.post(reverse("admin:login"), {"username": "x", "password": "y"}).status_code == 302


@pytest.mark.parametrize("kind", [None, *Role.Kind.values])
def test_nobody_of_an_institution_gets_in(client, kind):
    person = make_user(make_institution())
    if kind:
        make_role(person, kind)
    client.force_login(person)
    for address in addresses():
        answer = client.get(address, follow=True)
        assert answer.status_code == 403, address


def test_an_operator_who_was_deactivated_does_not_get_in(client, operator):
    client.force_login(operator)
    User.objects.filter(pk=operator.pk).update(is_active=False)
    assert client.get(reverse("admin:index")).status_code == 302


def test_the_operator_sees_every_list(client, operator):
    make_user(make_institution())
    client.force_login(operator)
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        assert client.get(reverse(name), {"q": "a'\"%"}).status_code in (200, 302), name


def test_the_operators_home_says_what_an_operator_does(client, operator):
    client.force_login(operator)
    page = client.get(reverse("home")).content.decode()
    assert reverse("admin:index") in page
    assert reverse("sessions:book") not in page


def institution_form(**fields) -> dict:
    """What the page of a new institution posts with its own defaults."""
    institution = Institution()
    values = {field.name: field.value_from_object(institution) for field in Institution._meta.fields if field.editable}
    lists = {name: ",".join(map(str, value)) for name, value in values.items() if isinstance(value, list)}
    return {**values, **lists, "id": "", "name_fi": "Uusi opisto", "slug": "uusi", **fields}


def test_founding_an_institution_gives_it_topics(client, operator):
    client.force_login(operator)
    form = institution_form(signup_domains="Uusi.example, @toinen.example", host="KOTI.uusi.example")
    assert client.post(reverse("admin:organisation_institution_add"), form).status_code == 302
    institution = Institution.objects.get(slug="uusi")
    assert institution.topics.count() == 9
    assert institution.signup_domains == ["toinen.example", "uusi.example"]
    assert institution.host == "koti.uusi.example"


@pytest.mark.parametrize(
    "bad",
    [{"zone": "Mars"}, {"suppression_persons": 2}, {"signup_domains": "taken.example"}, {"host": "taken.example"}],
)
def test_an_institution_that_is_not_as_it_should_be_is_not_founded(client, operator, bad):
    make_institution(signup_domains=["taken.example"], host="taken.example")
    client.force_login(operator)
    answer = client.post(reverse("admin:organisation_institution_add"), institution_form(**bad))
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors
    assert Institution.objects.count() == 1


def test_the_operator_invites_the_first_programme_admin_and_names_them(client, operator):
    institution = make_institution()
    client.force_login(operator)
    form = {"institution": institution.pk, "email": "eka@x.example", "language": "fi"}
    assert client.post(reverse("admin:organisation_invitation_add"), form).status_code == 302
    token = re.search(r"/invited/([\w-]+)/", mail.outbox[0].body).group(1)
    assert open_invitation(token).email == "eka@x.example"
    person = make_user(institution)
    client.post(reverse("admin:organisation_user_change", args=[person.pk]), naming(person, "programme_admin"))
    assert person.holds(Role.Kind.PROGRAMME_ADMIN)
    assert person.roles.get().institution == institution


def naming(person: User, kind: str) -> dict:
    rows = {"roles-TOTAL_FORMS": 1, "roles-INITIAL_FORMS": 0, "roles-0-user": person.pk}
    role = {"roles-0-kind": kind, "roles-0-valid_from": "2020-01-01", "roles-0-valid_until": ""}
    own = {"first_name": "A", "last_name": "B", "language": "fi", "is_active": "on"}
    return {**rows, **role, **own}


@pytest.mark.parametrize("kind", ["coordinator", "manager"])
def test_the_operator_names_no_other_role(client, operator, kind):
    person = make_user(make_institution())
    client.force_login(operator)
    client.post(reverse("admin:organisation_user_change", args=[person.pk]), naming(person, kind))
    assert not person.roles.exists()


def test_the_operator_leaves_roles_that_the_institution_named(client, operator):
    person = make_user(make_institution())
    make_role(person, Role.Kind.COORDINATOR)
    client.force_login(operator)
    page = client.get(reverse("admin:organisation_user_change", args=[person.pk])).content.decode()
    assert "coordinator" not in page.lower()


def test_an_operator_is_named_by_the_command_only(client, operator):
    person = make_user(make_institution())
    client.force_login(operator)
    address = reverse("admin:organisation_user_change", args=[person.pk])
    client.post(address, naming(person, "programme_admin") | {"is_operator": "on", "institution": "", "email": "x@y.z"})
    person.refresh_from_db()
    assert (person.is_operator, person.email == "x@y.z") == (False, False)
    assert client.get(reverse("admin:organisation_user_add")).status_code == 403


def test_inviting_someone_who_is_here_says_so(client, operator):
    person = make_user(make_institution())
    client.force_login(operator)
    form = {"institution": person.institution_id, "email": person.email, "language": "en"}
    answer = client.post(reverse("admin:organisation_invitation_add"), form, follow=True)
    assert not Invitation.objects.exists()
    assert [message.level_tag for message in answer.context["messages"]][0] == "error"


def test_the_list_of_institutions_says_who_administers_each(client, operator, django_assert_max_num_queries):
    for name in ("Aino", "Outi"):
        person = make_user(make_institution(name_fi=f"Opisto {name}"), first_name=name, last_name="Halla")
        make_role(person, "programme_admin")
        make_role(make_user(person.institution, first_name="Kaisa"), "coordinator")
    make_institution(name_fi="Uusi opisto")
    User.objects.filter(pk=operator.pk).update(language="en")
    client.force_login(operator)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("admin:organisation_institution_changelist")).content.decode()
    rows = dict(re.findall(r'change/">([^<]*)</a></th>.*?field-programme_admins">([^<]*)<', page, re.DOTALL))
    assert rows == {
        **{"Opisto Aino": "Aino Halla", "Opisto Outi": "Outi Halla"},
        "Uusi opisto": "none yet: name one at a person&#x27;s account",
    }
