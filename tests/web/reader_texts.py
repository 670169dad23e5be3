"""Everything a page or a workbook says to its reader, and the Danish that may be left in it."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import openpyxl
from babel.messages.pofile import read_po

CATALOGUE = Path(__file__).resolve().parents[2] / "tracker/translations/en/LC_MESSAGES/messages.po"
# Shorter ones may stand in a name, or be English as well.
FEWEST_CHARACTERS = 12
_VALUE = re.compile(r"%\(\w+\)[sd]|%s")
_SAID = frozenset(
    {"aria-label", "alt", "title", "placeholder", "label", "data-busy", "data-name", "data-pasted-in-part"}
)
_ADDRESS = re.compile(r"https?://\S+")
_QUOTED = re.compile(r'"([^"]+)"')
_PLACES = ("left", "center", "right")
_NOT_READ = frozenset({"script", "style"})
_DANISH_WORDS = re.compile(
    r"(?i)\b(?:af|alle|beløb|blev|det|dette|dig|din|du|efter|eller|er|et|findes|fra|har|hvor|ikke|ingen|kan|med|mere"
    r"|mod|når|og|på|skal|skriv|som|til|uden|ved|vælg|år)\b"
)
# What is Danish in English too: the names of committees, as the municipality writes them, and the smallest coin.
_NAMES = ("Beskæftigelses- og Integrationsudvalget", "ØU", "øre", "Dansk")


def danish_parts() -> dict[str, str]:
    """Give what can't be English: the Danish texts, cut where values go into them, each with its whole text."""
    with CATALOGUE.open("rb") as stream:
        catalogue = read_po(stream, locale="en")
    parts = {}
    for message in catalogue:
        danish, english = _forms(message.id), " ".join(_forms(message.string))
        for text in danish:
            for part in _VALUE.split(text):
                words = " ".join(part.split())
                if len(words) >= FEWEST_CHARACTERS and words not in english:
                    parts[words] = text
    return parts


def _forms(text: object) -> tuple[str, ...]:
    """Give the text, or the two of a text that counts."""
    return tuple(map(str, text)) if isinstance(text, tuple | list) else (str(text),)


def danish_in(said: str, parts: dict[str, str]) -> list[str]:
    """Name the Danish that is left in what is said: texts of the catalogue, then words and letters of any other."""
    found = [whole for part, whole in parts.items() if part in said]
    said = _ADDRESS.sub("", said)
    for name in _NAMES:
        said = said.replace(name, "")
    return found + sorted(
        {match[0] for match in re.finditer(r"\w*[æøåÆØÅ]\w*", said)} | set(_DANISH_WORDS.findall(said))
    )


def page_says(page: str) -> str:
    """Give the words of a page, with those that are only spoken or shown later, single blanks between them."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return " ".join(" ".join(reader.words).split())


def workbook_says(content: bytes) -> Iterator[str]:
    """Give the texts of a workbook's cells and formulas, sheet by sheet, and those at the edge of its printed pages."""
    for sheet in openpyxl.load_workbook(BytesIO(content)):
        for row in sheet.iter_rows(values_only=True):
            for value in row:
                if isinstance(value, str):
                    yield from _QUOTED.findall(value) if value.startswith("=") else (value,)
        edges = (getattr(part, place) for part in (sheet.oddHeader, sheet.oddFooter) for place in _PLACES)
        yield from (edge.text for edge in edges if edge.text)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        self.words += [value for name, value in attrs if value and name in _SAID]

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - fixed by HTMLParser
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside not in _NOT_READ:
            self.words.append(data)
