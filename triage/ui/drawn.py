"""Questions drawn once, and then taken from memory.

A question with fixed answers looks the same whenever the same of them are chosen and the same is
wrong with it. Drawing it again is most of what a page costs, so what was drawn is remembered by all
that it hangs on. What somebody wrote in words of their own is never remembered.
"""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

from django.forms import BoundField
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

MOST = 4_000

_drawn: OrderedDict[Hashable, str] = OrderedDict()
_lock = Lock()


def draw(context: Context, field: BoundField, template: str) -> SafeString:
    """Return a field as its template draws it.

    A field that may be remembered has a method `likeness`: it returns, for the field as it stands in
    a form, all that its looks hang on besides its errors, what opens it, and the language; or None.
    """
    likeness = getattr(field.field, "likeness", lambda _: None)(field)
    if likeness is None:
        return _draw(context, field, template)
    later = getattr(field.form, "later", {}).get(field.name)
    key = (likeness, field.auto_id, tuple(field.errors), later, template, get_language())
    if (known := _drawn.get(key)) is None:
        known = _draw(context, field, template)
        with _lock:
            _drawn[key] = known
            if len(_drawn) > MOST:
                _drawn.popitem(last=False)
    return mark_safe(known)  # noqa: S308 it is what a template has drawn


def _draw(context: Context, field: BoundField, template: str) -> SafeString:
    assert context.template is not None  # noqa: S101 (a tag is drawn within a template)
    with context.push(field=field):
        return context.template.engine.get_template(template).render(context)
