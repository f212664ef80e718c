"""The record for other people's programs: read only, from editions, without cookie or session."""
