"""The form by which a reason is recorded."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.web.forms import OnceForm, stripped


class ReasonForm(OnceForm):
    """Why a printed figure doesn't tie out."""

    reason = TextAreaField(_l("Begrundelse"), filters=[stripped], validators=[InputRequired(), Length(max=1000)])
