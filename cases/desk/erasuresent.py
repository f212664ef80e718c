"""What a guardian sent from the page of a request, and whether it counts."""

from typing import Any

from django.http import HttpRequest

from cases.erasing import Choices, Preview, are_files_decided, choices_of, decided_on
from cases.models import ErasureRequest
from cases.publishing.erasing import PUBLIC_NOTE

State = ErasureRequest.State


def unkept_of(request: HttpRequest, one: ErasureRequest) -> dict[str, str]:
    """The words that were sent and that the request, as it stands now, does not hold.

    A refusal can be sent again while the request is open. Words for readers are kept with the
    choices of whoever may still choose.
    """
    if refusal := request.POST.get("refusal", "").strip():
        return {"refusal" if one.is_open else "unkept": refusal}
    note = request.POST.get("note", "").strip()
    is_kept = may_choose(one, request.user) or note in ("", PUBLIC_NOTE)
    return {} if is_kept else {"unkept": note}


def may_choose(one: ErasureRequest, user: Any) -> bool:
    """Whether it is for this guardian to decide, so that what they choose still counts."""
    if one.state == State.FIRST:
        return bool(one.first_by != user)
    return one.state == State.RECEIVED


def has_other_files(one: ErasureRequest, preview: Preview, choices: Choices) -> bool:
    """Whether other files would go than were decided on, as far as the same is looked for."""
    if one.state == State.RECEIVED or choices.left_out != decided_on(one).left_out:
        return False
    return not are_files_decided(one, [file.key for file in preview.files])


def chosen_in(request: HttpRequest, one: ErasureRequest) -> Choices:
    """What is ticked on this page, with what was ticked on the others before."""
    user: Any = request.user
    before, post = choices_of(one, user), request.POST
    here = frozenset(post.get("keys", "").split())
    return Choices(
        spared=before.spared - here | frozenset(post.getlist("spared")),
        left_out=frozenset(post.getlist("left_out")) if "mark" in post else before.left_out,
        note=post.get("note", before.note).replace("\0", "").strip(),
    )
