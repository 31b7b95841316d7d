"""A container's health check, `python -m coaching.healthy PORT`: exit code 0 when the web server says that it lives."""

import os
import sys
import urllib.request


def healthy(port: int) -> bool:
    """Whether /livez answers 200 at the loopback address, asked for by a host name that we answer to."""
    host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip().lstrip(".")
    question = urllib.request.Request(f"http://127.0.0.1:{port}/livez", headers={"Host": host})
    try:
        with urllib.request.urlopen(question, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(0 if healthy(int(sys.argv[1])) else 1)
