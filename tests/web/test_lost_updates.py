"""Two officers editing the same thing at once: nobody's change is lost, and whoever comes second is shown both."""

import json
import subprocess
import sys
from pathlib import Path

from sqlalchemy import text

from tests.databases import DatabaseUrls
from tests.web.samples import PARAMETERS
from tests.web.site import Site
from tracker.config import PROJECT_ROOT
from tracker.domain.people import Role

# What moves money is changed five hundred times by each, in test_lost_entries.py.
EDITS = 100


def edit_together(site: Site, urls: DatabaseUrls, folder: Path, *, edits: int, careless: bool) -> list[dict[str, int]]:
    """Let two processes edit one person through the form, as often as told; gives how it went for each."""
    person_id = PARAMETERS["person_id"](site, 0)
    with site.database.writing() as session:
        session.execute(text("UPDATE person SET name = '0 A' WHERE id = :id"), {"id": person_id})
    officers = []
    for officer, other in ("AB", "BA"):
        client = site.browser(site.people[Role.ADMINISTRATOR])
        site.token(client)
        cookie = client.get_cookie("session")
        assert cookie is not None
        work = {
            "officer": officer,
            "other": other,
            "cookie": cookie.value,
            "person_id": person_id,
            "edits": edits,
            "careless": careless,
        }
        command = [sys.executable, "-m", "tests.web.officers", urls.url, urls.owner_url, str(folder), json.dumps(work)]
        process = subprocess.Popen(command, cwd=PROJECT_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        officers.append(process)
    for process in officers:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in officers:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    results = [json.loads(officer.communicate(timeout=300)[0]) for officer in officers]
    counted = site.value("SELECT name FROM person WHERE id = :id", id=person_id)
    version = site.value("SELECT version FROM person WHERE id = :id", id=person_id)
    return [*results, {"counted": int(str(counted).split()[0]), "version": int(str(version))}]


def test_no_change_is_lost_and_every_conflict_shows_both_values(
    any_site: Site, database_url: DatabaseUrls, tmp_path: Path
) -> None:
    one, two, after = edit_together(any_site, database_url, tmp_path, edits=EDITS, careless=False)
    saved, conflicts = one["saved"] + two["saved"], one["conflicts"] + two["conflicts"]
    assert one["other"] + two["other"] == 0
    assert saved + conflicts == 2 * EDITS
    assert after == {"counted": saved, "version": saved + 1}
    assert conflicts > 0, "the two never met, so nothing was tried"
    assert one["shown"] + two["shown"] == conflicts


def test_without_the_version_changes_would_be_lost(any_site: Site, database_url: DatabaseUrls, tmp_path: Path) -> None:
    """The negative control: the same two, saving over whatever stands there."""
    one, two, after = edit_together(any_site, database_url, tmp_path, edits=60, careless=True)
    assert after["counted"] < one["saved"] + two["saved"]
