#!/usr/bin/env python
"""Caseline's command line: `manage.py help` lists what it does."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from cases.sealing.keys import CannotUnseal

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"The settings need attention. {error}")
    except CannotUnseal as error:
        sys.exit(f"Stopped. {error}")
