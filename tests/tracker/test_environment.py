"""Settings from the environment: read once, checked, and refused with advice."""

import os
import subprocess
import sys
from base64 import b64decode, b64encode
from pathlib import Path

import pytest

from tracker.first_env import write_env
from tracker.new_key import new_key

ROOT = Path(__file__).resolve().parents[2]
KEY = "a-key-for-tests-that-protects-nothing-at-all"
SEALING = "k1:" + b64encode(bytes(range(32))).decode()


def check(*options: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """What `manage.py check` says with these settings and no others."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "check", *options],
        cwd=ROOT,
        env={**kept, **settings},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY is missing or too short. Run `make run` once"),
        ({"DESK_KEYS": ""}, "DESK_KEYS and DESK_KEYS_FILE are both missing. Set one of them."),
        ({"DESK_KEYS_FILE": "/keys"}, "DESK_KEYS and DESK_KEYS_FILE are both set."),
        ({"DESK_KEYS": "", "DESK_KEYS_FILE": "/no/keys"}, "DESK_KEYS_FILE could not be read"),
        ({"DESK_KEYS": "k1"}, "Key 1 of DESK_KEYS is not written as it should be."),
        ({"DESK_KEYS": "k1:c2hvcnQ="}, "32 bytes in base64"),
        ({"DESK_KEYS": SEALING.upper()}, "lower-case letters, digits, hyphens"),
        ({"DESK_KEYS": f"{SEALING},{SEALING}"}, "Key 2 of DESK_KEYS is not written"),
        ({"DESK_KEYS": " , "}, "DESK_KEYS holds no key."),
        ({"DEBUG": "perhaps"}, "DEBUG is “perhaps”. Write on or off."),
        ({"ALLOWED_HOSTS": "https://example.org"}, "without https:// and without a path"),
        ({"CSRF_TRUSTED_ORIGINS": "example.org"}, "Write addresses with their scheme"),
        ({"DATABASE_URL": "mysql://a/b"}, "DATABASE_URL begins with “mysql”"),
        ({"DATABASE_URL": "postgres://127.0.0.1"}, "names no database"),
        ({"PUBLIC_DATABASE_ROLE": "Robert'); --"}, "lower-case letters, digits and underscores"),
        ({"TRUSTED_PROXIES": "one"}, "TRUSTED_PROXIES is “one”. Write a whole number from 0 to 9"),
        ({"SESSION_HOURS": "48"}, "SESSION_HOURS is “48”. Write a whole number from 1 to 24"),
        ({"SESSION_IDLE_MINUTES": "0"}, "Write a whole number from 5 to 1440"),
        ({"DESK_HOSTS": "https://desk.example"}, "without https:// and without a path"),
        ({"DESK_HOSTS": ".desk.example"}, "DESK_HOSTS holds “.desk.example”. Write whole host"),
        ({"DESK_HOSTS": "*"}, "DESK_HOSTS holds “*”. Write whole host names"),
        ({"DESK_HOSTS": "desk.example:8443"}, "without a port"),
        ({"DESK_HOSTS": "стол.example"}, "in Latin letters"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_advice_and_no_traceback(settings, words):
    done = check(**{"SECRET_KEY": KEY, "DESK_KEYS": SEALING, **settings})
    assert done.returncode != 0
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_production_site_has_nothing_to_warn_of():
    key = "".join(chr(33 + number % 90) for number in range(60))
    kept = {"SECRET_KEY": key, "HTTPS": "on", "ALLOWED_HOSTS": "record.example.org"}
    kept["DESK_KEYS"] = SEALING
    done = check("--deploy", "--fail-level", "WARNING", **kept)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_a_production_site_says_that_a_password_alone_opens_the_desk():
    key = "".join(chr(33 + number % 90) for number in range(60))
    kept = {"SECRET_KEY": key, "HTTPS": "on", "ALLOWED_HOSTS": "record.example.org"}
    off = {"DESK_KEYS": SEALING, "REQUIRE_SECOND_FACTOR": "off"}
    done = check("--deploy", "--fail-level", "ERROR", **kept, **off)
    assert done.returncode == 0
    assert "a password alone opens the desk" in done.stderr
    assert "password alone" not in check(**kept, **off).stderr


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "HTTPS is not set. Write HTTPS=on"),
        ({"HTTPS": "off", "ALLOWED_HOSTS": "record.example.org"}, "“record.example.org” in"),
        ({"HTTPS": "off", "DESK_HOSTS": "desk.example.org"}, "“desk.example.org” in"),
        ({"HTTPS": "off", "ALLOWED_HOSTS": "*"}, "passwords would travel in the open"),
        ({"HTTPS": "off"}, ""),
        ({"HTTPS": "off", "ALLOWED_HOSTS": "abcxyz.onion", "DESK_HOSTS": "abd.onion"}, ""),
        ({"HTTPS": "off", "ALLOWED_HOSTS": "192.168.1.7"}, ""),
    ],
)
def test_a_production_site_goes_without_tls_for_onions_and_at_home_alone(settings, words):
    key = "".join(chr(33 + number % 90) for number in range(60))
    done = check(
        "--deploy", "--fail-level", "WARNING", SECRET_KEY=key, DESK_KEYS=SEALING, **settings
    )
    assert (done.returncode != 0) == bool(words), done.stderr
    assert words in done.stderr
    assert check(SECRET_KEY=key, DESK_KEYS=SEALING, **settings).returncode == 0


def settings_with(words: str, **given: str) -> list[str]:
    """What `words` of the settings come to in an environment with these values."""
    script = f"from django.conf import settings as s; print({words})"
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", script],
        cwd=ROOT,
        env={**os.environ, "SECRET_KEY": KEY, "DATABASE_URL": "", **given}
        | {"DJANGO_SETTINGS_MODULE": "tracker.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.split()


def test_behind_tls_cookies_are_named_so_that_no_neighbour_can_set_them():
    names = settings_with("s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME", HTTPS="on")
    assert names == ["__Secure-desk", "__Secure-desk-forms"]


def test_the_desks_names_are_read_without_regard_to_case():
    names = settings_with(
        "*s.DESK_HOSTS", DESK_HOSTS="Desk.Example.org, desk2.onion., 127.0.0.1,[::1]"
    )
    assert names == ["desk.example.org", "desk2.onion", "127.0.0.1", "[::1]"]


def test_the_first_environment_is_private_and_its_key_is_random(tmp_path):
    contents = []
    for name in ("one", "two"):
        path = tmp_path / name
        write_env(path)
        assert path.stat().st_mode & 0o777 == 0o600
        contents.append(path.read_text())
    for begin in ("SECRET_KEY=", "DESK_KEYS=k1:"):
        lines = [one for text in contents for one in text.splitlines() if one.startswith(begin)]
        assert len(set(lines)) == 2
    for line in ("DEBUG=off", "REQUIRE_SECOND_FACTOR=off", "FOUR_EYES=off"):
        assert line in contents[0]


def test_an_environment_that_exists_is_left_as_it_is(tmp_path):
    path = tmp_path / ".env"
    path.write_text("mine")
    with pytest.raises(FileExistsError):
        write_env(path)
    assert path.read_text() == "mine"


def test_a_key_is_read_from_a_file_whose_first_line_is_the_current_one(tmp_path):
    path = tmp_path / "keys"
    path.write_text(f"{new_key('k2')}\n{SEALING}\n")
    done = check(SECRET_KEY=KEY, DESK_KEYS="", DESK_KEYS_FILE=str(path))
    assert done.returncode == 0, done.stderr
    path.write_text("ключ")
    assert (
        "DESK_KEYS_FILE could not be read"
        in check(SECRET_KEY=KEY, DESK_KEYS="", DESK_KEYS_FILE=str(path)).stderr
    )


def test_a_refused_key_is_not_repeated():
    secret = SEALING.removeprefix("k1:")
    done = check(SECRET_KEY=KEY, DESK_KEYS=f"K1:{secret}")
    assert "Key 1 of DESK_KEYS is not written" in done.stderr
    assert secret not in done.stderr + done.stdout


def test_a_new_key_is_random_and_32_bytes_long():
    one, other = new_key("k2"), new_key("k2")
    assert one != other
    assert one.startswith("k2:")
    assert len(b64decode(one.removeprefix("k2:"))) == 32
    with pytest.raises(ValueError, match="is no id for a key"):
        new_key("Key 2")


def test_a_key_can_be_made_before_there_is_any_setting():
    done = subprocess.run(
        [sys.executable, "-m", "tracker.new_key", "k7"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("DESK_KEYS=k7:")
