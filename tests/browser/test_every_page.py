"""Every page in several combinations of language, appearance and width: axe finds nothing, nothing sticks out."""

import os
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.template.loader import render_to_string

from notifications.outbox import deliver_due
from organisation.models import User
from tests.browser.pages import PAGES, SEEN_OTHERWISE, addresses
from tests.browser.pages.page import NOBODY
from tests.browser.pages.things import person

SOAK = bool(os.environ.get("EVERY_LOOK"))
ALL = list(product(("fi", "sv", "en"), ("light", "dark"), (1280, 320)))
LOADED = [("fi", "light", 1280), ("sv", "dark", 320), ("en", "light", 320)]
"""In a soak: the others of ALL are looked at without loading the page anew."""
FOUR = [("fi", "light", 1280), ("sv", "dark", 390), ("fi", "dark", 1280), ("en", "light", 320)]
TURNED = {"light": "dark", "dark": "light", 1280: 390, 390: 1280, 320: 1280}
"""How the page in sight is looked at once more, without loading it anew."""
NARROWEST = 320
AXE = Axe()
RULES = {
    "iframes": False,
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", *["best-practice"] * SOAK],
}
TOO_WIDE = """() => {
    const wide = document.scrollingElement.scrollWidth - innerWidth;
    const outside = (element) => element.getBoundingClientRect().right > innerWidth + 1;
    const out = [...document.body.querySelectorAll("*")].filter(outside);
    return wide > 0 ? `${wide} px: ${out.slice(0, 3).map((e) => e.outerHTML.slice(0, 120)).join(" | ")}` : "";
}"""


def combinations(number):
    """One of FOUR by turns; in a soak one for each language."""
    return LOADED if SOAK else [FOUR[number % 4]]


def other_looks(number, page, combination):
    """How it is looked at besides: for every second page in the other appearance and width; in a soak in all of ALL."""
    language, theme, width = combination
    if SOAK:
        return [look for look in ALL if look[0] == language and look != combination]
    return [(language, TURNED[theme], TURNED[width])] if number % 2 and not page.words else []


@pytest.mark.parametrize(("number", "page"), list(enumerate(PAGES)), ids=[str(page) for page in PAGES])
def test_a_page_is_accessible(number, page, window, server):
    me, found = window, []
    for combination in combinations(number):
        server.forget_limits()
        dress(me, page.actor, *combination)
        me.go(page.path, 200 if page.act else page.status)
        if page.act:
            me.watch.expect(*[page.status] * (page.status >= 400))
            page.act(me.page)
        found += complaints(me.page, combination)
        for look in other_looks(number, page, combination):
            turn(me.page, look)
            found += complaints(me.page, look)
    assert not found, "\n".join(found)


def turn(tab, look):
    """Show the page in this appearance and width, as another cookie and window would."""
    _language, theme, width = look
    tab.set_viewport_size({"width": width, "height": 800})
    tab.evaluate("(theme) => document.documentElement.setAttribute('data-bs-theme', theme)", theme)


@pytest.mark.parametrize("name", ["400", "403_csrf", "409", "429", "500", "503"])
def test_an_error_page_is_accessible(name, window):
    """Those that nothing in the demo leads to, under the headers of the others."""
    me = window
    policy = me.page.request.get("/livez").headers["content-security-policy"]
    headers = {"content-security-policy": policy, "content-type": "text/html; charset=utf-8"}
    html = render_to_string(f"{name}.html")
    me.page.route("**/broken/", lambda route: route.fulfill(body=html, headers=headers))
    found = []
    for combination in ALL if SOAK else FOUR[:2]:
        dress(me, NOBODY, *combination)
        me.go("/broken/")
        found += complaints(me.page, combination)
    assert not found, "\n".join(found)


def test_the_demos_mails_are_accessible(window, house, server, settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.mail_port
    house.booked()
    while deliver_due():
        pass
    me, found = window, []
    for combination in ALL if SOAK else FOUR[:2]:
        dress(me, NOBODY, *combination)
        me.go("/demo/mail/")
        found += complaints(me.page, combination)
        me.page.locator(f"main li:has-text('{house.teacher.email}') a").first.click()
        me.page.wait_for_url("**/demo/mail/*/")
        found += complaints(me.page, combination)
        found += complaints(mail_itself(me.page), combination)
    assert not found, "\n".join(found)


def mail_itself(tab):
    """The mail in the frame, outside of its sandbox: no script runs in there, so neither does axe."""
    html = tab.request.get(tab.locator("iframe").get_attribute("src")).text()
    tab.goto("about:blank")
    tab.set_content(html)
    return tab


def test_what_is_wrong_would_be_found(window):
    me = window
    me.go("/accounts/login/")
    me.page.set_viewport_size({"width": NARROWEST, "height": 800})
    me.page.evaluate("""() => {
        const wide = document.createElement("img");
        wide.width = 600;
        document.querySelector("main").append(wide);
        document.querySelector("h1").style.color = "#bbb";
    }""")
    found = "\n".join(complaints(me.page, ("en", "light", NARROWEST)))
    assert [word in found for word in ("image-alt", "color-contrast", "sticks out of")] == [True, True, True]


def test_every_address_is_looked_at():
    looked_at = {page.name for page in PAGES if not page.name.startswith("/")} | SEEN_OTHERWISE.keys()
    assert addresses() - looked_at == set()


def dress(me, actor, language, theme, width):
    """Be `actor` with this language and appearance, at a window of this width."""
    me.page.set_viewport_size({"width": width, "height": 800})
    me.page.context.clear_cookies()
    cookies = {"theme": theme, settings.LANGUAGE_COOKIE_NAME: language}
    me.page.context.add_cookies([{"name": n, "value": v, "url": me.server.base} for n, v in cookies.items()])
    if actor:
        someone = person(actor)
        User.objects.filter(pk=someone.pk).update(language=language)
        me.sign_in(someone)


def complaints(tab, combination):
    """What axe finds, and what sticks out of the window."""
    if not tab.evaluate("() => !!window.axe"):
        tab.evaluate(AXE.axe_script)
    result = tab.evaluate("(rules) => axe.run(document, rules).then((found) => found.violations)", RULES)
    found = [f"{v['id']}: {node['html'][:200]} {node['failureSummary']}" for v in result for node in v["nodes"]]
    for width in {combination[-1], NARROWEST}:
        tab.set_viewport_size({"width": width, "height": 800})
        if sticks_out := tab.evaluate(TOO_WIDE):
            found.append(f"sticks out of {width} by {sticks_out}")
    return [f"{combination} {tab.url}: {what}" for what in found]
