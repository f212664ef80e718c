"""gunicorn's settings: no belief in what headers say, and no log of visits or of anybody's name."""

from gunicorn import util

from tracker.refusing import refusal

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


def write_refusal(sock, status, reason, words):
    """Sends what gunicorn refuses by itself; its own `words` would repeat what was sent."""
    util.write_nonblock(sock, refusal(status, reason))


# gunicorn has no setting for the headers of these answers: it asks this one function for them.
util.write_error = write_refusal
