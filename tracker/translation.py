"""How the sentences of the rules become the language of the page or of the command line."""

from flask_babel import get_locale, gettext

from tracker.domain.money import SaidAmount
from tracker.domain.percentages import SaidPercentage
from tracker.domain.texts import Text


def said(text: object) -> str:
    """Say a sentence of the rules in the present language; its values may be sentences, amounts and percentages."""
    if isinstance(text, SaidAmount | SaidPercentage):
        return text.written(str(get_locale() or "da"))
    if not isinstance(text, Text):
        return str(text)
    sentence = str(gettext(text.message))
    return sentence % {name: said(value) for name, value in text.values.items()} if text.values else sentence
