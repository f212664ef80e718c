"""gunicorn's settings: no belief in what headers say, and no log of visits or of anybody's name."""

# Every visitor comes from the loopback address here, whether a web server stands in front or not.
# What it says of a visitor is read by Django, under TRUSTED_PROXIES; no header moves an address.
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""

# Given a `logconfig_dict`, gunicorn would log every visit: the logger itself is silenced.
accesslog = None
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "tracker.discreet.DiscreetFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "gunicorn.error": {"handlers": ["console"], "propagate": False},
        "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
