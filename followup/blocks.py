"""In which blocks a coach reads feedback: five answers of five people, so that nobody can be picked out."""

from collections.abc import Hashable, Iterable
from typing import TypeVar

BLOCK = 5
"""Answers in a block, each of another person."""
Answer = TypeVar("Answer", bound=Hashable)


def complete_block(waiting: Iterable[tuple[Answer, int]]) -> list[Answer] | None:
    """The first answers of five different people among `waiting` (answer and person, in the order they came).

    None while fewer than five people have answered. A person's second answer waits for a later block.
    """
    first: dict[int, Answer] = {}
    for answer, person in waiting:
        first.setdefault(person, answer)
        if len(first) == BLOCK:
            return list(first.values())
    return None
