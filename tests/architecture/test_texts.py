"""Every text for people can be translated, and is."""

import ast

from tests.architecture.sources import name, python_files
from tools.catalogue import find_faults

TRANSLATING = {"Text", "_", "_l", "gettext", "lazy_gettext", "ngettext"}


def texts_out_of_reach(source: str) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in TRANSLATING
        and node.args
        and not is_written_out(node.args[0])
    ]


def is_written_out(argument: ast.expr) -> bool:
    """A text in quotes, or the message of a Text, which was in quotes where that was made."""
    if isinstance(argument, ast.Attribute):
        return argument.attr == "message"
    return isinstance(argument, ast.Constant) and isinstance(argument.value, str)


def test_every_text_is_written_out_where_the_catalogue_can_find_it() -> None:
    files = python_files("tracker", "imports", "exports")
    places = {name(file): texts_out_of_reach(file.read_text(encoding="utf-8")) for file in files}
    assert {file: lines for file, lines in places.items() if lines} == {}


def test_a_text_put_together_at_run_time_would_be_seen() -> None:
    assert texts_out_of_reach('Text("Puljen")\nText(f"Puljen {year}")\n_("Puljen" + year)\nText(message)\n') == [
        2,
        3,
        4,
    ]


def test_every_text_is_translated() -> None:
    assert list(find_faults()) == []
