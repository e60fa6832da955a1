"""What the web server calls."""

import os
import sys
import threading

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
from django.utils import translation

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collega.web.settings")
application = get_wsgi_application()


def refuse_to_start() -> None:
    """End with a sentence where a restore broke off; the server may have been started apart from everything else."""
    from collega.errors import NotComputedError
    from collega.web.operations.unfinished import refuse_unfinished

    try:
        refuse_unfinished()
    except NotComputedError as refusal:
        sys.exit(str(refusal))


def load_pages() -> None:
    """Import every page and read its translations: the first visitor of a process would wait for it, seconds long."""
    _ = get_resolver().url_patterns
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("Collega")


def draw_once() -> None:
    """Have the program that draws charts start: the first one of a process takes as long as ten others."""
    import vl_convert

    vl_convert.vegalite_to_svg({"data": {"values": [{}]}, "mark": "point"}, allowed_base_urls=[])


def watch_deletions() -> None:
    """Forget what has been deleted, also while nobody asks for a page."""
    from collega.web.memory import watch  # it knows the tables, which are there only now

    watch()


refuse_to_start()
load_pages()  # before the server starts to listen for this process
threading.Thread(target=draw_once, daemon=True, name="first chart").start()
threading.Thread(target=watch_deletions, daemon=True, name="deletions").start()
