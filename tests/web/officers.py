"""Two officers at one form, as processes of their own: run with the database, a token, a form token and a count."""

import json
import re
import sys
from pathlib import Path

from sqlalchemy import text

from tests.databases import DatabaseUrls
from tests.web.site import SECRET_KEY, field
from tracker.app import create_app
from tracker.config import Settings


def main(urls: DatabaseUrls, folder: Path, work: dict[str, object]) -> dict[str, int]:
    """Edit the same person again and again, each time one more than what the form showed; tell how it went."""
    settings = Settings(
        data_dir=folder, database_url=urls.url, database_owner_url=urls.owner_url, secret_key=SECRET_KEY
    )
    app = create_app(settings)
    client = app.test_client()
    client.set_cookie("session", str(work["cookie"]))
    address = f"/administration/personer/{work['person_id']}"
    result = {"saved": 0, "conflicts": 0, "shown": 0, "other": 0}
    print("ready", flush=True)  # noqa: T201 - the two begin together, when both are there
    sys.stdin.readline()
    for _edit in range(int(str(work["edits"]))):
        page = client.get(address).text
        mine = f"{int(field(page, 'name').split()[0]) + 1} {work['officer']}"
        if work["careless"]:
            with app.extensions["database"].writing() as session:
                session.execute(
                    text("UPDATE person SET name = :name WHERE id = :id"),
                    {"name": mine, "id": work["person_id"]},
                )
            result["saved"] += 1
            continue
        form = {"csrf_token": field(page, "csrf_token"), "version": field(page, "version"), "name": mine}
        answer = client.post(address, data={**form, "roles": "reader", "active": "y"})
        if answer.status_code == 303:
            result["saved"] += 1
        elif answer.status_code == 409:
            result["conflicts"] += 1
            result["shown"] += shows_both(answer.text, yours=mine, other=str(work["other"]))
        else:
            result["other"] += 1
    return result


def shows_both(page: str, *, yours: str, other: str) -> bool:
    """Tell whether the page has what the other one saved beside what was typed here."""
    table = page.partition('<table class="conflict-table">')[2].partition("</table>")[0]
    cells = re.findall(r"<td[^>]*>(.*?)</td>", table)
    return len(cells) == 2 and cells[0].endswith(f" {other}") and cells[1] == yours


if __name__ == "__main__":
    url, owner_url, data_folder, work_as_json = sys.argv[1:]
    print(json.dumps(main(DatabaseUrls(url, owner_url), Path(data_folder), json.loads(work_as_json))))  # noqa: T201 - what this process is asked for
