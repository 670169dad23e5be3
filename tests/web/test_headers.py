"""What every answer carries: the headers that keep browsers from being turned against their users."""

import re
from http import HTTPStatus
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from tests.databases import DatabaseUrls
from tests.web.samples import SAFE, places
from tests.web.site import PASSWORD, Site, open_site
from tracker.domain.refusals import Conflict
from tracker.domain.texts import Text
from tracker.web.excel.files import NOTHING_ALLOWED
from tracker.web.headers import CONTENT_SECURITY_POLICY

DUE = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}


LOCKED = OperationalError("UPDATE", {}, Exception("database is locked"))
FULL = OperationalError("UPDATE", {}, Exception("database or disk is full"))


def missing(answer: TestResponse, *, static: bool = False) -> list[str]:
    """Name what an answer lacks of the ten things that are due."""
    policy = answer.headers.get("Content-Security-Policy", "")
    lacking = [name for name, value in DUE.items() if answer.headers.get(name) != value]
    if policy == NOTHING_ALLOWED and "attachment" in answer.headers.get("Content-Disposition", ""):
        lacking.remove("Content-Security-Policy")  # a file from outside, held shorter still
    if "camera=()" not in answer.headers.get("Permissions-Policy", ""):
        lacking.append("Permissions-Policy")
    kept = answer.headers.get("Cache-Control", "")
    due = (
        ("no-cache", "public, max-age=31536000, immutable", "no-store") if static else ("no-store", "private, no-cache")
    )
    if kept not in due or (kept == "private, no-cache" and "ETag" not in answer.headers):
        lacking.append(f"Cache-Control ({kept})")
    if "Server" in answer.headers or "X-Powered-By" in answer.headers:
        lacking.append("nothing about the server")
    return lacking


def test_ten_headers_are_looked_for() -> None:
    assert len(DUE) + len(("Permissions-Policy", "Cache-Control", "Server")) == 10


def test_every_page_carries_them_for_everybody(site: Site) -> None:
    lacking = []
    for place in places(site):
        for client in (site.browser(site.everything), site.browser()):
            data = None if place.method in SAFE else {"csrf_token": site.token(client)}
            address = place.address(site, site.everything)
            answer = client.open(address, method=place.method, data=data, buffered=True)
            if gone := missing(answer, static=place.endpoint == "static"):
                lacking.append(f"{place} {answer.status_code}: {gone}")
    assert lacking == []


def test_every_error_carries_them(site: Site) -> None:
    client = site.browser(site.everything)

    def conflict() -> str:
        raise Conflict(Text("Noget er ændret."))

    def locked() -> str:
        raise LOCKED

    def full() -> str:
        raise FULL

    def fault() -> str:
        raise RuntimeError

    view = "people.my_page"
    answers = {
        400: client.post("/min-side/oplysninger"),
        403: site.browser(site.without_role).get("/administration/personer"),
        404: client.get("/findes-ikke"),
        405: client.delete("/min-side"),
        413: client.post("/min-side/oplysninger", data={"name": "a" * 2_100_000}),
    }
    for status, broken in ((409, conflict), (503, locked), (507, full), (500, fault)):
        site.app.view_functions[view] = broken
        answers[status] = client.get("/min-side")
    assert {status: answer.status_code for status, answer in answers.items()} == {status: status for status in answers}
    assert {status: missing(answer) for status, answer in answers.items()} == {status: [] for status in answers}
    assert client.get("/findes-ikke", headers={"Host": "evil.example"}).status_code == HTTPStatus.BAD_REQUEST
    assert missing(client.get("/", headers={"Host": "evil.example"})) == []


def test_a_missing_header_would_be_seen(site: Site) -> None:
    answer = site.browser().get("/log-ind")
    del answer.headers["Content-Security-Policy"]
    answer.headers["Cache-Control"] = "public"
    answer.headers["Server"] = "Werkzeug"
    assert missing(answer) == ["Content-Security-Policy", "Cache-Control (public)", "nothing about the server"]


def test_the_policy_allows_nothing_inline_and_no_other_origin() -> None:
    sources = set(re.findall(r"'[a-z-]+'|data:|https?:|\*", CONTENT_SECURITY_POLICY))
    assert sources == {"'none'", "'self'", "data:"}
    assert "script-src 'self';" in CONTENT_SECURITY_POLICY
    assert "style-src 'self';" in CONTENT_SECURITY_POLICY


def test_only_a_static_file_whose_address_names_its_content_is_kept_for_good(site: Site) -> None:
    client = site.browser()
    address = re.search(r'href="(/static/css/[^"]+)"', client.get("/log-ind").text)
    assert address is not None
    marked, plain = client.get(address[1], buffered=True), client.get(address[1].partition("?")[0], buffered=True)
    assert marked.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert plain.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in marked.headers


@pytest.fixture
def sign_in_cookies(site: Site) -> list[str]:
    client = site.browser()
    data = {"csrf_token": site.token(client), "email": "reader@example.org", "password": PASSWORD}
    return client.post("/log-ind", data=data).headers.getlist("Set-Cookie")


def test_over_plain_http_the_cookies_are_for_our_pages_only(sign_in_cookies: list[str]) -> None:
    assert sorted(cookie.partition("=")[0] for cookie in sign_in_cookies) == ["browser", "session"]
    for cookie in sign_in_cookies:
        assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
        assert "Domain" not in cookie


def test_behind_tls_the_cookie_is_secure_and_the_browser_is_told_to_stay(
    sqlite_urls: DatabaseUrls, tmp_path: Path
) -> None:
    with open_site(sqlite_urls, tmp_path, https=True, trusted_hosts=("puljeoverblik.example",)) as site:
        client = site.browser()
        answer = client.get("/log-ind", base_url="https://puljeoverblik.example")
    assert answer.status_code == 200
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert all(part in cookie for part in ("; Secure", "; HttpOnly", "; Path=/", "; SameSite=Lax"))


def test_over_plain_http_nothing_promises_tls(site: Site) -> None:
    assert "Strict-Transport-Security" not in site.browser().get("/log-ind").headers


def test_signing_out_clears_what_the_browser_kept(site: Site) -> None:
    client = site.browser(site.everything)
    answer = client.post("/log-af", data={"csrf_token": site.token(client)})
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
