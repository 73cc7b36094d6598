"""Who would have moved: the rules of an edition tried on the responses of the past."""

from collections.abc import Iterator
from dataclasses import dataclass

from triage.content.models import Questionnaire, Release
from triage.engine.replay import Impact, Replay
from triage.engine.ruleset import Ruleset
from triage.engine.terms import Tier
from triage.intake.columns import past_blocks
from triage.intake.models import Response


@dataclass(frozen=True, slots=True)
class ShownMove:
    """Responses that would have got another tier. `visits` holds codes of the latest of them."""

    before: Tier
    after: Tier | None
    count: int
    visits: tuple[str, ...]

    @property
    def is_down(self) -> bool:
        """Whether they would have become less urgent."""
        return self.after is None or self.after < self.before


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule that would have fired for others than it did. One that is gone has no title."""

    id: str
    title: str
    before: int
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class ShownImpact:
    """An impact as a page shows it: moves down first, the table by tier, and what limits both.

    `table` has a row for each tier that was given, with a count for each tier it would be now; the
    last is for those to whom no rule gives a tier. `gone` counts responses with an answer that the
    edition does not have, `new` names its questions that not everybody was asked, and `unpacked`
    counts responses that were left out.
    """

    responses: int
    down: tuple[ShownMove, ...]
    up: tuple[ShownMove, ...]
    table: tuple[tuple[Tier, tuple[int, ...]], ...]
    rules: tuple[ShownRule, ...]
    new: tuple[str, ...]
    gone: int
    unpacked: int

    @property
    def moved_down(self) -> int:
        """How many responses would have become less urgent."""
        return sum(move.count for move in self.down)

    @property
    def moved_up(self) -> int:
        """How many responses would have become more urgent."""
        return sum(move.count for move in self.up)


TIERS: tuple[Tier, ...] = tuple(sorted(Tier, reverse=True))


def impact_of(draft: Ruleset, questionnaire: Questionnaire) -> Impact:
    """Return what a draft makes of all past responses to its questionnaire."""
    replay, impact = Replay(draft), Impact()
    for block in reversed(past_blocks()):
        if block.release.questionnaire_id == questionnaire.pk:
            replay.add(impact, block.columns, block.ids, block.rules)
    return impact


def shown(impact: Impact, draft: Ruleset) -> ShownImpact:
    """Return an impact as its page shows it."""
    releases = Release.objects.filter(questionnaire__key=draft.definition.key)
    sent = Response.objects.filter(release__in=releases).count()
    moves = sorted(_moves(impact), key=lambda move: (-move.before, -(move.after or 0)))
    return ShownImpact(
        responses=impact.responses,
        down=tuple(move for move in moves if move.is_down),
        up=tuple(move for move in moves if not move.is_down),
        table=tuple(
            (before, tuple(impact.moves[before, after] for after in (*TIERS, None)))
            for before in TIERS
        ),
        rules=tuple(_rules(impact, draft)),
        new=tuple(draft.question(link_id).name for link_id in impact.new),
        gone=impact.gone,
        unpacked=sent - impact.responses,
    )


def _moves(impact: Impact) -> Iterator[ShownMove]:
    wanted = [pk for ids in impact.examples.values() for pk in ids]
    codes = dict(Response.objects.filter(pk__in=wanted).values_list("pk", "visit__code"))
    for (before, after), ids in impact.examples.items():
        visits = tuple(codes[pk] for pk in ids if pk in codes)
        yield ShownMove(before, after, impact.moves[before, after], visits)


def _rules(impact: Impact, draft: Ruleset) -> Iterator[ShownRule]:
    for rule_id in sorted(impact.gained.keys() | impact.lost.keys()):
        gained, lost = impact.gained[rule_id], impact.lost[rule_id]
        if gained or lost:
            title = draft.rule(rule_id).title if rule_id in draft.rules else ""
            yield ShownRule(rule_id, title, impact.before[rule_id], gained, lost)
