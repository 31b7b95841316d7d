"""The whole product on one machine, `python -m coaching.demo`: servers, mail sink, web, worker and beat.

Everything is a child of this process and ends with it, however it ends. Ctrl-C stops all.
"""

import os
import signal
import socket
import sys
import urllib.request
from contextlib import ExitStack
from pathlib import Path

from coaching.embedded import BASE_DIR, EngineError, attach_or_start, default_data_dir
from coaching.embedded.children import die_with_parent
from coaching.embedded.state import make_folder, only_one
from coaching.family import PART_SIGNALS, Ended, Family, Part

HOST = "127.0.0.1"
PYTHON = sys.executable
CELERY = [PYTHON, "-m", "celery", "-A", "coaching"]
GREETING = """
Kotipesä is at {address}
Mails are shown at {address}/demo/mail/
Accounts: teacher@demo.example, coach@demo.example, coordinator@demo.example, manager@demo.example,
admin@demo.example and more on the sign-in page; the password of all is kotipesa-demo
Data and logs are in {data_dir}. Stop with Ctrl-C.
"""


def main() -> int:
    """Return the exit code; what a person must know is a sentence on stderr."""
    if "MAKELEVEL" in os.environ:
        die_with_parent(os.getppid(), signal.SIGTERM)
    signal.pthread_sigmask(signal.SIG_BLOCK, PART_SIGNALS)
    data_dir = default_data_dir()
    try:
        run(data_dir, port=web_port(os.environ.get("PORT") or "8000"))
    except EngineError as error:
        print(error, file=sys.stderr)
        return 1
    except Ended:
        print("\nStopped.")
    return 0


def run(data_dir: Path, port: int) -> None:
    """Start everything and watch it until told to end, which raises Ended."""
    make_folder(data_dir)
    with ExitStack() as stack:
        stack.enter_context(only_one(data_dir / "demo.lock", "The demo's processes"))
        say("Starting PostgreSQL and Valkey")
        engines = attach_or_start(data_dir)
        stack.callback(engines.stop)
        family = stack.enter_context(Family(log_dir=data_dir / "log"))
        mail_port = free_port()
        family.environment = os.environ | engines.environment() | environment(data_dir, port, mail_port)
        family.start(Part("mail", [PYTHON, "-m", "coaching.mailsink", str(mail_port), str(data_dir / "mail")]))
        say("Preparing the data")
        family.run(Part("prepare", [PYTHON, "-m", "coaching.prepare"]))
        say("Starting web, worker and beat")
        for part in parts(data_dir, port):
            family.start(part)
        address = f"http://{HOST}:{port}"
        family.wait_for(lambda: answers(f"{address}/livez"), what="The web server", seconds=60)
        print(GREETING.format(address=address, data_dir=data_dir), flush=True)
        family.watch(also=engines.process)


def parts(data_dir: Path, port: int) -> list[Part]:
    """Web, worker and beat, in the order of starting."""
    worker = [*CELERY, "worker", "--concurrency=2", "--without-gossip", "--without-mingle", "--loglevel=INFO"]
    beat = [*CELERY, "beat", f"--schedule={data_dir / 'beat-schedule'}", "--pidfile="]
    return [
        Part("web", [PYTHON, "-m", "gunicorn", f"--bind={HOST}:{port}"]),
        # Quit, not end: unfinished mails are due again, and a slow mail server shouldn't hold up Ctrl-C.
        # Killed when we were: Celery would wait for a broker that has gone with us.
        Part("worker", worker, stop_signal=signal.SIGQUIT, death_signal=signal.SIGKILL),
        Part("beat", beat, death_signal=signal.SIGKILL),
    ]


def environment(data_dir: Path, port: int, mail_port: int) -> dict[str, str]:
    """What the settings read, apart from the engines' addresses and the demo's own keys."""
    return {
        "KOTIPESA_DEMO": "1",
        "DATA_DIR": str(data_dir),
        "EMAIL_URL": f"smtp://{HOST}:{mail_port}",
        "BASE_URL": f"http://{HOST}:{port}",
        "ALLOWED_HOSTS": f"{HOST},localhost",
        "UID_HOST": "demo.example",
        "PYTHONUNBUFFERED": "1",
    }


def web_port(text: str) -> int:
    """The port as a number, if it can be had."""
    try:
        number = int(text)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, number))
    except (ValueError, OverflowError) as error:
        raise EngineError(f"PORT must be a number from 1 to 65535, not {text!r}.") from error
    except OSError as error:
        raise EngineError(
            f"Port {text} can't be used: {error.strerror}. Choose another: make demo PORT=8001"
        ) from error
    return number


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def say(text: str) -> None:
    print(f"{text} …", flush=True)


if __name__ == "__main__":
    os.chdir(BASE_DIR)
    sys.exit(main())
