"""Pages keep the strict content policy: nothing inline, nothing unescaped, and only files that exist."""

import re

import pytest

from tests.architecture.sources import ROOT, name, templates

FORBIDDEN = {
    "text that is not escaped": re.compile(r"\|\s*safe\b|\{%-?\s*autoescape\s+false"),
    "a style in the page": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "a script in the page": re.compile(r"<script\b(?![^>]*\ssrc=)|javascript:", re.IGNORECASE),
    "a handler in the page": re.compile(r"\son[a-z]+\s*=\s*[\"'{]", re.IGNORECASE),
    "a file from another server": re.compile(
        r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=[\"']?(?:https?:)?//", re.IGNORECASE
    ),
}
ASSET = re.compile(r"asset\(\s*['\"]([^'\"]+)['\"]")


def faults(page: str) -> list[str]:
    return [reason for reason, pattern in FORBIDDEN.items() if pattern.search(page)]


def test_pages_hold_nothing_that_the_content_policy_would_block() -> None:
    found = {name(file): faults(file.read_text(encoding="utf-8")) for file in templates()}
    assert {file: reasons for file, reasons in found.items() if reasons} == {}


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<p>{{ note|safe }}</p>", "text that is not escaped"),
        ("{% autoescape false %}", "text that is not escaped"),
        ('<td style="width: 3em">', "a style in the page"),
        ("<script>start()</script>", "a script in the page"),
        ('<a href="javascript:start()">', "a script in the page"),
        ('<button onclick="start()">', "a handler in the page"),
        ('<img src="https://example.org/a.png">', "a file from another server"),
    ],
)
def test_a_fault_in_a_page_would_be_seen(page: str, reason: str) -> None:
    assert faults(page) == [reason]


def test_every_file_that_a_page_names_exists() -> None:
    named = {(name(file), asset) for file in templates() for asset in ASSET.findall(file.read_text(encoding="utf-8"))}
    assert named
    assert {(page, asset) for page, asset in named if not (ROOT / "static" / asset).is_file()} == set()
