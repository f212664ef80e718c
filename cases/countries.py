"""Countries by their ISO 3166-1 alpha-2 codes, with CLDR's names."""

from babel import Locale

# CLDR also names regions that ISO 3166-1 does not officially assign.
_NOT_ASSIGNED = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ")
)

NAMES: dict[str, str] = {
    code: name
    for code, name in Locale("en").territories.items()
    if len(code) == 2 and code.isalpha() and code not in _NOT_ASSIGNED
}
COUNTRY_CODES = frozenset(NAMES)
COUNTRY_CHOICES = sorted(NAMES.items(), key=lambda choice: choice[1])
