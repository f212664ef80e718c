"""The WSGI application, which refuses to start while the public door could read the desk."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
application = get_wsgi_application()

# Only now are the apps loaded, so that the guard can ask the database.
from timeline.guard import refuse_an_open_wall  # noqa: E402

refuse_an_open_wall()
