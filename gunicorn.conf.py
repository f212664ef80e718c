"""gunicorn's settings: no log of visits, and a log of errors that names nobody."""

accesslog = None
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"generic": {"()": "tracker.discreet.DiscreetFormatter"}},
}
