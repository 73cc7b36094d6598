"""What can be done to content: load it, edit it, submit it for review, publish, return, retire."""

from triage.content.actions.releases import (
    TRANSITIONS,
    TransitionError,
    publish,
    retire,
    return_to_author,
    submit_for_review,
)
from triage.content.actions.working_copy import (
    EditConflictError,
    load_definition,
    note_edit,
    save_vignette,
)

__all__ = [
    "TRANSITIONS",
    "EditConflictError",
    "TransitionError",
    "load_definition",
    "note_edit",
    "publish",
    "retire",
    "return_to_author",
    "save_vignette",
    "submit_for_review",
]
