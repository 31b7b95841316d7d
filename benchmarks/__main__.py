"""`make bench`: every figure as one JSON object a line. `make bench ARGS="pages weight"` measures only those.

`--quick` looks at fewer rows where making them takes long; such figures are no proof.
"""

import sys

from benchmarks.figures import figures, show
from coaching.prepare import prepare_files

BENCHES = (
    *("pages", "weight", "board", "team", "reminders", "free_times", "busy", "assign", "people", "log", "dashboard"),
)
MORE = ("races", "faults")
"""Measured when asked for by name."""
QUICK = {name: {"sessions": 100_000} for name in ("free_times", "busy", "assign")} | {
    "dashboard": {"sessions": 200_000}
}


def main(arguments: list[str]) -> int:
    """Return the exit code; a name that is no bench is a sentence on stderr."""
    names = [argument for argument in arguments if argument != "--quick"]
    options = QUICK if len(names) < len(arguments) else {}
    if unknown := set(names) - {*BENCHES, *MORE}:
        print(f"No such bench: {', '.join(sorted(unknown))}. There are {', '.join(BENCHES + MORE)}.", file=sys.stderr)
        return 2
    prepare_files()
    for name in names or BENCHES:
        for figure in figures(name, **options.get(name, {})):
            show(figure)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
