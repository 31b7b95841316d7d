"""`make bench`: every figure as one JSON object a line. `make bench ARGS="pages weight"` measures only those."""

import sys

from benchmarks.figures import figures, show
from coaching.prepare import prepare_files

BENCHES = ("pages", "weight", "reminders")
MORE = ("races",)
"""Measured when asked for by name."""


def main(names: list[str]) -> int:
    """Return the exit code; a name that is no bench is a sentence on stderr."""
    if unknown := set(names) - {*BENCHES, *MORE}:
        print(f"No such bench: {', '.join(sorted(unknown))}. There are {', '.join(BENCHES + MORE)}.", file=sys.stderr)
        return 2
    prepare_files()
    for name in names or BENCHES:
        for figure in figures(name):
            show(figure)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
