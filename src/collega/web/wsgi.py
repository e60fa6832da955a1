"""What the web server calls."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collega.web.settings")
application = get_wsgi_application()


def draw_once() -> None:
    """Have the program that draws charts start: the first one of a process takes as long as ten others."""
    import vl_convert

    vl_convert.vegalite_to_svg({"data": {"values": [{}]}, "mark": "point"}, allowed_base_urls=[])


threading.Thread(target=draw_once, daemon=True, name="first chart").start()
