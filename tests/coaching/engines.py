"""Helpers that start engines in folders of their own and look at what runs."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psycopg
import redis

from coaching.embedded import BASE_DIR, children
from coaching.embedded.state import State, read_state
from coaching.embedded.supervisor import supervise


def serve(data_dir: Path, *more: str) -> subprocess.Popen:
    """`python -m coaching.embedded serve` as a real process, once it serves."""
    command = [sys.executable, "-m", "coaching.embedded", "serve", "--fast", "--data-dir", str(data_dir), *more]
    process = subprocess.Popen(command, cwd=BASE_DIR, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline().startswith("DATABASE_URL="), process.stderr.read()
    return process


def fork_supervisor(data_dir: Path, become: children.Account | None = None, prepare: Callable = lambda: None) -> int:
    """A supervisor in a forked copy of this process, so that it can be another user; its number, once it serves."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            children.become(become)
            prepare()
            supervise(data_dir, durable=False, stay=True, tell=lambda _: os.write(write_end, b"serves"))
        os._exit(0)
    os.close(write_end)
    with open(read_end, "rb") as answer:
        assert answer.read(6) == b"serves"
    return child


def end(child: int, number: int = signal.SIGTERM) -> None:
    os.kill(child, number)
    os.waitpid(child, 0)


def place_of(data_dir: Path) -> Path:
    return Path(read_state(data_dir).place or data_dir / "engines")


def servers(data_dir: Path) -> list[int]:
    """All processes of the three servers."""
    return [pid for role in ("postgres", "broker", "cache") for pid in children.processes_in(place_of(data_dir) / role)]


def none_left(data_dir: Path) -> bool:
    return children.wait_until(lambda: not servers(data_dir), seconds=15)


def users_of(data_dir: Path) -> set[int]:
    return {os.stat(f"/proc/{pid}").st_uid for pid in servers(data_dir)}


def remember(state: State, word: str) -> None:
    """Write a word into the database, the broker and the cache."""
    urls = state.environment()
    with psycopg.connect(urls["DATABASE_URL"]) as database:
        database.execute("create table if not exists word (word text)")
        database.execute("insert into word values (%s)", [word])
    for name in ("REDIS_URL", "CACHE_URL"):
        redis.Redis.from_url(urls[name]).set("word", word)


def remembered(state: State) -> tuple[list[str], str | None, str | None]:
    """The words in the database, the broker's and the cache's."""
    urls = state.environment()
    with psycopg.connect(urls["DATABASE_URL"]) as database:
        words = [word for (word,) in database.execute("select word from word order by word")]
    broker, cache = (redis.Redis.from_url(urls[name], decode_responses=True) for name in ("REDIS_URL", "CACHE_URL"))
    return words, broker.get("word"), cache.get("word")
