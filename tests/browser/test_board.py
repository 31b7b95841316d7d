"""The coordinator's board in a browser: dragging, the same by keyboard and without script, refusals, changes."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from organisation.models import Role
from sessions.coach_week import week_name
from sessions.models import Session
from sessions.services import book_session, cancel_session
from tests.browser.house import LENGTH
from tests.browser.keys import press_through, tab_to
from tests.factories import make_role


@pytest.fixture
def scene(house):
    """Olli coaches beside Liisa; Hanna coordinates; Sanna has noon with Liisa on a weekday ahead."""
    house.olli = house.coach_named("Olli", "Ojala")
    house.hanna = house.person("Hanna", "Mäkelä")
    make_role(house.hanna, Role.Kind.COORDINATOR)
    house.session = house.booked(ahead=7)
    house.noon = house.session.starts_at
    return house


def board(scene, **more) -> str:
    day = timezone.localdate(scene.noon)
    query = {"week": week_name(day - timedelta(days=day.weekday())), **more}
    return "/coordinate/board/?" + "&".join(f"{name}={value}" for name, value in query.items())


def card(page, session):
    return page.locator(f"#s{session.pk}")


def cell(page, coach, when):
    """The coach's cell of that day, whichever columns there are."""
    head = page.locator(f"thead th[data-day='{timezone.localdate(when).isoformat()}']")
    number = head.evaluate("head => head.cellIndex")
    return page.locator(f"tr[data-coach='{coach.pk}'] > :nth-child({number + 1})")


def where(session):
    fresh = Session.objects.get(pk=session.pk)
    return fresh.coach, fresh.starts_at


def taken_by(scene, coach, starts_at):
    other = scene.person("Timo", "Hietala")
    return book_session(coach=coach, topic=scene.topic, person=other, starts_at=starts_at, length=LENGTH, by=other)


def test_a_card_is_dragged_to_another_coach(visit, scene):
    me = visit(scene.hanna)
    page = me.page
    me.go(board(scene))
    card(page, scene.session).drag_to(cell(page, scene.olli, scene.noon))
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Coach")).to_have_value(str(scene.olli.pk))
    expect(dialog.get_by_role("radio", checked=True)).to_be_focused()
    expect(dialog.get_by_text("same time")).to_be_visible()
    dialog.get_by_role("button", name="Move the session").click()

    expect(page.get_by_role("status").filter(has_text="The session has been moved.")).to_be_visible()
    expect(dialog).to_be_hidden()
    expect(cell(page, scene.olli, scene.noon).locator(f"#s{scene.session.pk}")).to_be_focused()
    assert where(scene.session) == (scene.olli, scene.noon)


def test_a_card_is_dragged_to_another_day_and_another_time_chosen(visit, scene):
    me = visit(scene.hanna)
    page = me.page
    me.go(board(scene))
    day = scene.noon + timedelta(days=1 if scene.noon.isoweekday() < 5 else -1)
    card(page, scene.session).drag_to(cell(page, scene.olli, day))
    page.get_by_role("dialog").locator("label").filter(has_text=re.compile("^9:30$")).click()
    page.get_by_role("button", name="Move the session").click()
    expect(cell(page, scene.olli, day).locator(f"#s{scene.session.pk}")).to_be_visible()
    assert where(scene.session) == (scene.olli, day - timedelta(hours=2, minutes=30))


def test_a_refused_drag_is_said_and_the_card_is_where_it_was(visit, scene):
    me = visit(scene.hanna)
    page = me.page
    me.go(board(scene))
    card(page, scene.session).drag_to(cell(page, scene.olli, scene.noon))
    expect(page.get_by_role("dialog")).to_be_visible()
    taken_by(scene, scene.olli, scene.noon)

    me.watch.expect(409)
    page.get_by_role("button", name="Move the session").click()
    alert = page.get_by_role("dialog").get_by_role("alert")
    expect(alert).to_contain_text("12:00 is already taken: Olli Ojala. The session stayed where it was.")
    expect(page.locator("#said")).to_contain_text("12:00 is already taken: Olli Ojala.")
    expect(card(page, scene.session)).to_have_class(re.compile("is-refused"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(cell(page, scene.coach, scene.noon).locator(f"#s{scene.session.pk}")).to_be_focused()
    assert where(scene.session) == (scene.coach, scene.noon)


def test_the_same_by_keyboard(visit, scene):
    me = visit(scene.hanna)
    page = me.page
    me.go(board(scene))
    press_through(page, card(page, scene.session))
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("radio", checked=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(card(page, scene.session)).to_be_focused()

    page.keyboard.press("Enter")
    coach = dialog.get_by_label("Coach")
    expect(coach).to_be_visible()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    coach.focus()
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_text(re.compile("Free .*, Olli Ojala"))).to_be_visible()
    expect(coach).to_be_focused()
    press_through(page, dialog.get_by_role("button", name="Move the session"))
    expect(page.get_by_role("status").filter(has_text="The session has been moved.")).to_be_visible()
    assert where(scene.session) == (scene.olli, scene.noon)


def test_without_script_it_is_pages(visit, scene):
    me = visit(scene.hanna, java_script_enabled=False)
    page = me.page
    me.go(board(scene))
    card(page, scene.session).click()
    page.get_by_label("Coach").select_option(label="Olli Ojala")
    page.get_by_role("button", name="Show times").click()
    expect(page.get_by_role("radio", checked=True)).to_have_count(1)
    taken_by(scene, scene.olli, scene.noon)

    me.watch.expect(409)
    page.get_by_role("button", name="Move the session").click()
    expect(page.get_by_role("alert")).to_contain_text("12:00 is already taken: Olli Ojala.")
    page.locator("label").filter(has_text=re.compile("^14:00$")).click()
    page.get_by_role("button", name="Move the session").click()
    expect(page.get_by_role("status").filter(has_text="The session has been moved.")).to_be_visible()
    assert where(scene.session) == (scene.olli, scene.noon + timedelta(hours=2))


@pytest.mark.parametrize("script", [True, False], ids=["script", "no_script"])
def test_calling_off(visit, scene, script):
    me = visit(scene.hanna, java_script_enabled=script)
    page = me.page
    me.go(board(scene))
    card(page, scene.session).click()
    page.locator("summary").filter(has_text="Cancel session").click()
    page.get_by_role("button", name="Cancel session").click()
    expect(page.get_by_role("status").filter(has_text="The session was cancelled.")).to_be_visible()
    expect(card(page, scene.session)).to_have_count(0)


def test_what_others_change_appears_and_the_focus_stays(visit, scene):
    me = visit(scene.hanna)
    page = me.page
    page.clock.install()
    me.go(board(scene))
    tab_to(page, card(page, scene.session))
    other = taken_by(scene, scene.olli, scene.noon)
    page.clock.run_for(15_000)
    expect(card(page, other)).to_be_visible()
    expect(card(page, scene.session)).to_be_focused()

    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    cancel_session(session=other, by=scene.hanna)
    page.clock.run_for(15_000)
    expect(card(page, other)).to_have_count(0)
    expect(page.get_by_role("dialog")).to_be_visible()


def test_nothing_is_asked_for_in_a_hidden_window(visit, scene):
    me = visit(scene.hanna)
    page = me.page
    page.clock.install()
    me.go(board(scene))
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/rows/" in request.url else None)
    page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
    page.clock.run_for(60_000)
    assert asked == []
    with page.expect_response("**/rows/**") as answer:
        page.evaluate("""() => {
            Object.defineProperty(document, "hidden", { value: false, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""")
    assert answer.value.status == 304


def test_a_new_session_is_drawn_in_the_day(visit, scene):
    me = visit(scene.hanna)
    page = me.page
    day = timezone.localdate(scene.noon).isoformat()
    me.go(f"/coordinate/board/?view=day&day={day}")
    strip = page.locator(f"[data-coach='{scene.olli.pk}'] .kp-strip")
    box = strip.bounding_box()
    quarter = box["width"] / 36
    page.mouse.move(box["x"] + quarter * 4.5, box["y"] + box["height"] / 2)  # from nine
    page.mouse.down()
    page.mouse.move(box["x"] + quarter * 6.5, box["y"] + box["height"] / 2, steps=3)
    page.mouse.up()
    page.wait_for_url("**/book/colleague/**")
    expect(page.get_by_text("9:00, Olli Ojala")).to_be_visible()
    page.get_by_label("Name or e-mail").fill("Sanna")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Sanna Östman").click()
    page.get_by_role("link", name="Wilma and Primus").click()
    page.get_by_role("button", name="Confirm booking").click()
    expect(page.get_by_role("status").filter(has_text="The time is booked.")).to_be_visible()
    made = Session.objects.get(coach=scene.olli)
    assert (timezone.localtime(made.starts_at).hour, made.minutes) == (9, 45)


def test_in_the_day_a_session_is_dragged_along_the_time(visit, scene):
    me = visit(scene.hanna)
    page = me.page
    day = timezone.localdate(scene.noon).isoformat()
    me.go(f"/coordinate/board/?view=day&day={day}")
    strip = page.locator(f"[data-coach='{scene.olli.pk}'] .kp-strip")
    box = strip.bounding_box()
    target = {"x": box["width"] / 36 * 24.5, "y": box["height"] / 2}  # two o'clock
    card(page, scene.session).drag_to(strip, target_position=target)
    expect(page.get_by_role("radio", checked=True)).to_have_value(re.compile(f"^{scene.olli.pk}@"))
    page.get_by_role("button", name="Move the session").click()
    expect(page.get_by_role("status").filter(has_text="The session has been moved.")).to_be_visible()
    assert where(scene.session) == (scene.olli, scene.noon + timedelta(hours=2))


def test_on_a_phone_the_rows_are_a_list(visit, scene):
    me = visit(scene.hanna, viewport={"width": 390, "height": 800})
    page = me.page
    me.go(board(scene))
    expect(card(page, scene.session)).to_be_visible()
    expect(page.locator("thead")).to_be_hidden()
    box = card(page, scene.session).bounding_box()
    assert 0 <= box["x"] < box["x"] + box["width"] <= 390
