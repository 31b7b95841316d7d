"""`python -m coaching.embedded serve` runs the engines until Ctrl-C; `exec -- command` runs a command with them."""

import argparse
import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path

from . import attach_or_start, default_data_dir
from .children import die_with_parent
from .errors import AlreadyRunning, EngineError
from .state import State
from .supervisor import supervise


def main(arguments: list[str] | None = None) -> int:
    """Return the exit code; what a person must know is a sentence on stderr."""
    options = parser().parse_args(arguments)
    try:
        return options.act(options)
    except EngineError as error:
        print(error, file=sys.stderr)
        return 1


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m coaching.embedded", description=__doc__)
    acts = top.add_subparsers(required=True)
    for name, act in {"serve": serve, "exec": execute, "supervise": answer}.items():
        one = acts.add_parser(name)
        one.set_defaults(act=act)
        one.add_argument("--data-dir", type=Path, default=default_data_dir())
        one.add_argument("--fast", action="store_true", help="for tests: a power cut may lose data")
        if name == "exec":
            one.add_argument("command", nargs="+")
        if name == "supervise":
            one.add_argument("--tell", type=int, required=True, help="file descriptor for the answer")
    return top


def serve(options: argparse.Namespace) -> int:
    """Run the engines in the foreground."""
    supervise(options.data_dir.resolve(), durable=not options.fast, stay=True, tell=show)
    return 0


def show(state: State) -> None:
    print("\n".join(f"{name}={url}" for name, url in state.environment().items()), flush=True)


def execute(options: argparse.Namespace) -> int:
    """Run a command with the engines' addresses in its environment."""
    with attach_or_start(options.data_dir.resolve(), durable=not options.fast) as engines:
        follow = partial(die_with_parent, os.getpid(), signal.SIGTERM)
        process = subprocess.Popen(options.command, env=os.environ | engines.environment(), preexec_fn=follow)
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # the command got the same Ctrl-C; it decides


def answer(options: argparse.Namespace) -> int:
    """Run the engines for the process that started us, and tell it once whether they serve."""
    told = False

    def tell(state: State) -> None:
        nonlocal told
        told = True
        say(options.tell, asdict(state))

    try:
        supervise(options.data_dir, durable=not options.fast, stay=False, tell=tell)
    except EngineError as error:
        if told:
            raise
        say(options.tell, {"error": str(error), "refused": isinstance(error, AlreadyRunning)})
        return 1
    return 0


def say(descriptor: int, words: dict) -> None:
    with open(descriptor, "w") as listener:
        json.dump(words, listener)


if __name__ == "__main__":
    sys.exit(main())
