"""Who may open which address of the desk: the tables that the permission matrix holds it to."""

from typing import Any

from django.contrib.auth.models import User

from tests.cast import adam, alice, bob, carol, edgar, grace


def somebody(name: str) -> User:
    """A member of staff who may do everything, as far as roles go."""
    user, _ = User.objects.get_or_create(username=name, is_staff=True, is_superuser=True)
    return user


WHO: dict[str, Any] = {
    "nobody": None,
    "no role": bob,
    "contributor": carol,
    "editor": edgar,
    "guardian": grace,
    "administrator": adam,
    "superuser": alice,
    "suspended": lambda: somebody("gone"),
    "without a factor": lambda: somebody("nina"),
}
# Suspended after logging in: is answered like nobody. Asked to set up a second factor: sees nothing
# but the pages to do so.
SUSPENDED, BARRED = "suspended", "without a factor"
OPEN, CLOSED = "open", "closed"
WORK, TERMS = (
    {"case", "agreement", "event", "figure"},
    {*("eventkind", "sourcekind", "court", "provision", "topic")},
)
WRITE = {"view", "change", "send"}
# What the public never reads: history, files, previews; to bring an earlier state back and to take
# up a reminder need both, to be inside the record and to change it.
INSIDE, REWORK = {"inside"}, {"inside", "rework"}
EDIT = {"review", "publish", "withdraw", "suppress", "shelf"}
SHOWN = {"view", "hide"}

PLAIN = ("work", "person", "source")
# What each role may do with a record that is not assigned to it, by sort and state.
OPENLY: dict[tuple[str, str, str], set[str]] = {
    **{(who, "term", "draft"): {"view"} for who in ("no role", "contributor")},
    **{(who, "term", "public"): SHOWN for who in ("no role", "contributor")},
    **{("no role", sort, "public"): SHOWN for sort in PLAIN},
    # Whoever sees on the public site that testimony is held may hide that, without seeing more.
    **{
        (who, "testimony", "public"): {"hide"}
        for who in ("no role", "contributor", "editor", "administrator")
    },
    **{("contributor", sort, "public"): WRITE | {"hide"} for sort in PLAIN},
    **{("administrator", sort, "public"): SHOWN for sort in PLAIN},
    **{("editor", sort, "draft"): WRITE | REWORK | EDIT | {"delete"} for sort in PLAIN},
    **{("editor", sort, "public"): WRITE | REWORK | EDIT | {"hide"} for sort in PLAIN},
    ("editor", "term", "draft"): {"view"} | INSIDE | EDIT,
    ("editor", "term", "public"): SHOWN | INSIDE | EDIT,
    ("guardian", "term", "draft"): {"view", "shelf"} | INSIDE,
    ("guardian", "term", "public"): SHOWN | INSIDE | {"shelf"},
    ("guardian", "work", "public"): SHOWN,
    ("guardian", "source", "public"): WRITE | {"hide"},
    ("guardian", "testimony", "draft"): WRITE | REWORK | {"delete", "shelf"},
    ("guardian", "testimony", "public"): WRITE | REWORK | {"hide", "shelf"},
    ("guardian", "person", "draft"): WRITE | REWORK | {"delete", "identify", "shelf"},
    ("guardian", "person", "public"): WRITE | REWORK | {"hide", "identify", "shelf"},
    # The public does not read who is withheld, so nobody sees them who is not inside.
    **{(who, "person", "public"): {"hide"} for who in ("no role", "contributor", "administrator")},
    ("administrator", "term", "draft"): WRITE | REWORK | EDIT | {"delete"},
    ("administrator", "term", "public"): WRITE | REWORK | EDIT | {"hide"},
    **{
        ("superuser", sort, state): WRITE
        | REWORK
        | EDIT
        | {"delete" if state == "draft" else "hide"}
        | ({"identify"} if sort == "person" else set())
        for sort in (*PLAIN, "term", "testimony")
        for state in ("draft", "public")
    },
}
# To protect somebody a record need not be seen, once it was public.
PROTECTING = {
    "editor": {"remove"},
    "guardian": {"remove", "allow", "names"},
    "superuser": {"remove", "allow", "names"},
}
UNSEEN = {
    ("editor", "testimony", "draft"): set(),
    **{("guardian", sort, "draft"): {"names"} for sort in ("work", "source")},
}
MAY = {
    (who, sort, state): OPENLY.get((who, sort, state), set())
    | UNSEEN.get((who, sort, state), PROTECTING.get(who, set()))
    for who in WHO
    for sort in (*PLAIN, "term", "testimony")
    for state in ("draft", "public")
}
ADDS = {
    "no role": set(),
    "contributor": {"work", "person", "source"},
    "editor": {"work", "person", "source"},
    "guardian": {"person", "source"},
    "administrator": {"term"},
    "superuser": {"work", "person", "source", "term"},
}
# The deed that each address of a record stands for: to look at it, and to send its form.
DEEDS = {
    "change": ("view", "change"),
    "delete": ("delete", "delete"),
    "history": ("inside", "inside"),
    "compare": ("inside", "inside"),
    "restore": ("rework", "rework"),
    "submit": ("send", "send"),
    "recall": ("send", "send"),
    "review": ("review", "review"),
    "publish": ("publish", "publish"),
    "withdraw": ("withdraw", "withdraw"),
    "hide": ("hide", "hide"),
    "remind": ("rework", "rework"),
    "identity": ("identify", "identify"),
    "editions": ("identify", "identify"),
    "erasure": ("identify", "identify"),
    "suppress": ("suppress", "suppress"),
    "remove": ("remove", "remove"),
    "allow": ("allow", "allow"),
    "names": ("names", "names"),
    "shelf": ("shelf", "shelf"),
}
# Acts that records of one model alone have.
OF_ONE = {"remind": "case", **dict.fromkeys(("identity", "editions", "erasure"), "person")}
KEEPERS = {"administrator", "superuser"}
STAFF = set(WHO) - {"nobody", SUSPENDED, BARRED}
ADDING = STAFF - {"no role"}
# A contributor made the import that these addresses are about, and it is done.
SEE_IT = {"contributor", "editor", "administrator", "superuser"}
# Addresses that belong to no record: what fills them in, and who finds them open.
OWN: dict[str, tuple[dict[str, Any], set[str]]] = {
    "admin:index": ({}, STAFF),
    "admin:login": ({}, STAFF),  # logs nobody in: leads to the desk, or else to account_login
    "admin:logout": ({}, set()),  # by POST alone, see below
    "admin:password_change": ({}, STAFF),
    "admin:password_change_done": ({}, STAFF),
    "admin:jsi18n": ({}, STAFF),
    "admin:app_list": ({"app_label": "cases"}, STAFF),
    "admin:reading": ({}, STAFF),
    "admin:handbook": ({}, STAFF),
    "admin:handbook-page": ({"name": "first-day"}, STAFF),
    "admin:handbook-picture": ({"picture": "dashboard"}, STAFF),
    "admin:removals": ({}, {"editor", "guardian", "superuser"}),
    "admin:reassign": ({}, {"editor", "administrator", "superuser"}),
    "admin:import": ({}, ADDING),
    "admin:import-workbook": ({}, ADDING),
    "admin:import-batch": ({"number": "import"}, SEE_IT),
    "admin:import-publish": ({"number": "import"}, {"editor", "superuser"}),
    "admin:import-undo": ({"number": "import"}, SEE_IT),
    "admin:import-columns": ({"number": "import"}, set()),  # by POST alone, as the next three
    "admin:import-files": ({"number": "import"}, set()),
    "admin:import-apply": ({"number": "import"}, set()),
    "admin:import-cancel": ({"number": "import"}, set()),
    "admin:export": ({}, {"superuser"}),
    "admin:account-log": ({}, KEEPERS),
    "admin:erasures": ({}, {"guardian", "superuser"}),
    "admin:erasure": ({"pk": "erasure"}, {"guardian", "superuser"}),
    "admin:identities": ({}, {"guardian", "superuser"}),
    "admin:identity-held": ({}, {"guardian", "superuser"}),
    "admin:identity-readings": ({}, {"guardian", "administrator", "superuser"}),
    "admin:calendar-link": ({}, ADDING),
    "admin:calendar": ({"secret": "calendar"}, set(WHO) - {BARRED}),
    "admin:view_on_site": ({"content_type_id": "1", "object_id": "1"}, set()),
    "admin:auth_user_changelist": ({}, KEEPERS),
    "admin:auth_user_add": ({}, KEEPERS),
    "admin:auth_user_change": ({"object_id": "user"}, KEEPERS),
    "admin:auth_user_history": ({"object_id": "user"}, KEEPERS),
    "admin:auth_user_delete": ({"object_id": "user"}, set()),
    "admin:auth_user_suspend": ({"pk": "user"}, KEEPERS),
    "admin:auth_user_bring-back": ({"pk": "suspended"}, KEEPERS),
    "admin:auth_user_lift": ({"pk": "user"}, KEEPERS),
    "account_login": ({}, set(WHO)),
    "account_recover": ({"uidb64": "MQ", "token": "a-b"}, set(WHO) - {BARRED}),
    "account_way_in": ({"token": "made-up:of-nobody:at-all"}, set(WHO) - {BARRED}),
    "account_own_way_in": ({}, STAFF),
    "account_sessions": ({}, STAFF),
    "mfa_authenticate": ({}, STAFF),  # leads whoever has no log-in under way to account_login
    # Of whoever has no phone yet, no key and no codes; for the others see HELD.
    "mfa_index": ({}, STAFF | {BARRED}),
    "mfa_activate_totp": ({}, STAFF | {BARRED}),
    "mfa_deactivate_totp": ({}, set()),
    "mfa_add_webauthn": ({}, STAFF | {BARRED}),
    "mfa_remove_webauthn": ({"pk": "1"}, set()),
    "mfa_view_recovery_codes": ({}, set()),
    "mfa_generate_recovery_codes": ({}, STAFF),
}
# The same for POST, where it differs: some pages can only be looked at, and one logs out by POST.
SENT: dict[str, set[str]] = {
    "admin:reading": set(),
    "admin:import-workbook": set(),
    **{f"admin:import-{act}": SEE_IT for act in ("columns", "files", "apply", "cancel")},
    "admin:logout": STAFF | {BARRED},
    "admin:password_change_done": set(),
    "admin:jsi18n": set(),
    "admin:calendar": STAFF,
    "mfa_index": set(),
    "account_own_way_in": set(),
    "account_way_in": set(),  # open to all: it leads to account_login
}
# For whoever has a phone, a key and codes, by GET and by POST: a status, or where it leads.
HELD: dict[str, tuple[int | str, int | str]] = {
    "mfa_index": (200, 405),
    "mfa_activate_totp": ("mfa_deactivate_totp", "mfa_deactivate_totp"),
    "mfa_deactivate_totp": (200, "mfa_index"),
    "mfa_add_webauthn": (200, 200),
    "mfa_remove_webauthn": (200, "mfa_index"),
    "mfa_view_recovery_codes": (200, 405),
    "mfa_generate_recovery_codes": (200, "mfa_view_recovery_codes"),
}
# Tested by name: the pickers, the preview, the file of a source, and two catch-alls of
# Django's that only lead elsewhere.
BY_THEMSELVES = {"admin:autocomplete", "preview", "admin:cases_source_file", "admin:"}
