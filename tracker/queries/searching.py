"""Searching in Danish on any database: texts are reduced in SQL as ``searchable`` reduces them in Python."""

from functools import reduce

from sqlalchemy import ColumnElement, SQLColumnExpression, String, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from tracker.domain.names import SEARCHED_AS, SEARCHED_TOGETHER, searchable


class _Searchable(GenericFunction[str]):
    """The text as it is searched by. On SQLite it is our own function, which every connection has."""

    name = "searchable"
    type = String()
    inherit_cache = True


@compiles(_Searchable, "postgresql")
def _on_postgresql(element: _Searchable, compiler: SQLCompiler, **values: object) -> str:
    """Put it together of what PostgreSQL has; signs without a counterpart at the end of the list are taken out."""
    (text,) = element.clauses
    together = reduce(lambda so_far, pair: func.replace(so_far, *pair), SEARCHED_TOGETHER.items(), func.lower(text))
    kept = {sign: alike for sign, alike in SEARCHED_AS.items() if alike}
    removed = [sign for sign, alike in SEARCHED_AS.items() if not alike]
    translated = func.translate(together, "".join([*kept, *removed]), "".join(kept.values()))
    return compiler.process(translated, **values)


def holds(text: SQLColumnExpression[str], word: str) -> ColumnElement[bool]:
    """Say in SQL that a text holds a word, whatever its capitals and accents."""
    return _Searchable(text).contains(searchable(word), autoescape=True)
