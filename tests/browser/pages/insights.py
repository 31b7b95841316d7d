"""The pages of `insights`."""

from tests.browser.pages.page import Page

PAGES = [
    Page("insights:dashboard", "manager"),
    Page("insights:dashboard", "sectormanager", words="of_a_sector"),
    Page("insights:dashboard", "coordinator", query=lambda: "?versus=before", words="before"),
    Page("insights:dashboard", "manager", query=lambda: "?period=nonsense", status=400, words="nonsense"),
]
NO_PAGE = {"insights:export"}
POST_ONLY: set[str] = set()
