"""Finding topics and guidelines by words, in whatever form and language they are typed.

PostgreSQL's dictionaries know the forms of Swedish and English words and some of the Finnish ones; likeness by three
letters at a time finds the other Finnish ones ("erityisen tuen" and "Erityinen tuki"), and words that are mistyped.
"""

from django.contrib.postgres.search import SearchQuery, SearchVector, TrigramWordSimilarity
from django.db.models import Case, F, FloatField, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat, Greatest, Least

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
    wanted = typed.strip()[:LONGEST]
    query = SearchQuery(wanted, config="finnish", search_type="websearch")
    for dictionary in ("swedish", "english"):
        query |= SearchQuery(wanted, config=dictionary, search_type="websearch")
    likely = rows.annotate(likeness=_likeness(wanted, name, text))
    return likely.filter(Q(search=query) | Q(likeness__gte=LIKE_NAME)).order_by("-likeness", "pk")


def _likeness(wanted: str, name: str, text: str) -> Combinable:
    """How like all of `wanted` is, or, in whatever order they stand, the least like of its words."""
    words = [word for word in wanted.split() if len(word) >= SHORTEST][:MOST_WORDS]
    whole = _closest(wanted, name, text)
    if len(words) < 2:
        return whole
    return Greatest(whole, Least(*(_closest(word, name, text) for word in words)), output_field=FloatField())


def _closest(words: str, name: str, text: str) -> Combinable:
    return Greatest(
        _near(words, name),
        # Comparable with a name's: what is just enough in a text counts as just enough.
        _near(words, text) - Value(LIKE_TEXT - LIKE_NAME),
        output_field=FloatField(),
    )


def _near(words: str, field: str) -> Combinable:
    """Nothing for what has not even their beginning, be it within a compound: forms of a word differ in their ends.

    So "parking" does not find "working".
    """
    begins = Q()
    for code in DICTIONARIES:
        begins |= Q(**{f"{field}_{code}__icontains": words[:SHORTEST]})
    return Case(When(begins, then=TrigramWordSimilarity(words, _joined(field))), default=Value(0.0))


def _joined(field: str) -> Concat:
    """The field in all languages, a line each."""
    parts = [part for code in DICTIONARIES for part in (F(f"{field}_{code}"), Value("\n"))]
    return Concat(*parts, output_field=TextField())
