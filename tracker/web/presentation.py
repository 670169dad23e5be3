"""How things are shown on every page: days and times, amounts and words."""

from datetime import date, datetime

from flask import Flask
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from tracker.domain.money import KR, NIL, UNITS, Unit, format_amount
from tracker.domain.years import COPENHAGEN
from tracker.web.language import language
from tracker.web.sessions import signed_in
from tracker.web.words import word

_UNIT_NAMES = {"kr": _l("kr."), "tkr": _l("1.000 kr."), "mio": _l("mio. kr.")}


def install(app: Flask) -> None:
    """Give the templates what they show things with."""
    app.jinja_env.globals.update(signed_in=signed_in, language=language, units=UNITS)
    app.jinja_env.filters.update(day=day, moment=moment, amount=amount, kroner=kroner, word=word, unit_name=unit_name)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def day(value: date | None) -> str:
    """Write a day as 15.11.2020; a moment is written as its day in Copenhagen."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(COPENHAGEN)
    return f"{value.day:02}.{value.month:02}.{value.year:04}"


def moment(value: datetime | None) -> str:
    """Write a moment as 15.11.2020 kl. 14:30, as the clock stood in Copenhagen."""
    if value is None:
        return ""
    local = value.astimezone(COPENHAGEN)
    time = f"{local.hour:02}:{local.minute:02}"
    return str(gettext("%(day)s kl. %(time)s", day=day(local), time=time))


def amount(amount_oere: int | None, unit: Unit, decimals: int = 0) -> str:
    """Write an amount in a unit, in the page's language; None is a dash."""
    return NIL if amount_oere is None else format_amount(amount_oere, unit, decimals=decimals, language=language())


def kroner(amount_oere: int | None) -> str:
    """Write an amount on its own, in whole kroner where it is whole: "3.300.000 kr."."""
    if amount_oere is None:
        return NIL
    decimals = 2 if amount_oere % KR.oere else 0
    return f"{format_amount(amount_oere, KR, decimals=decimals, language=language())} kr."


def unit_name(unit: Unit) -> str:
    """Write a unit as people read it, with the thousands' sign of the page's language."""
    return str(_UNIT_NAMES[unit.code])
