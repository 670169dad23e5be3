"""The form by which a reason is recorded."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from tracker.web.forms import OnceForm, stripped


class ReasonForm(OnceForm):
    """Why a printed figure doesn't tie out."""

    reason = TextAreaField(
        _l("Begrundelse"),
        filters=[stripped],
        validators=[DataRequired(_l("Skriv, hvorfor tallet ikke stemmer.")), Length(max=1000)],
    )
