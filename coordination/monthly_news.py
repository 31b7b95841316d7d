"""What rooms below add to the month's letter: each says so in its `monthly_news.py`."""

from collections.abc import Callable

from organisation.models import User

Line = tuple[str, str, str]
"""What it is in a word or two, what there is to tell, and the whole address where one reads more."""
News = Callable[[User], list[Line]]
_news: dict[Callable[[], str], News] = {}


def monthly_news(heading: Callable[[], str]) -> Callable[[News], News]:
    """Decorator: `news(person)` gives what stands under `heading()` in the person's letter, or nothing."""

    def register(news: News) -> News:
        _news[heading] = news
        return news

    return register


def more_news_for(person: User) -> list[tuple[str, list[Line]]]:
    """Headings with their lines, in the order of the rooms, without the empty ones."""
    return [(heading(), lines) for heading, news in _news.items() if (lines := news(person))]
