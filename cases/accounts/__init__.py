"""Accounts of staff: logging in, second factors, limits on tries, sessions, suspension."""
