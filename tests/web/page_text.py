"""Pages as a reader meets them: tables and text without their tags, so that a test can show the whole of it."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser


def tables(page: str) -> list[str]:
    """Give the tables of a page, a line for each row, cells parted by bars; nested tags are left out."""
    reader = _TableReader()
    reader.feed(page)
    return ["\n".join(" | ".join(cells) for cells in rows) for rows in reader.tables]


def main_text(page: str) -> str:
    """Give the words of a page's own part, single blanks between them."""
    main = re.search(r"<main.*?</main>", page, re.DOTALL)
    assert main, "the page has no main part"
    reader = _TextReader()
    reader.feed(main[0])
    return " ".join(" ".join(reader.words).split())


class _TextReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@dataclass
class _TableReader(HTMLParser):
    tables: list[list[list[str]]] = field(default_factory=list)
    in_cell: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - fixed by HTMLParser
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self.tables[-1][-1].append("")
            self.in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self.in_cell = False

    def handle_data(self, data: str) -> None:
        if self.in_cell:
            cell = f"{self.tables[-1][-1][-1]} {data}"
            self.tables[-1][-1][-1] = " ".join(cell.split())
