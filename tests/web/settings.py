"""The website's settings for tests."""

import os
import tempfile

_folder = tempfile.TemporaryDirectory(prefix="collega-tests-")
os.environ["COLLEGA_MODE"] = "test"
os.environ.setdefault("DATABASE_URL", f"sqlite:///{_folder.name}/site.sqlite3")

from collega.web.settings import *  # noqa: E402, F403
from collega.web.settings import DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # a file: browsers are served by threads of their own
    DATABASES["default"]["TEST"] = {"NAME": f"{_folder.name}/test.sqlite3"}
