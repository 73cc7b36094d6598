"""The one crispy helper, and the base of every form the clinic pack draws."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from triage.ui.messages import speak_plainly


def clinic_helper(*, form_tag: bool = False, action: str = "") -> FormHelper:
    """Return the helper of a form: with its CSRF token, and without the browser's own messages."""
    helper = FormHelper()
    helper.form_tag = form_tag
    helper.disable_csrf = False
    helper.include_media = False
    helper.attrs = {"novalidate": True}
    if action:
        helper.attrs["action"] = action
    return helper


class ClinicFormMixin(forms.BaseForm):
    """Draws a form with the clinic pack; `why` says for a field why it is asked."""

    # The server alone says what is missing, in our words and in the language of the page.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.why: dict[str, str] = {}

    def full_clean(self) -> None:
        """Check the answers, with our own words for whatever is wrong."""
        if self.is_bound:
            for field in self.fields.values():
                speak_plainly(field)
        super().full_clean()

    @property
    def helper(self) -> FormHelper:
        """The helper `{% crispy form %}` looks for."""
        return clinic_helper()


class ClinicForm(ClinicFormMixin, forms.Form):
    """A form drawn by the clinic pack."""
