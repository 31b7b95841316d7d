"""`make demo` whole: what it starts, what it says, and that it leaves nothing behind."""

import email
import os
import shutil
import signal
import smtplib
import subprocess
import sys
import tempfile
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from coaching.demo import free_port
from coaching.embedded import BASE_DIR
from coaching.embedded.children import wait_until

pytestmark = pytest.mark.engines


@pytest.fixture
def folder():
    path = Path(tempfile.mkdtemp(prefix="kotipesa-demo-"))
    path.chmod(0o711)
    yield path
    for pid in processes(path):
        os.kill(pid, signal.SIGKILL)
    shutil.rmtree(path)


def demo(folder, port):
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "PORT": str(port)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, "-m", "coaching.demo"], cwd=BASE_DIR, env=environment, **pipes)


def started(folder, port):
    process = demo(folder, port)
    for line in process.stdout:
        if "Stop with Ctrl-C" in line:
            return process
    pytest.fail(process.stderr.read())


def processes(folder):
    """Everything that was started with this data folder: found by the environment, which servers don't share."""
    return [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if belongs(pid, folder)]


def belongs(pid, folder):
    with suppress(OSError):
        about = Path(f"/proc/{pid}/environ").read_bytes() + Path(f"/proc/{pid}/cmdline").read_bytes()
        return str(folder).encode() in about or os.readlink(f"/proc/{pid}/cwd").startswith(str(folder))
    return False


def command_of(pid):
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    return []


def pid_of(folder, *words):
    found = [pid for pid in processes(folder) if set(words) <= set(command_of(pid))]
    return min(found, default=None)


def status(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
        return answer.status


def refusal(folder, port):
    process = demo(folder, port)
    said = process.communicate(timeout=30)[1]
    return process.returncode, said


def test_the_demo_from_start_to_end(folder):
    port = free_port()
    first = started(folder, port)
    assert [status(port, path) for path in ("/livez", "/readyz", "/accounts/login/")] == [200, 200, 200]
    check_refusals(folder, port)
    check_mail(folder)
    check_restart(folder, first)

    first.kill()
    first.communicate()
    assert wait_until(lambda: not processes(folder), seconds=20), list(map(command_of, processes(folder)))

    second = started(folder, port)
    assert status(port, "/readyz") == 200
    second.send_signal(signal.SIGINT)
    assert "Stopped." in second.communicate(timeout=40)[0]
    assert second.returncode == 0
    assert processes(folder) == []


def check_refusals(folder, port):
    assert refusal(folder, port) == (
        1,
        f"Port {port} can't be used: Address already in use. Choose another: make demo PORT=8001\n",
    )
    code, said = refusal(folder, free_port())
    assert (code, "already running (process" in said) == (1, True)
    assert refusal(folder, "many") == (1, "PORT must be a number from 1 to 65535, not 'many'.\n")


def check_mail(folder):
    port = command_of(pid_of(folder, "coaching.mailsink"))[3]
    with smtplib.SMTP("127.0.0.1", int(port)) as server:
        server.sendmail("a@demo.example", ["b@demo.example"], "Subject: hei\r\n\r\nÄ\r\n".encode())
    subjects = [email.message_from_bytes(kept.read_bytes())["subject"] for kept in (folder / "mail").glob("*.eml")]
    assert "hei" in subjects


def check_restart(folder, process):
    """A child that is killed is reported and started again."""
    beat = pid_of(folder, "beat")
    os.kill(beat, signal.SIGKILL)
    assert process.stderr.readline().startswith("beat ended; starting it again.")
    assert wait_until(lambda: pid_of(folder, "beat") not in (None, beat), seconds=20)
