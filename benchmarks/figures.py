"""Figures, and how they are shown: `{"name": …, "value": …, "unit": …}`, one JSON object a line."""

import json
from collections.abc import Iterator
from importlib import import_module
from typing import Any


def figures(bench: str, **options: Any) -> Iterator[dict]:
    """What `benchmarks.<bench>` measures; it is imported now, when the models are ready."""
    yield from import_module(f"benchmarks.{bench}").run(**options)


def show(figure: dict) -> None:
    print(json.dumps(figure), flush=True)
