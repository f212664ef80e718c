"""The site's settings for tests: a key of no value, and one connection for both sides.

Ordinary tests read the record through the default alias. The wall itself is tested on real files
and roles in tests/test_guard.py.
"""

import atexit
import os
import shutil
import tempfile
from base64 import b64encode
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "a-key-for-tests-that-protects-nothing-at-all")
os.environ.setdefault("DESK_KEYS", "test:" + b64encode(bytes(range(32))).decode())
os.environ["FOUR_EYES"] = os.environ["REQUIRE_SECOND_FACTOR"] = "off"
os.environ["DEBUG"] = "off"

from tracker.settings import *  # noqa: F403
from tracker.settings import DATABASES, MIDDLEWARE, STORAGES

DATABASES = {"default": DATABASES["default"]}
PUBLIC_DATABASE_ALIAS = "default"
# Threads cannot share SQLite's database in memory as they share a file; `make drill` names one.
if os.environ.get("SQLITE_TEST_FILE") and "sqlite" in str(DATABASES["default"]["ENGINE"]):
    DATABASES["default"]["TEST"] = {"NAME": os.environ["SQLITE_TEST_FILE"]}
# Static files are collected by `make run`, which a test of its own runs.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]
# What a test uploads goes when the tests are done, and is never among the uploads of a site here.
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="caseline-tests-"))
atexit.register(shutil.rmtree, MEDIA_ROOT, ignore_errors=True)
ERASURE_LIST = MEDIA_ROOT / "erasures.list"
REMOVAL_LIST = MEDIA_ROOT / "removals.list"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
