"""The WSGI application.

It refuses to start while the public door could read the desk, or would show whom we have erased.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
application = get_wsgi_application()

# Only now are the apps loaded, so that the guards can ask the database.
from cases.erasing import refuse_whom_we_erased  # noqa: E402
from timeline.guard import refuse_an_open_wall  # noqa: E402

refuse_an_open_wall()
refuse_whom_we_erased()
