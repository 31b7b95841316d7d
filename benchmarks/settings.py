"""The product's settings, with the bare pages beside the product's own."""

from coaching.settings import *  # noqa: F403  # a settings module is read name by name

ROOT_URLCONF = "benchmarks.urls"
