"""First names that Ukraine has in a form of its own: Світлана, Svitlana is Светлана in Russia."""

from cases.names.letters import Script
from cases.names.russian import shapes

_FORMS = """
светлана світлана|николай микола|александр олександр|александра олександра|алексей олексій
екатерина катерина|владимир володимир|анна ганна|павел павло|татьяна тетяна|надежда надія
вера віра|константин костянтин|фёдор федір|филипп пилип|никита микита|иосиф йосип|яков яків
антон антін|игнат гнат
"""
_KEYS = tuple(
    frozenset(key for form in forms.split() for key in shapes(form, Script.CYRILLIC))
    for forms in _FORMS.strip().replace("\n", "|").split("|")
)


def given_keys(keys: set[str]) -> set[str]:
    """The keys of a first name and, as words sound in Russian, those of its other forms."""
    return keys.union(*(forms for forms in _KEYS if forms & keys))
