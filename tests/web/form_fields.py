"""Forms as a browser without a script fills them in: every field of the page as it stands, then one button."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def fields(page: str, *, having: str = "") -> dict[str, str]:
    """Give the fields of the page's last form, or the last that has a certain field, as a browser would send them."""
    reader = _Reader()
    reader.feed(page)
    return next(form for form in reversed(reader.forms) if not having or having in form)


def press(client: FlaskClient, address: str, page: str, step: str, **typed: str) -> TestResponse:
    """Type into the fields of a page, by name (``row_0_2021`` for ``row-0-2021``), and press the button of a step."""
    form = fields(page)
    for name, text in typed.items():
        form[_name(name, form)] = text
    return client.post(address, data={**form, "step": step})


def chosen(page: str, title: str) -> str:
    """Tell the value of the first choice with this title."""
    reader = _Reader()
    reader.feed(page)
    return next(value for value, text in reader.options if text == title)


def _name(name: str, form: Mapping[str, str]) -> str:
    dashed = name.replace("_", "-")
    assert name in form or dashed in form, f"there is no field {name} on the page, only {sorted(form)}"
    return name if name in form else dashed


@dataclass
class _Reader(HTMLParser):
    forms: list[dict[str, str]] = field(default_factory=list)
    options: list[tuple[str, str]] = field(default_factory=list)
    select: str = ""
    textarea: str = ""
    in_option: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({})
        elif tag == "input" and given.get("name"):
            if given.get("type") not in {"radio", "checkbox"} or "checked" in given:
                self.forms[-1][given["name"]] = given.get("value", "")
        elif tag == "select":
            self.select = given["name"]
        elif tag == "option":
            self.in_option = True
            self.options.append((given["value"], ""))
            if self.select and ("selected" in given or self.select not in self.forms[-1]):
                self.forms[-1][self.select] = given["value"]
        elif tag == "textarea":
            self.textarea = given["name"]
            self.forms[-1][self.textarea] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""
        elif tag == "option":
            self.in_option = False
        elif tag == "textarea":
            self.forms[-1][self.textarea] = self.forms[-1][self.textarea].removeprefix("\n")
            self.textarea = ""

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.forms[-1][self.textarea] += data
        elif self.in_option:
            value, text = self.options[-1]
            self.options[-1] = (value, text + data)
