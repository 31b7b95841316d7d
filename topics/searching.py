"""Finding topics and guidelines by words, in whatever form and language they are typed.

PostgreSQL's dictionaries know the forms of Swedish and English words and some of the Finnish ones; likeness by three
letters at a time finds the other Finnish ones ("erityisen tuen" and "Erityinen tuki"), and words that are mistyped.
"""

from django.contrib.postgres.search import SearchQuery, SearchVector, TrigramWordSimilarity
from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat

from organisation.models import User
from topics.guideline import DICTIONARIES
from topics.models import Guideline, Topic

LONGEST = 100
MOST = 30
SHORTEST, MOST_WORDS = 3, 6
LIKE_NAME, LIKE_TEXT = 0.45, 0.5
"""From these on a name, and a longer text, is taken to hold the words: in a text more is alike by chance."""


def search_topics(user: User, words: str) -> list[Topic]:
    """Those offered to `user` whose name or description holds `words` in some form, the likest first. One query."""
    found = Topic.objects.visible_to(user).offered().annotate(search=_vector("name", "description"))
    return list(_alike(found, words, "name", "description").select_related("theme_area")[:MOST])


def search_guidelines(user: User, words: str) -> list[Guideline]:
    """Those of topics offered to `user` whose title or text holds `words` in some form, the likest first. One query."""
    found = Guideline.objects.visible_to(user).filter(topic__is_retired=False)
    return list(_alike(found, words, "title", "text").select_related("topic", "owner").defer("search")[:MOST])


def _vector(*fields: str) -> Combinable:
    vectors = [
        SearchVector(*(f"{field}_{code}" for field in fields), config=dictionary)
        for code, dictionary in DICTIONARIES.items()
    ]
    return vectors[0] + vectors[1] + vectors[2]


def _alike(rows: QuerySet, typed: str, name: str, text: str) -> QuerySet:
    """What the dictionaries find, what is like all that is typed, and what is like each of its words in any order.

    In this order, so that likeness, which costs the most, is asked of few; and of names before it is of texts.
    """
    wanted = typed.strip()[:LONGEST]
    query = SearchQuery(wanted, config="finnish", search_type="websearch")
    for dictionary in ("swedish", "english"):
        query |= SearchQuery(wanted, config=dictionary, search_type="websearch")
    words = [word for word in wanted.split() if len(word) >= SHORTEST][:MOST_WORDS]
    every = Q()
    for number, word in enumerate(words if len(words) > 1 else ()):
        rows, like = _like(rows, f"word{number}", word, name, text)
        every &= like
    rows, whole = _like(rows, "whole", wanted, name, text)
    likely = rows.filter(Q(search=query) | whole | (every or Q(pk__in=())))
    return likely.order_by("-whole_name", "pk")


def _like(rows: QuerySet, prefix: str, words: str, name: str, text: str) -> tuple[QuerySet, Q]:
    """`rows`, and the condition that their name or text is like `words`."""
    rows = rows.alias(
        **{
            f"{prefix}_name": TrigramWordSimilarity(words, _joined(name)),
            f"{prefix}_text": TrigramWordSimilarity(words, _joined(text)),
        }
    )
    near_name = _begins(words, name) & Q(**{f"{prefix}_name__gte": LIKE_NAME})
    return rows, near_name | (_begins(words, text) & Q(**{f"{prefix}_text__gte": LIKE_TEXT}))


def _begins(words: str, field: str) -> Q:
    """That the field has at least their beginning, be it within a compound: forms of a word differ in their ends.

    So "parking" does not find "working".
    """
    found = Q()
    for code in DICTIONARIES:
        found |= Q(**{f"{field}_{code}__icontains": words[:SHORTEST]})
    return found


def _joined(field: str) -> Concat:
    """The field in all languages, a line each."""
    parts = [part for code in DICTIONARIES for part in (F(f"{field}_{code}"), Value("\n"))]
    return Concat(*parts, output_field=TextField())
