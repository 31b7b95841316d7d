"""The production shape: what docker-compose.yml sets, the settings read; what it runs, starts with that alone."""

import os
import re
import runpy
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import environ
import psycopg
import pytest
import yaml

from coaching.demo import free_port
from coaching.embedded import BASE_DIR
from coaching.embedded.children import wait_until
from coaching.embedded.place import installed_programs

COMPOSE = yaml.safe_load((BASE_DIR / "docker-compose.yml").read_text())["services"]
OURS = [name for name, service in COMPOSE.items() if service.get("image") == "kotipesa"]
PORT = free_port()
REQUIRED = ["DATABASE_URL", "REDIS_URL", "CACHE_URL", "SECRET_KEY", "NOTE_KEYS"]
REQUIRED += ["ALLOWED_HOSTS", "EMAIL_URL", "BASE_URL", "UID_HOST"]


class Recorder(dict):
    """An environment that remembers what it was asked for."""

    def __init__(self, values):
        super().__init__(values)
        self.asked = set()

    def __getitem__(self, name):
        self.asked.add(name)
        return super().__getitem__(name)


@pytest.fixture(scope="module")
def read_by_settings():
    recorder = Recorder(os.environ)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(environ.Env, "ENVIRON", recorder)
        runpy.run_path(str(BASE_DIR / "coaching/settings.py"))
    return recorder.asked


@pytest.mark.parametrize("name", OURS)
def test_what_is_set_is_what_the_settings_read(name, read_by_settings):
    names = set(COMPOSE[name]["environment"])
    assert names >= set(REQUIRED)
    assert names <= read_by_settings


def test_the_guide_names_every_variable(read_by_settings):
    guide = (BASE_DIR / "docs/deployment.md").read_text()
    assert {name for name in read_by_settings if f"`{name}`" not in guide} == set()


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_variable_is_named(name):
    environment = {key: value for key, value in os.environ.items() if key != name}
    command = [sys.executable, "-c", "import coaching.settings"]
    done = subprocess.run(command, cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    assert f"{name} is not set." in done.stderr.splitlines()[-1]


def test_the_servers_get_what_their_own_files_use():
    for name in set(COMPOSE) - set(OURS):
        service = COMPOSE[name]
        used = " ".join(map(str, service["command"])) + (BASE_DIR / "deploy/roles.sql").read_text()
        own = {variable for variable in service["environment"] if not variable.startswith("POSTGRES_")}
        assert own, name
        assert all(re.search(rf"\b{variable}\b", used) for variable in own), name


def test_every_service_has_a_check_and_limits():
    for name, service in COMPOSE.items():
        assert service["deploy"]["resources"]["limits"], name
        assert name == "migrate" or service["healthcheck"]["test"], name


def test_values_of_the_compose_file_stand_in_the_example():
    text = (BASE_DIR / "docker-compose.yml").read_text()
    wanted = set(re.findall(r"\$\{(\w+):\?\}", text))
    assert wanted == set(re.findall(r"^(\w+)=", (BASE_DIR / ".env.example").read_text(), re.MULTILINE))


def test_the_dockerfile_copies_what_is_there():
    sources = re.findall(r"^COPY (?!--from)(\S+)", (BASE_DIR / "Dockerfile").read_text(), re.MULTILINE)
    assert sources
    assert all((BASE_DIR / source).exists() for source in sources)


@pytest.fixture
def database():
    """An empty database with the two roles, as the compose file's PostgreSQL makes it; its addresses by role."""
    url = os.environ["DATABASE_URL"]
    name = f"compose_{secrets.token_hex(4)}"
    password = secrets.token_hex(8)
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"create database {name}")
        psql = installed_programs().postgres.with_name("psql")
        there = urlsplit(url)._replace(path=f"/{name}")
        passwords = {"OWNER_PASSWORD": password, "PROGRAM_PASSWORD": password}
        command = [psql, "--quiet", there.geturl(), "-f", BASE_DIR / "deploy/roles.sql"]
        subprocess.run(command, env=os.environ | passwords, check=True)
        address = f"{there.hostname}:{there.port}/{name}"
        yield {role: f"postgresql://kotipesa_{role}:{password}@{address}" for role in ("owner", "program")}
        server.execute(f"drop database {name} with (force)")
        server.execute("drop role kotipesa_owner, kotipesa_program")


def command_of(name, tmp_path):
    """The service's command, with a port and a folder that are free here."""
    command = [part.replace("/tmp/", f"{tmp_path}/") for part in COMPOSE[name]["command"]]
    return [part.replace("0.0.0.0:8000", f"127.0.0.1:{PORT}") for part in command]


def environment_of(name, database):
    """The variables that the compose file sets for the service, and no others."""
    role = "owner" if "OWNER_PASSWORD" in COMPOSE[name]["environment"]["DATABASE_URL"] else "program"
    values = {key: os.environ.get(key, value) for key, value in COMPOSE[name]["environment"].items()}
    values["DATABASE_URL"] = database[role]
    here = Path(sys.executable).parent
    return values | {"PATH": f"{here}:/usr/bin:/bin", "HOSTNAME": "compose-test", "PYTHONUNBUFFERED": "1"}


@pytest.mark.engines
def test_every_command_starts_with_what_is_set(database, tmp_path):
    run = {"cwd": BASE_DIR, "check": True}
    subprocess.run(command_of("migrate", tmp_path), env=environment_of("migrate", database), **run)
    with psycopg.connect(database["program"]) as program, pytest.raises(psycopg.errors.InsufficientPrivilege):
        program.execute("drop table organisation_user")
    started = {name: start(name, database, tmp_path) for name in ("web", "worker", "beat")}
    try:
        for name, process in started.items():
            assert wait_until(lambda name=name: is_healthy(name, database, tmp_path), seconds=60), log(name, tmp_path)
            assert process.poll() is None, log(name, tmp_path)
    finally:
        ended = {name: stop(process) for name, process in started.items()}
    assert ended == {"web": 0, "worker": 0, "beat": 0}


def start(name, database, tmp_path):
    command = command_of(name, tmp_path)
    if name == "worker":
        command.append("--hostname=celery@compose-test")
    with log_file(name, tmp_path).open("wb") as output:
        options = {"stdout": output, "stderr": output, "start_new_session": True}
        return subprocess.Popen(command, cwd=BASE_DIR, env=environment_of(name, database), **options)


def log_file(name, tmp_path):
    return tmp_path / f"{name}.log"


def log(name, tmp_path):
    return log_file(name, tmp_path).read_text()


def is_healthy(name, database, tmp_path):
    """What the compose file's own health check says."""
    kind, *check = COMPOSE[name]["healthcheck"]["test"]
    check = [part.replace("/tmp ", f"{tmp_path} ").replace("$$", "$").replace("8000", str(PORT)) for part in check]
    command = ["sh", "-c", *check] if kind == "CMD-SHELL" else check
    time.sleep(0.3)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.call(command, cwd=BASE_DIR, env=environment_of(name, database), **quiet) == 0


def stop(process):
    process.send_signal(signal.SIGTERM)
    try:
        return process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return "killed"
