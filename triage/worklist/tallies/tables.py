"""The numbers as tables. The page draws them, and the export writes the same cells."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from triage.engine.terms import Tier
from triage.ui.templatetags.backstop import day, waited
from triage.ui.tiers import tier_word
from triage.worklist.tallies.cells import SMALLEST, breakdown, cell, share
from triage.worklist.tallies.gather import Case, Cases

LEFT_AFTER = timedelta(hours=2)
FINALS = ("serious", "other", "none", "unknown", "")


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what it tells, and its cells as they may be shown; the second may be a title."""

    key: str
    title: str
    note: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    has_titles: bool = False


def days_of(cases: Cases, days: Sequence[date]) -> Table:
    """Count the visits of each day by tier. Whoever may read the list may read them one by one."""
    counts = tier_counts(cases, days)
    return Table(
        "days",
        _("Visits for each day, by tier"),
        _("By the place on the list: the tier that was reported first or set by a clinician."),
        (
            _("Day"),
            _("All"),
            *(str(tier_word(tier)) for tier in reversed(Tier)),
            _("No result yet"),
        ),
        tuple(
            (day(one), str(sum(row)), *map(str, row)) for one, row in zip(days, counts, strict=True)
        ),
    )


def tier_counts(cases: Cases, days: Sequence[date]) -> list[tuple[int, ...]]:
    """Return for each day how many visits stand in each tier, the most urgent first, and in none."""
    counted = Counter((timezone.localdate(one.started_at), one.urgency) for one in cases.all)
    return [tuple(counted[one, tier] for tier in (*reversed(Tier), 0)) for one in days]


def times_of(cases: Cases) -> Table:
    """Say how long things take; nothing of fewer than five."""
    spans = (
        (_("From the start to sending"), _spans(cases.all, "started_at", "submitted_at")),
        (
            _("From the emergency answer to the acknowledgement"),
            _spans(cases.all, "emergency_at", "acknowledged_at"),
        ),
        (
            _("From sending to the acknowledgement, where it came later"),
            [
                span
                for span in _spans(cases.all, "submitted_at", "acknowledged_at")
                if span > timedelta(0)
            ],
        ),
        (_("From sending to the sign-off"), _spans(cases.all, "submitted_at", "signed_at")),
    )
    return Table(
        "times",
        _("How long it takes"),
        _("An emergency alerts before the form is sent, so its clock runs from the answer."),
        (_("Time"), _("Visits"), _("Half within"), _("Nine of ten within")),
        tuple((name, cell(len(span)), *_quantiles(span)) for name, span in spans),
    )


def stops_of(cases: Cases, now: datetime) -> Table:
    """Say after which part of the form patients stopped, or asked for help and did not go on."""
    parts = {page.key: page.title for page in cases.definition.pages} if cases.definition else {}
    left = [one for one in cases.all if _was_left(one, now)]
    stopped = Counter(one.reached[-1] if one.reached else "" for one in left)
    helped = Counter(
        one.reached[-1] if one.reached else "" for one in left if one.help_asked_at is not None
    )
    return Table(
        "stops",
        _("Where patients stop or ask for help"),
        _(
            "Not sent within two hours, or handed in unfinished. Of those who asked for help, only "
            "who did not go on is told by part: who went on is in the last line."
        ),
        (_("Last part that was answered"), _("Stopped there"), _("Of these asked for help")),
        (
            *(
                (title, cell(stopped[key]), cell(helped[key]))
                for key, title in (("", _("None")), *parts.items())
            ),
            (
                _("Asked for help and finished"),
                "",
                cell(sum(one.is_finished and one.help_asked_at is not None for one in cases.all)),
            ),
        ),
    )


def unsure_of(cases: Cases) -> Table:
    """Say how often each question was answered with "not sure", the oftenest first."""
    asked = Counter(one for case in cases.all for one in case.asked)
    unsure = Counter(one for case in cases.all for one in case.unsure)
    order = sorted(unsure, key=lambda one: (-unsure[one] / asked[one], one))
    return Table(
        "unsure",
        _("Questions answered with “not sure”"),
        _("Also “I would rather not say”. Questions that nobody was unsure of are left out."),
        (_("Question"), _("Asked"), _("Not sure"), _("Share"), _("95 % interval"), _("Beware")),
        tuple(
            (
                cases.question(one),
                cell(asked[one]),
                cell(unsure[one]),
                *share(unsure[one], asked[one]),
            )
            for one in order
        ),
    )


def overrides_of(cases: Cases) -> Table:
    """Say for each rule that set a tier how often a clinician set another one."""
    leading: Counter[str] = Counter()
    up: Counter[str] = Counter()
    down: Counter[str] = Counter()
    for case in cases.all:
        for rule in _leading(case):
            leading[rule] += 1
            up[rule] += any(to > before for before, to in case.overrides)
            down[rule] += any(to < before for before, to in case.overrides)
    return Table(
        "overrides",
        _("Tiers that clinicians changed, by the rule that had set them"),
        _("A visit counts for every rule at its tier. The share is of those that were lowered."),
        (
            *(_("Rule"), _("Title"), _("Set the tier"), _("Raised"), _("Lowered")),
            *(_("Share"), _("95 % interval"), _("Beware")),
        ),
        tuple(
            (
                rule,
                cases.rule(rule),
                cell(leading[rule]),
                cell(up[rule]),
                cell(down[rule]),
                *share(down[rule], leading[rule]),
            )
            for rule in sorted(leading)
            if up[rule] or down[rule]
        ),
        has_titles=True,
    )


def rules_of(cases: Cases) -> Table:
    """Say for each rule how often it fired, and what it turned out to be."""
    fired: dict[str, Counter[str]] = {}
    for case in cases.all:
        for rule in case.fired:
            fired.setdefault(rule, Counter())[case.final] += 1
    return Table(
        "rules",
        _("Rules that fired, and what came of it"),
        _(
            "By the final outcome that clinicians noted. The share is of serious causes among the "
            "visits with a known outcome. It is what was found here, and no proof of a rule."
        ),
        (
            *(_("Rule"), _("Title"), _("Fired"), _("Serious cause"), _("Another cause")),
            *(_("No cause found"), _("Not known"), _("Not noted")),
            *(_("Share"), _("95 % interval"), _("Beware")),
        ),
        tuple(
            (rule, cases.rule(rule), *_came_of(fired[rule]))
            for rule in sorted(fired, key=lambda one: (-fired[one].total(), one))
        ),
        has_titles=True,
    )


def _came_of(finals: Counter[str]) -> tuple[str, ...]:
    total = finals.total()
    if total < SMALLEST:
        return (cell(total), *[""] * len(FINALS), *share(0, total))
    known = finals["serious"] + finals["other"] + finals["none"]
    parts = breakdown([finals[one] for one in FINALS])
    told = share(finals["serious"], known) if known else ("", "", _("no outcome noted"))
    return (cell(total), *parts, *told)


def _leading(case: Case) -> list[str]:
    """The rules that set the tier of what was sent."""
    most = max(case.fired.values(), default=None)
    return [rule for rule, tier in case.fired.items() if tier is most]


def _was_left(case: Case, now: datetime) -> bool:
    never_sent = case.submitted_at is None and case.started_at < now - LEFT_AFTER
    return never_sent or case.is_incomplete


def _spans(cases: Iterable[Case], start: str, end: str) -> list[timedelta]:
    both = ((getattr(one, start), getattr(one, end)) for one in cases)
    return sorted(last - first for first, last in both if first and last)


def _quantiles(spans: Sequence[timedelta]) -> tuple[str, str]:
    if len(spans) < SMALLEST:
        return "", ""
    at = [spans[(len(spans) * tenths - 1) // 10] for tenths in (5, 9)]
    return waited(at[0]), waited(at[1])
