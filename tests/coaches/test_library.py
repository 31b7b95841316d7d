"""`/topics/`: the pages of topics and guidelines, and files as they come and go."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kit.documents import read_document
from tests.documents import docx_with, good_docx, good_pdf
from tests.factories import make_coach, make_institution, make_role, make_topic, make_user
from topics.library import add_guideline
from topics.models import Guideline, GuidelineFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make_institution()


@pytest.fixture
def topic(house):
    return make_topic(house, name_fi="Erityinen tuki", name_en="Special support")


@pytest.fixture
def coach(house, topic):
    return make_coach(house, topic, user=make_user(house, first_name="Liisa", language="en"), headline="Tuki arjessa")


@pytest.fixture
def admin(house):
    person = make_user(house, first_name="Outi", language="en")
    make_role(person, "programme_admin")
    return person


def as_(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def add_url(topic) -> str:
    return reverse("coaches:guideline_add", args=[topic.pk])


def upload(content: bytes, name: str = "Ohje.pdf", kind: str = "application/pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=kind)


def typed(**fields) -> dict:
    return {"title_fi": "Muistilista", "review_months": "12", **fields}


def kept(house, topic, owner, name: str = "Päätös tuesta.pdf", **fields) -> Guideline:
    about = {"kind": "instruction", "title_fi": "Ohje", "owner": owner, "institution": house, "topic": topic, **fields}
    return add_guideline(Guideline(**about), read_document(good_pdf(), name))


def page(answer) -> str:
    return answer.content.decode()


def test_a_topic_shows_its_guidelines_by_kind_and_who_can_help(house, topic, coach, admin):
    kept(house, topic, admin, kind="material", title_en="A checklist")
    kept(house, topic, admin, kind="legislation", title_en="The Act", link="https://www.finlex.fi/")
    said = page(as_(make_user(house, language="en")).get(reverse("coaches:topic", args=[topic.pk])))
    in_order = ["Legislation", "The Act", "Material", "A checklist", "People who can help with this", "Liisa"]
    assert [said.index(words) for words in in_order] == sorted(said.index(words) for words in in_order)
    assert f"{reverse('sessions:book')}?topic={topic.pk}" in said
    assert 'href="https://www.finlex.fi/" target="_blank" rel="noopener noreferrer"' in said
    assert "Edit" not in said


def test_a_coach_of_the_topic_adds_material_and_answers_for_it(house, topic, coach):
    answer = as_(coach.user).post(add_url(topic), typed(kind="legislation", file=upload(good_docx(), "lista.docx")))
    guideline = Guideline.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("coaches:topic", args=[topic.pk]))
    assert (guideline.kind, guideline.owner, guideline.file_name) == ("material", coach.user, "lista.docx")
    assert bytes(GuidelineFile.objects.get().content) == good_docx()


def test_an_admin_adds_any_kind_and_says_who_answers_for_it(house, topic, coach, admin):
    about = typed(kind="quality", link="https://www.oph.fi/", owner_email=coach.user.email.upper())
    assert as_(admin).post(add_url(topic), about).status_code == 302
    assert (Guideline.objects.get().kind, Guideline.objects.get().owner) == ("quality", coach.user)
    stranger = make_user(make_institution())
    assert as_(admin).post(add_url(topic), about | {"owner_email": stranger.email}).status_code == 400


def test_a_file_goes_out_to_be_saved_and_can_do_nothing(house, topic, admin):
    guideline = kept(house, topic, admin, name='../Päätös \r\n"tuesta".pdf')
    answer = as_(make_user(house)).get(reverse("coaches:guideline_file", args=[guideline.pk]))
    assert (answer.status_code, answer.content) == (200, good_pdf())
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''P%C3%A4%C3%A4t%C3%B6s%20tuesta.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    rules = {rule.strip() for rule in answer["Content-Security-Policy"].split(";")}
    assert rules == {"default-src 'none'", "sandbox"}
    assert "no-store" in answer["Cache-Control"]
    stranger = as_(make_user(make_institution()))
    assert stranger.get(reverse("coaches:guideline_file", args=[guideline.pk])).status_code == 404


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (upload(b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "a.png"), "Choose a PDF"),
        (upload(b"<script>alert(1)</script>", "a.pdf"), "Choose a PDF"),
        (upload(good_docx(), "a.pdf"), "The name ends in .pdf, but the file is of the kind .docx."),
        (upload(docx_with("word/vbaProject.bin"), "a.docx"), "macros"),
        (upload(b"", "a.pdf"), "The file is empty."),
        (upload(b"%PDF-1.4" + bytes(10 * 1024 * 1024), "a.pdf"), "10 MB at most"),
        (upload(good_pdf(), "131052-308T.pdf"), "personal identity code"),
    ],
    ids=["svg", "html", "other", "macros", "empty", "large", "code"],
)
def test_a_file_that_is_something_else_is_refused_and_what_was_typed_stays(topic, coach, file, said):
    answer = as_(coach.user).post(add_url(topic), typed(text_fi="Luettavaksi ennen tapaamista", file=file))
    assert answer.status_code == 400
    assert said in page(answer)
    assert "Luettavaksi ennen tapaamista" in page(answer)
    assert not Guideline.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("link", "javascript:alert(1)", "id_link"),
        ("link", "", "Give a link, or choose a file."),
        ("title_fi", "", "id_title_fi"),
        ("text_sv", "Studerande 131052-308T", "personal identity code"),
        ("review_months", "0", "id_review_months"),
    ],
)
def test_a_bad_field_is_marked(topic, coach, field, value, said):
    answer = as_(coach.user).post(add_url(topic), typed(**{"link": "https://x.example/", field: value}))
    assert (answer.status_code, said in page(answer)) == (400, True)


def test_only_coaches_of_the_topic_and_admins_add_and_only_owners_and_admins_edit(house, topic, coach, admin):
    other = make_coach(house, make_topic(house))
    mine = kept(house, topic, coach.user)
    edit = reverse("coaches:guideline_edit", args=[mine.pk])
    wanted = {coach.user: (200, 200), admin: (200, 200), other.user: (403, 403), make_user(house): (403, 403)}
    got = {
        person: (as_(person).get(add_url(topic)).status_code, as_(person).get(edit).status_code) for person in wanted
    }
    assert got == wanted


def test_a_file_is_replaced_and_taken_away(house, topic, coach):
    mine, me = kept(house, topic, coach.user), as_(coach.user)
    edit = reverse("coaches:guideline_edit", args=[mine.pk])
    me.post(edit, typed(revision="0", file=upload(good_docx(), "uusi.docx")))
    mine.refresh_from_db()
    assert (mine.file_name, GuidelineFile.objects.count()) == ("uusi.docx", 1)
    assert me.post(edit, typed(revision="1", no_file="on")).status_code == 400
    me.post(edit, typed(revision="1", no_file="on", link="https://x.example/"))
    mine.refresh_from_db()
    assert (mine.file_name, GuidelineFile.objects.count()) == ("", 0)


def test_who_saves_second_gets_a_409_with_all_that_was_typed(house, topic, coach, admin):
    mine = kept(house, topic, coach.user)
    edit = reverse("coaches:guideline_edit", args=[mine.pk])
    as_(admin).post(edit, typed(kind="material", title_fi="Toinen otsikko", revision="0"))
    late = as_(coach.user).post(edit, typed(title_fi="Oma otsikko", revision="0"))
    assert late.status_code == 409
    assert "Oma otsikko" in page(late)
    assert 'name="revision" value="1"' in page(late)
    assert as_(coach.user).post(edit, typed(title_fi="Oma otsikko", revision="1")).status_code == 302


def test_one_press_on_the_list_and_it_is_reviewed(house, topic, coach, admin):
    mine, others = kept(house, topic, coach.user), kept(house, topic, make_user(house), title_fi="Muiden")
    Guideline.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    due, me = reverse("coaches:guidelines_due"), as_(coach.user)
    assert "1 guideline is to be reviewed" in page(me.get(reverse("coaches:topics")))
    assert [words in page(me.get(due)) for words in ("Ohje", "Muiden")] == [True, False]
    assert [words in page(as_(admin).get(due)) for words in ("Ohje", "Muiden")] == [True, True]
    review = reverse("coaches:guideline_review", args=[mine.pk])
    assert me.post(review, {"revision": "7", "from": "due"}).url == due
    mine.refresh_from_db()
    assert mine.due_on < timezone.localdate()
    me.post(review, {"revision": "0", "from": "due"})
    mine.refresh_from_db()
    assert (mine.reviewed_on, mine.due_on > timezone.localdate()) == (timezone.localdate(), True)
    assert me.post(reverse("coaches:guideline_review", args=[others.pk]), {"revision": "0"}).status_code == 403


def test_search_finds_topics_and_guidelines_by_a_form(house, topic, coach, admin):
    kept(house, topic, admin, title_fi="Tuen päätös", text_fi="Erityisen tuen päätös vaihe vaiheelta")
    said = page(as_(make_user(house, language="en")).get(reverse("coaches:topics"), {"q": "erityisen tuen"}))
    assert reverse("coaches:topic", args=[topic.pk]) in said
    assert "Tuen päätös" in said
    nothing = page(as_(make_user(house, language="en")).get(reverse("coaches:topics"), {"q": "hammaslääkäri"}))
    assert "Nothing matches these words" in nothing


def test_pages_ask_a_fixed_number_of_questions(house, topic, coach, admin, django_assert_max_num_queries):
    for _ in range(8):
        kept(house, topic, admin, text_fi="Erityinen tuki")
        make_coach(house, topic)
    Guideline.objects.update(due_on=timezone.localdate())
    for path in (f"/topics/{topic.pk}/", "/topics/?q=tuki", "/topics/due/"):
        for person in (coach.user, admin):
            me = as_(person)
            with django_assert_max_num_queries(12):
                me.get(path)


def test_a_guideline_is_taken_away_with_its_file(house, topic, coach):
    mine, me = kept(house, topic, coach.user), as_(coach.user)
    remove = reverse("coaches:guideline_remove", args=[mine.pk])
    assert "Ohje" in page(me.get(remove))
    assert me.post(remove).url == reverse("coaches:topic", args=[topic.pk])
    assert (Guideline.objects.exists(), GuidelineFile.objects.exists()) == (False, False)


def test_a_retired_topic_can_be_read_and_is_offered_to_nobody(house, topic, coach, admin):
    kept(house, topic, admin, title_en="The old instruction")
    topic.is_retired = True
    topic.save()
    said = page(as_(admin).get(reverse("coaches:topic", args=[topic.pk])))
    assert ("The old instruction" in said, "no longer offered" in said) == (True, True)
    assert reverse("sessions:book") + "?topic=" not in said
    assert as_(admin).get(add_url(topic)).status_code == 403
