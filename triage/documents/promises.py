"""What each document must say on paper, drawn from the record and not from the template."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from triage.documents.handout import Handout
from triage.documents.paper import Stamp
from triage.documents.proofread import Promise
from triage.documents.summary import Summary
from triage.engine.terms import BODY_MAP, QuestionKind
from triage.intake.record import AnswerState, Said
from triage.ui.templatetags.backstop import code


def summary_promise(summary: Summary) -> Promise:
    """Every question with its answer, the tier, each rule, and the count of the questions."""
    record = summary.record
    asked = record.count()
    count = _("%(asked)s questions asked, %(shown)s shown:") % {"asked": asked, "shown": asked}
    said = [text for one in record.said() for text in _told(one)]
    said += [line for words in summary.words for line in words.lines]
    rules = [f"{reason.rule.id} {reason.rule.suspect}" for reason in record.reasons]
    rules += [f"{rule.id} {rule.suspect}" for rule in record.not_excluded]
    somewhere = [record.tier_text.name, count, *said, *rules, summary.stamp.when]
    somewhere += [summary.stamp.identifier]
    desk = summary.desk
    somewhere += [text for entry in desk.entries for text in (entry.kind, entry.words, entry.by)]
    somewhere += [desk.override.words] if desk.override else []
    if desk.signed:
        somewhere += [desk.signed.decision, *desk.signed.lines, desk.signed.signature]
    return Promise(tuple(somewhere), _everywhere(summary.stamp))


def handout_promise(handout: Handout) -> Promise:
    """The tier in the patient's words, the reasons, every article, and the cards."""
    stamp = handout.stamp
    articles = [*handout.first, *handout.articles, *handout.cards]
    points = [point for article in articles for point in article.points]
    somewhere = [stamp.tier.name, stamp.tier.patient_text, *handout.sentences]
    # A colon makes a heading of a point.
    somewhere += [point.removesuffix(":") for point in points]
    somewhere += [article.title for article in articles] + [stamp.clinic_phone, stamp.identifier]
    if handout.is_emergency:
        somewhere += [f"{one.question.name}: {one.answer}" for one in handout.for_the_hospital]
    return Promise(tuple(somewhere), _everywhere(stamp))


def _everywhere(stamp: Stamp) -> tuple[str, ...]:
    return (stamp.name, code(stamp.code), stamp.content, stamp.tier.name)


def _told(said: Said) -> Iterator[str]:
    """What paper says of one question; the birth date stands in the head without its name."""
    question = said.question
    is_told = said.state in {AnswerState.REPORTED, AnswerState.DENIED}
    if question.kind is QuestionKind.DATE and is_told:
        return
    if question.kind is QuestionKind.TEXT and is_told:
        yield question.name
    elif question.link_id == BODY_MAP or not is_told:
        yield question.name
        yield said.answer
    else:
        yield f"{question.name}: {said.answer}"
