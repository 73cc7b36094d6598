"""Thirty-five bugs that could hurt somebody, each a small change of the code, and who should notice."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Defect:
    """One bug: where, what stands there, what the bug puts there, and the tests that must fail."""

    name: str
    path: str
    right: str
    wrong: str
    tests: tuple[str, ...]


def _one(name: str, path: str, right: str, wrong: str, *tests: str) -> Defect:
    return Defect(name, f"triage/{path}", right, wrong, tuple(f"tests/{one}.py" for one in tests))


DEFECTS = (
    # --- What is asked and how it is judged ---------------------------------------------------------
    _one(
        "not sure is read as no",
        "engine/evaluation.py",
        "return question in reported.unsure\n",
        "return False\n",
        "engine/test_evaluation",
    ),
    _one(
        "what was left empty is read as no",
        "engine/paging.py",
        "not under_way and _is_missing(",
        "False and _is_missing(",
        "engine/test_paging",
    ),
    _one(
        "tiers are compared the wrong way",
        "engine/assess.py",
        "tier=max(finding.tier",
        "tier=min(finding.tier",
        "engine/test_assess",
    ),
    _one(
        "the most urgent so far is the least urgent",
        "engine/assess.py",
        "return max((finding.tier",
        "return min((finding.tier",
        "intake/test_saving",
        "engine/test_assess",
    ),
    _one(
        "at least two is read as more than two",
        "engine/evaluation.py",
        "for part in parts) >= count",
        "for part in parts) > count",
        "engine/test_evaluation",
    ),
    _one(
        "what is not excluded is left out",
        "engine/assess.py",
        "could_hold(condition, reported) is Truth.UNKNOWN",
        "could_hold(condition, reported) is Truth.FALSE",
        "engine/test_assess",
    ),
    _one(
        "an answer to a hidden question counts",
        "engine/paging.py",
        "if visible is not Truth.TRUE:\n            continue\n",
        "if visible is not Truth.TRUE:\n            pass\n",
        "engine/test_paging",
    ),
    _one(
        "content whose proof failed passes the gate",
        "engine/gate.py",
        "failures = (*_broken(ruleset, violations), *_vignettes",
        "failures = (*_vignettes",
        "content/test_gate",
    ),
    # --- Content ------------------------------------------------------------------------------------
    _one(
        "an author publishes alone",
        "content/actions/releases.py",
        "if settings.BACKSTOP_SINGLE_APPROVER:",
        "if True:",
        "content/test_release",
    ),
    _one(
        "a changed definition is used",
        "content/models/release.py",
        "if codec.digest(document) != sha256:",
        "if not sha256:",
        "content/test_release",
    ),
    # --- Intake -------------------------------------------------------------------------------------
    _one(
        "an emergency that was taken back is forgotten",
        "intake/actions/answering.py",
        "if visit.emergency_said_at is None else Tier.EMERGENCY",
        "if True else Tier.EMERGENCY",
        "intake/test_saving",
    ),
    _one(
        "no emergency raises the alarm",
        "intake/actions/answering.py",
        "if tier is Tier.EMERGENCY and visit.emergency_said_at is None:",
        "if tier is None and visit.emergency_said_at is None:",
        "intake/test_saving",
    ),
    _one(
        "an unfinished form can be sent",
        "intake/actions/answering.py",
        "if not incomplete and assessment.unanswered:",
        "if incomplete and assessment.unanswered:",
        "intake/test_submitting",
    ),
    _one(
        "sending twice makes two",
        "intake/actions/answering.py",
        "        if visit.submitted_at is not None:\n            return visit.responses.get(number=1)\n",
        "",
        "intake/test_submitting",
    ),
    _one(
        "what the sender had seen is sent, and not what was said",
        "intake/actions/answering.py",
        "if _basis(visit) != seen:",
        "if False:",
        "intake/test_submitting",
    ),
    _one(
        "a response can be changed",
        "intake/models/response.py",
        "if not self._state.adding:\n            raise FrozenResponseError\n",
        "",
        "intake/test_submitting",
    ),
    _one(
        "the secret of a screen is kept as it is",
        "intake/actions/starting.py",
        "visit.token_hash, visit.held_until = hash_of(token),",
        "visit.token_hash, visit.held_until = token,",
        "intake/test_start",
    ),
    _one(
        "a link that was withdrawn opens",
        "intake/models/invitation.py",
        "return self.filter(used_at=None, withdrawn_at=None)",
        "return self.filter(used_at=None)",
        "intake/test_link",
        "intake/test_kiosk",
    ),
    _one(
        "a code of yesterday opens a visit",
        "intake/models/invitation.py",
        "self.unspent().filter(expires_at__gt=now, visit__submitted_at=None)",
        "self.unspent().filter(visit__submitted_at=None)",
        "intake/test_kiosk",
        "intake/test_link",
    ),
    # --- The list -----------------------------------------------------------------------------------
    _one(
        "the most urgent come last",
        "intake/models/visit.py",
        'order_by("-urgency", "pk")',
        'order_by("urgency", "pk")',
        "intake/test_submitting",
    ),
    _one(
        "the list stands on its head",
        "worklist/board.py",
        "key=lambda group: group[0].order)",
        "key=lambda group: group[0].order, reverse=True)",
        "worklist/test_order",
    ),
    _one(
        "acknowledged emergencies go on alarming",
        "worklist/alerts.py",
        "emergency_at__isnull=False, acknowledgement=None)",
        "emergency_at__isnull=False)",
        "worklist/test_alerts",
    ),
    _one(
        "who is second overwrites in silence",
        "worklist/actions/acts.py",
        "if last_seen(visit) > seen:",
        "if last_seen(visit) < 0:",
        "worklist/test_both_versions",
    ),
    _one(
        "a tier is lowered without a reason",
        "worklist/actions/acts.py",
        "elif before and tier < before:",
        "elif before and tier > before:",
        "worklist/test_acts",
    ),
    _one(
        "a visit is signed off unread",
        "worklist/actions/signing.py",
        "    if not has_opened(visit, by):\n        raise SignOffError(",
        "    if not by:\n        raise SignOffError(",
        "worklist/test_acts",
    ),
    # --- Paper --------------------------------------------------------------------------------------
    _one(
        "print that lacks answers is handed out",
        "documents/proofread.py",
        "if not all(owned) or lacking or outside or pale:",
        "if not all(owned):",
        "documents/test_check",
    ),
    _one(
        "the printer fetches what it is told to",
        "documents/press.py",
        "if picture is None or not url.startswith(BASE):",
        "if picture is None and url.startswith(BASE):",
        "documents/test_pdf",
    ),
    # --- Who gets in --------------------------------------------------------------------------------
    _one(
        "a view that says nothing is open",
        "accounts/access.py",
        "if access is None:\n            raise",
        "if access is None:\n            return None\n            raise",
        "accounts/test_access",
    ),
    _one(
        "owning a second factor is taken for showing it",
        "accounts/second_factor.py",
        'return any(record.get("method") == "mfa" for record in records)',
        "return isinstance(user, User) and owns_one(user)",
        "accounts/test_second_factor",
    ),
    _one(
        "a screen nobody uses stays signed in",
        "accounts/sessions.py",
        "request.session.get(USED, 0) >= UNUSED:",
        "request.session.get(USED, 0) < 0:",
        "accounts/test_sessions",
    ),
    _one(
        "browsers may keep pages",
        "config/middleware.py",
        'response.headers["Cache-Control"] = "no-store"',
        'response.headers["Cache-Control"] = "private"',
        "intake/test_access",
    ),
    _one(
        "script in a page may run",
        "config/settings.py",
        '"script-src": ["\'self\'"]',
        '"script-src": ["\'self\'", "\'unsafe-inline\'"]',
        "config/test_headers",
    ),
    # --- What is kept -------------------------------------------------------------------------------
    _one(
        "a commit may be lost in a power cut",
        "config/database.py",
        '"synchronous": 2,',
        '"synchronous": 1,',
        "config/test_database",
    ),
    _one(
        "a damaged backup is restored",
        "config/backup.py",
        "if found != (seal.rows, seal.digest) or not is_whole or lost is not None:",
        "if not is_whole:",
        "config/test_backup_file",
    ),
    _one(
        "what was not saved is called a failure of the page",
        "config/views.py",
        "if _is_database_away(error):",
        "if error is None:",
        "config/test_failures",
    ),
    _one(
        "the log quotes what was typed",
        "config/logs.py",
        "record.getMessage() if record.name.startswith(OURS) else _wording(record)",
        "record.getMessage()",
        "config/test_failures",
    ),
)
