"""Driving a page by keyboard alone: Tab until something has the focus, and see that this shows."""

from playwright.sync_api import Locator, Page

STOP = """target => {
    const ringed = (node) => {
        const style = getComputedStyle(node);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    };
    const element = document.activeElement;
    if (!element || element === document.body) return { there: false, lost: "" };
    const near = [element, element.parentElement, element.closest("li, label"), element.nextElementSibling];
    const seen = near.some((node) => node && ringed(node)) && element.getClientRects().length > 0;
    return { there: element === target, lost: seen ? "" : element.outerHTML.slice(0, 200) };
}"""
"""What has the focus, and whether a ring shows it: on itself, on the row around it, or on a hidden radio's words."""


def tab_to(page: Page, target: Locator, most: int = 60) -> None:
    """Press Tab until `target` has the focus; each stop on the way must show its ring."""
    target.wait_for()  # a page that is on its way would take the focus away
    handle = target.element_handle()
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP, handle)
        assert not stop["lost"], f"no ring on {stop['lost']}"
        if stop["there"]:
            return
    raise AssertionError(f"{most} presses of Tab did not lead to {target}")


def press_through(page: Page, target: Locator, key: str = "Enter") -> None:
    """Go to `target` and press it."""
    tab_to(page, target)
    page.keyboard.press(key)


def type_into(page: Page, target: Locator, text: str) -> None:
    tab_to(page, target)
    page.keyboard.type(text)
