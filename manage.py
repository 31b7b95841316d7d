#!/usr/bin/env python
"""Django's commands. With KOTIPESA_EMBEDDED=1 they use the embedded servers of DATA_DIR, started if they don't run."""

import os
import sys
from contextlib import ExitStack

from django.core.management import execute_from_command_line

from coaching.embedded import EngineError, attach_or_start, default_data_dir

ADDRESSES = ("DATABASE_URL", "REDIS_URL", "CACHE_URL")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coaching.settings")
    with ExitStack() as engines:
        if os.environ.get("KOTIPESA_EMBEDDED") == "1" and not all(map(os.environ.get, ADDRESSES)):
            try:
                os.environ.update(engines.enter_context(attach_or_start(default_data_dir())).environment())
            except EngineError as error:
                sys.exit(str(error))
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
