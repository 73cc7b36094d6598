"""What can happen to a visit before a clinician takes it up, and to the devices it is filled in on."""

from triage.intake.actions.answering import (
    IncompleteAnswersError,
    amend,
    ask_for_help,
    close,
    save_answers,
    set_tier,
    submit,
)
from triage.intake.actions.devices import pair, revoke
from triage.intake.actions.erasing import erase_visits
from triage.intake.actions.holding import keep_hold
from triage.intake.actions.invitations import enter_code, invite, open_link
from triage.intake.actions.keying import key_in, keyed_mark, put_on_paper, submit_paper
from triage.intake.actions.locks import VisitError
from triage.intake.actions.packing import pack_missing
from triage.intake.actions.starting import (
    check_identity,
    hand_over,
    start_at_kiosk,
    start_visit,
    take_back,
)
from triage.intake.actions.vignettes import take_for_vignette

__all__ = [
    "IncompleteAnswersError",
    "VisitError",
    "amend",
    "ask_for_help",
    "check_identity",
    "close",
    "enter_code",
    "erase_visits",
    "hand_over",
    "invite",
    "keep_hold",
    "key_in",
    "keyed_mark",
    "open_link",
    "pack_missing",
    "pair",
    "put_on_paper",
    "revoke",
    "save_answers",
    "set_tier",
    "start_at_kiosk",
    "start_visit",
    "submit",
    "submit_paper",
    "take_back",
    "take_for_vignette",
]
