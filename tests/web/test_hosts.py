"""Which host names the application answers to, and that links never carry a name that somebody else chose."""

from pathlib import Path

import pytest

from tests.databases import DatabaseUrls
from tests.web.site import Site, open_site
from tracker.web.origins import host_is_ours

FORGED = (
    "evil.example",
    "evil.example:5000",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "evil.example@localhost",
    "localhost@evil.example",
    "localhost:5000@evil.example",
    "localhost, evil.example",
    "localhost evil.example",
    "localhost/evil.example",
    "localhost#evil.example",
    "localhost?evil.example",
    "localhost\\evil.example",
    "localhost:evil",
    "localhost:0",
    "localhost:99999",
    "127.0.0.2",
    "0.0.0.0",  # noqa: S104 - asked for, not listened on
    "[::2]",
    "[::1].evil.example",
    "[::1",
    "2130706433",
    "0x7f.1",
    "localhost.",
    "xn--lcalhost-54a",
)


@pytest.mark.parametrize("host", FORGED)
def test_a_forged_host_is_answered_with_400(site: Site, host: str) -> None:
    answer = site.browser().get("/log-ind", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text


def test_at_least_twenty_are_tried() -> None:
    assert len(set(FORGED)) >= 20


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:5000", "localhost", "LOCALHOST:8080", "[::1]", "[::1]:5000"])
def test_this_machine_is_answered(site: Site, host: str) -> None:
    assert site.browser().get("/log-ind", headers={"Host": host}).status_code == 200


def test_a_host_from_the_settings_is_answered(sqlite_urls: DatabaseUrls, tmp_path: Path) -> None:
    with open_site(sqlite_urls, tmp_path, trusted_hosts=("Puljeoverblik.example",)) as site:
        client = site.browser()
        assert client.get("/log-ind", headers={"Host": "puljeoverblik.example:443"}).status_code == 200
        assert client.get("/log-ind", headers={"Host": "andre.example"}).status_code == 400


def test_no_link_on_a_page_is_made_of_the_host(site: Site) -> None:
    page = site.browser().get("/log-ind", headers={"Host": "localhost:6123"}).text
    assert ":6123" not in page


@pytest.mark.parametrize(
    "header", ["X-Forwarded-Host", "X-Forwarded-For", "X-Forwarded-Proto", "X-Host", "X-Original-Host", "Forwarded"]
)
def test_forwarded_names_mean_nothing_without_a_proxy(site: Site, header: str) -> None:
    answer = site.browser().get("/administration/log", headers={header: "evil.example"})
    assert answer.status_code == 303
    assert answer.location == "/log-ind?next=/administration/log"


def test_a_forwarded_name_is_checked_like_any_other_behind_a_proxy(sqlite_urls: DatabaseUrls, tmp_path: Path) -> None:
    with open_site(sqlite_urls, tmp_path, proxy_hops=1, trusted_hosts=("puljeoverblik.example",)) as site:
        client = site.browser()
        assert client.get("/log-ind", headers={"X-Forwarded-Host": "evil.example"}).status_code == 400
        assert client.get("/log-ind", headers={"X-Forwarded-Host": "puljeoverblik.example"}).status_code == 200


def test_a_host_without_a_name_is_none_of_ours() -> None:
    assert not host_is_ours("", frozenset({"localhost"}))
