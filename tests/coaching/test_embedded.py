"""The embedded servers: one set a folder, none left behind, data kept, whoever runs them."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from coaching.embedded import AlreadyRunning, EngineError, attach, attach_or_start, place, start, supervisor_of
from coaching.embedded.children import processes_in, spawn, wait_until
from coaching.embedded.postgres import Postgres
from coaching.embedded.state import read_state

from . import engines

pytestmark = pytest.mark.engines
IS_ROOT = os.geteuid() == 0
NOBODY = pwd.getpwnam("nobody")


@pytest.fixture
def folder():
    """A data folder that anyone may pass through (pytest's own are closed)."""
    path = Path(tempfile.mkdtemp(prefix="kotipesa-engines-"))
    path.chmod(0o711)
    yield path / "data"
    shutil.rmtree(path)


def test_data_is_kept_and_a_second_start_refused(folder):
    with start(folder, durable=False) as first:
        engines.remember(first.state, "hei")
        with pytest.raises(AlreadyRunning, match=rf"already running \(process {first.process.pid}\)"):
            start(folder)
        with attach_or_start(folder) as second:
            assert (second.process, second.environment()) == (None, first.environment())
    assert engines.none_left(folder)
    assert (attach(folder), supervisor_of(folder)) == (None, None)

    with start(folder, durable=False) as again:
        assert engines.remembered(again.state) == (["hei"], "hei", None)
    assert engines.none_left(folder)

    (folder / "engines.json").unlink()
    with pytest.raises(EngineError, match="engines.json, which holds the database's password, is missing"):
        start(folder)


def test_settings_doors_and_users(folder):
    with start(folder, durable=False) as running:
        assert engines.users_of(folder) == {NOBODY.pw_uid if IS_ROOT else os.getuid()}
        urls = running.environment()
        with psycopg.connect(urls["DATABASE_URL"]) as database:
            asked = "lower('ÄÖÅ'), 'Äiti' ilike 'äITI', current_setting('jit'), current_setting('TimeZone')"
            row = database.execute(f"select {asked}")
            assert row.fetchone() == ("äöå", True, "off", "UTC")
            database.execute("create extension btree_gist; create extension pg_trgm")
        wrong = urls["DATABASE_URL"].replace(running.state.password, "wrong")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(wrong)
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(port=running.state.broker_port, retry=Retry(NoBackoff(), 0)).ping()
        assert policy(urls["REDIS_URL"]) == ("noeviction", "yes")
        assert policy(urls["CACHE_URL"]) == ("allkeys-lru", "no")
        assert not any(running.state.password in command_line(pid) for pid in engines.servers(folder))
        assert oct((folder / "engines.json").stat().st_mode)[-3:] == "600"


def policy(url):
    server = redis.Redis.from_url(url, decode_responses=True)
    return server.config_get("maxmemory-policy")["maxmemory-policy"], server.config_get("appendonly")["appendonly"]


def command_line(pid):
    return Path(f"/proc/{pid}/cmdline").read_text()


def test_however_the_supervisor_ends_nothing_is_left(folder):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL, signal.SIGKILL):
        process = engines.serve(folder)
        assert len(engines.servers(folder)) > 3
        process.send_signal(number)
        process.communicate()
        assert engines.none_left(folder), number
        assert supervisor_of(folder) is None


def test_the_engines_end_with_the_last_user(folder):
    command = [sys.executable, "-m", "coaching.embedded", "exec", "--fast", "--data-dir", folder, "--", "sleep", "600"]
    with subprocess.Popen(command, cwd=place.__file__.split("/coaching/")[0]) as owner:
        assert wait_until(lambda: attached(folder), seconds=30)
        with attach(folder) as other:
            owner.kill()
            owner.wait()
            time.sleep(1)
            engines.remember(other.state, "still here")
    assert engines.none_left(folder)
    # The supervisor writes down last that it ends; the folder goes away after that.
    assert wait_until(lambda: not attached(folder), seconds=10)


def attached(folder):
    return folder.exists() and read_state(folder).supervisor


def test_postgres_killed_is_started_again_at_its_address(folder):
    with start(folder, durable=False) as running:
        engines.remember(running.state, "before")
        postmaster = int((engines.place_of(folder) / "postgres/postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGKILL)
        assert wait_until(lambda: words_again(running.state) == ["before"], seconds=20)
    assert "PostgreSQL ended (-9); starting it again." in (folder / "engines.log").read_text()


def words_again(state):
    try:
        return engines.remembered(state)[0]
    except psycopg.OperationalError:
        return None


def test_start_after_all_was_killed_at_once(folder):
    process = engines.serve(folder)
    engines.remember(read_state(folder), "before")
    for pid in [process.pid, *engines.servers(folder)]:
        engines.children.send(pid, signal.SIGKILL)
    process.communicate()
    with start(folder, durable=False) as again:
        assert engines.remembered(again.state)[0] == ["before"]


def test_a_recycled_process_number_is_no_server(folder):
    start(folder, durable=False).release()
    where = place.choose_place(folder, read_state(folder).place)
    with spawn(["sleep", "600"], account=where.account, cwd="/") as stranger:
        pid_file = where.folder / "postgres/postmaster.pid"
        pid_file.write_text(f"{stranger.pid}\n{where.folder / 'postgres'}\n1\n5432\n\n127.0.0.1\n0 0\nready\n")
        pid_file.chmod(0o644)
        alone = Postgres(where, read_state(folder).postgres_port, "").launch()
        assert alone.wait() != 0, "PostgreSQL by itself takes the stranger for a server"
        with start(folder, durable=False) as running:
            engines.remember(running.state, "started")
        assert stranger.poll() is None
        stranger.kill()


def test_an_ordinary_user_runs_them_too(folder, monkeypatch):
    """As root: in a copy of ourselves that has become an ordinary user, with programs that this user reaches."""
    become = NOBODY if IS_ROOT else None
    programs = place.Programs(folder.parent / "programs")
    place.copy_programs(place.installed_programs(), programs.root)
    monkeypatch.setattr(place, "installed_programs", lambda: programs)
    folder.mkdir()
    os.chown(folder, become.pw_uid if become else -1, -1)
    child = engines.fork_supervisor(folder, become)
    assert engines.users_of(folder) == {become.pw_uid if become else os.getuid()}
    engines.remember(read_state(folder), "hei")
    engines.end(child)
    assert engines.none_left(folder)


def test_a_folder_out_of_reach_gets_a_place_or_a_sentence(folder, monkeypatch):
    monkeypatch.setattr(place, "ELSEWHERE", folder.parent / "elsewhere")
    closed = folder.parent / "closed"
    closed.mkdir(mode=0o700 if IS_ROOT else 0o500)
    if not IS_ROOT:
        with pytest.raises(EngineError, match="can't be made"):
            start(closed / "data")
        return
    child = engines.fork_supervisor(closed / "data")
    assert engines.place_of(closed / "data").parent == folder.parent / "elsewhere"
    engines.remember(read_state(closed / "data"), "hei")
    engines.end(child)
    assert not processes_in(engines.place_of(closed / "data") / "postgres")
    monkeypatch.setattr(place, "ELSEWHERE", closed / "elsewhere")
    with pytest.raises(EngineError, match="nobody can't reach .*; choose a DATA_DIR"):
        place.choose_place(closed / "other", "")


def test_programs_out_of_reach_are_copied(folder, monkeypatch):
    folder.mkdir()
    closed = place.Programs(folder.parent / "closed")
    place.copy_programs(place.installed_programs(), closed.root)
    closed.root.chmod(0o700)
    monkeypatch.setattr(place, "installed_programs", lambda: closed)
    chosen = place.choose_place(folder, "")
    assert chosen.programs.root.parent == (chosen.folder if IS_ROOT else folder.parent)
    assert place.works_as(chosen.account, chosen.programs.run)
