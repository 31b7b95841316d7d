"""The markup of the look's parts: fields that say what is wrong, initials, chips, messages."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string

from kit.templatetags import ui


class Form(forms.Form):
    about = forms.CharField(help_text="One sentence.", widget=forms.TextInput(attrs={"placeholder": "x"}))
    note = forms.CharField(required=False)
    length = forms.ChoiceField(choices=[("30", "30 min"), ("60", "60 min")], widget=forms.RadioSelect)
    ways = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.CheckboxSelectMultiple, required=False)
    told = forms.BooleanField(required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


@dataclass
class Person:
    pk: int
    name: str

    def get_full_name(self):
        return self.name


def draw(source, **context):
    return Template("{% load ui times %}" + source).render(Context(context))


def test_a_bad_field_names_its_hint_and_its_error():
    html = render_to_string("ui/_form.html", {"form": Form({"told": "on"}), "submit": "Send"})
    assert 'aria-invalid="true" aria-describedby="id_about_helptext id_about_error"' in html
    assert 'id="id_about_helptext"' in html
    assert 'id="id_about_error"' in html


def test_the_alert_links_to_each_bad_field_and_takes_the_focus():
    html = render_to_string("ui/_form_errors.html", {"form": Form({})})
    assert 'role="alert" tabindex="-1" autofocus' in html
    assert ('href="#id_about"' in html, 'href="#id_length_0"' in html, 'href="#id_note"' in html) == (True, True, False)


def test_a_clean_form_has_no_alert():
    assert "role=" not in render_to_string("ui/_form_errors.html", {"form": Form()})


def test_what_was_typed_stays():
    html = render_to_string("ui/_form.html", {"form": Form({"note": "kept words"})})
    assert 'value="kept words"' in html


def test_optional_is_marked_and_required_is_not():
    optional = render_to_string("ui/_field.html", {"field": Form()["note"]})
    required = render_to_string("ui/_field.html", {"field": Form()["about"]})
    assert ("kp-optional" in optional, "kp-optional" in required) == (True, False)


def test_a_placeholder_is_left_out():
    assert "placeholder" not in draw("{% widget field %}", field=Form()["about"])


def test_radios_are_presses_and_hidden_fields_have_no_label():
    html = render_to_string("ui/_fields.html", {"form": Form()})
    assert html.count("kp-choice") == 1
    assert html.count('type="radio"') == 2
    assert "Secret" not in html


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Liisa Lahti", "LL"), ("Anna-Maija von Berg", "AB"), ("åke öberg", "ÅÖ"), ("Liisa", "L"), ("", "")],
)
def test_initials(name, shown):
    assert ui.initials(name) == shown


def test_the_tint_follows_the_id_and_is_hidden_from_readers():
    assert draw("{% avatar person %}", person=Person(6, "Liisa Lahti")) == (
        '<span class="kp-av kp-av-3" aria-hidden="true">LL</span>'
    )


def test_a_chip_has_sign_and_word_and_escapes_it():
    html = draw('{% chip "ok" "check" word %}', word="<b>Confirmed")
    assert "kp-chip-ok" in html
    assert "<svg" in html
    assert "&lt;b&gt;Confirmed" in html


def test_an_icon_that_is_not_vendored_is_an_error():
    with pytest.raises(KeyError):
        draw('{% icon "no-such-icon" %}')


def test_the_fact_of_a_message_is_its_first_line():
    text = "The time is booked.\nLiisa got a message."
    assert (ui.first_line(text), ui.other_lines(text)) == ("The time is booked.", "Liisa got a message.")
    assert ui.other_lines("One line.") == ""


def test_a_row_of_a_free_time_names_its_act_in_full_and_escapes_what_people_wrote():
    person = SimpleNamespace(pk=1, get_full_name=lambda: "Liisa <b>Lahti")
    start = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    row = {"start": start, "end": start + timedelta(hours=1), "person": person, "channel": "Online", "url": "/x/?a&b"}
    html = render_to_string("ui/_time.html", row | {"channel_icon": "video", "good_at": "a < b", "place": "A1"})
    assert '<a class="btn btn-soft btn-sm" href="/x/?a&amp;b">' in html
    assert "Liisa &lt;b&gt;Lahti, Online</span></a>" in html
    assert "<small>a &lt; b</small>" in html
    assert "Online, A1</span>" in html
    button = render_to_string("ui/_time.html", row | {"channel_icon": "video", "post": True, "act": "Move here"})
    assert '<button class="btn btn-soft btn-sm" type="submit" name="time" value="/x/?a&amp;b">Move here<' in button
    assert "<small>" not in button
