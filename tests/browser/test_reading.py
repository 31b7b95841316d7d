"""Pages as people's settings make them: at 400 %, with wider text, in forced colours, on paper; and as they load."""

from pathlib import Path

import pytest

from tests.browser.pages import PAGES
from tests.browser.pages.things import ahead, topic
from tests.browser.test_every_page import NARROWEST, TOO_WIDE, dress

ZOOMED = {"width": 320, "height": 256}  # 1280 by 1024 at 400 %
MAIN = [
    *("home-teacher", "sessions:book-teacher", "sessions:confirm-newteacher", "sessions:list-teacher"),
    *("sessions:detail-teacher", "sessions:move-teacher", "sessions:coach_desk-coach", "coaches:profile-coach"),
    *("coaches:opening_hours_add-coach", "coordination:requests-teacher", "coordination:ask-teacher", "me-teacher"),
    *("account_login", "accessibility", "coordination:home_base-admin"),
]
BY_NAME = {str(page): page for page in PAGES}
main_pages = pytest.mark.parametrize("page", [BY_NAME[name] for name in MAIN], ids=MAIN)

EYES = (Path(__file__).parent / "eyes.js").read_text()
SHIFTED = """
    window.shifted = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
"""


def look(window, path):
    window.go(path)
    window.page.evaluate(EYES)


@main_pages
def test_at_400_percent_nothing_is_lost(window, page):
    dress(window, page.actor, "fi", "light", 1280)
    window.page.set_viewport_size(ZOOMED)
    look(window, page.path)

    assert window.page.evaluate(TOO_WIDE) == ""
    assert window.page.evaluate("eyes.cutOff()") == []
    covered = []
    for _ in range(40):
        window.page.keyboard.press("Tab")
        covered.append(window.page.evaluate("eyes.covered()"))
    assert [what for what in covered if what] == []


@main_pages
@pytest.mark.parametrize("width", [1280, NARROWEST])
def test_with_wider_text_nothing_is_lost(window, page, width):
    dress(window, page.actor, "fi", "light", width)
    look(window, page.path)
    window.page.evaluate("eyes.space()")

    assert window.page.evaluate(TOO_WIDE) == ""
    assert window.page.evaluate("eyes.cutOff()") == []
    assert window.page.evaluate("eyes.runsOut()") == []


def test_text_that_is_cut_off_would_be_found(window):
    dress(window, "", "fi", "light", 1280)
    look(window, "/accounts/login/")
    window.page.evaluate("""() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(".btn { height: 20px; min-height: 0 !important; width: 60px; overflow: hidden; padding: 0 }");
        document.adoptedStyleSheets = [sheet];
    }""")
    window.page.evaluate("eyes.space()")
    assert window.page.evaluate("eyes.cutOff()")


def test_in_forced_colours_what_is_chosen_and_where_one_is_still_shows(visit):
    me = visit(forced_colors="active")
    dress(me, "teacher", "fi", "light", 1280)
    me.go("/")
    tab = me.page
    assert tab.evaluate("matchMedia('(forced-colors: active)').matches")
    edge = "(e) => [getComputedStyle(e).borderTopStyle, parseFloat(getComputedStyle(e).borderTopWidth) > 0]"
    for part in (".kp-chip", ".kp-leaf", ".kp-av", ".btn-amber", ".kp-card"):
        assert tab.locator(part).first.evaluate(edge) == ["solid", True], part
    here, other = (tab.locator(f".kp-nav a{which}").first for which in ("[aria-current]", ":not([aria-current])"))
    line = "(e) => getComputedStyle(e).borderBottomColor"
    assert here.evaluate(line) != other.evaluate(line)
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    ring = "() => [getComputedStyle(document.activeElement).outlineStyle, document.activeElement !== document.body]"
    assert tab.evaluate(ring) == ["solid", True]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["sessions:detail-teacher", "accessibility", "home-teacher"])
def test_on_paper_there_is_the_content_alone_in_dark_on_white(window, name, theme):
    page = BY_NAME[name]
    dress(window, page.actor, "fi", theme, 1280)
    window.page.set_viewport_size({"width": 700, "height": 1000})
    window.go(page.path)
    window.page.emulate_media(media="print")
    try:
        shown = ".kp-top, .kp-tabs, .kp-foot, .kp-skip, .btn"
        assert [part for part in window.page.locator(shown).all() if part.is_visible()] == []
        paper = window.page.evaluate("getComputedStyle(document.body).backgroundColor")
        ink = window.page.evaluate("getComputedStyle(document.querySelector('h1')).color")
        assert [paper, ink] == ["rgb(255, 255, 255)", "rgb(23, 35, 30)"]
        assert window.page.evaluate(TOO_WIDE) == ""
    finally:
        window.page.emulate_media(media="screen")


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_moves_while_a_page_loads_and_nothing_comes_from_elsewhere(visit, width):
    me, asked = visit(), []
    me.page.context.on("request", lambda request: asked.append(request.url))
    me.page.add_init_script(SHIFTED)
    moved = {}
    for name in MAIN:
        page = BY_NAME[name]
        dress(me, page.actor, "fi", "light", width)
        me.go(page.path)
        me.page.wait_for_load_state("networkidle")
        moved[name] = me.page.evaluate("window.shifted")
    assert {name: shift for name, shift in moved.items() if shift > 0.02} == {}
    assert [url for url in asked if not url.startswith((me.server.base, "data:"))] == []


def test_the_first_load_of_free_times_is_light(visit):
    """Bytes as they travel: page, sheets, font, script, with headers."""
    me, sizes = visit(), []
    dress(me, "teacher", "fi", "light", 1280)
    wire = me.page.context.new_cdp_session(me.page)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    me.go(f"/book/?topic={topic()}")
    me.page.wait_for_load_state("networkidle")
    assert len(sizes) >= 8
    assert sum(sizes) <= 110_000


def test_a_page_that_lies_deep_shows_the_way_back(window):
    dress(window, "teacher", "fi", "light", 1280)
    window.go(f"/sessions/{ahead().pk}/move/")
    crumb = window.page.locator(".kp-crumb")
    assert crumb.count() == 1
