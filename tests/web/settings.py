"""The website's settings for tests."""

import os

os.environ["COLLEGA_MODE"] = "test"
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")

from collega.web.settings import *  # noqa: F403
