import subprocess
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import get_resolver

FIND_BROWSER = Path(__file__).parent.parent / "scripts" / "find-browser.sh"
CHROMIUM_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
CHROMIUM_FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def browser_type_launch_args():
    found = subprocess.run([FIND_BROWSER], stdout=subprocess.PIPE, text=True).stdout.strip()
    return {"executable_path": found or None, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session", autouse=True)
def addresses_of_no_demo() -> None:
    """They are read once: as those of no demo, even where the first test that asks for a page plays one."""
    assert get_resolver().url_patterns


@pytest.fixture(autouse=True)
def own_cache(settings):
    """Rate limits are kept in the cache: no test may use up another's."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid4().hex}}


@pytest.fixture(autouse=True)
def static_files_unread(settings):
    """Each client of a test makes the middleware anew, which would look through all static files first."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Hashing is slow on purpose, and no test is about that."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
