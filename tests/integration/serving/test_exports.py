"""Files that people open in a spreadsheet: what strangers may have chosen is text there, and comes back as it was."""

import csv
import io

import pytest

from loyalty.database import Database
from tests.support.service import Service, running_service

IDS = ("=HYPERLINK('https://x')", "@SUM(A1)", "-2+3", "'=1", "+12125550100", "1042")
LIST = {"name": {"en": "Guests"}, "description": {"en": "Invited by hand."}, "owner": "marketing", "kind": "STATIC"}


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _replaced(service: Service, content: str, key: str) -> dict[str, int]:
    headers = {"Content-Type": "text/csv", "Idempotency-Key": key}
    answer = service.client.put("/v1/segments/guests/members", content=content.encode(), headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_an_exported_list_holds_no_formula_and_can_be_sent_again(database: Database) -> None:
    with running_service(database, members=IDS) as service:
        assert service.client.put("/v1/segments/guests", json=LIST).status_code == 200
        assert service.post("/v1/segments/guests/activate", {}).status_code == 200
        written = io.StringIO()
        csv.writer(written).writerows([["member_id"], *([one] for one in IDS if one != "'=1"), ["''=1"]])
        assert _replaced(service, written.getvalue(), "guests-1")["entered_count"] == len(IDS)

        exported = service.client.get("/v1/segments/guests/members/export").text
        shown = [row["external_id"] for row in _rows(exported)]
        assert sorted(shown) == sorted(["'=HYPERLINK('https://x')", "'@SUM(A1)", "'-2+3", "''=1", "+12125550100", "1042"])

        again = io.StringIO()
        csv.writer(again).writerows([["member_id"], *([one] for one in shown)])
        assert _replaced(service, again.getvalue(), "guests-2")["kept_count"] == len(IDS)


@pytest.mark.parametrize("content", ["member_id\r\n1042\r\n", "\ufeffmember_id,note\r\n1042,x\r\n", 'member_id\n"1042"\n1042\n\n'])
def test_a_list_comes_as_spreadsheets_write_it(database: Database, content: str) -> None:
    with running_service(database, members=IDS) as service:
        assert service.client.put("/v1/segments/guests", json=LIST).status_code == 200
        assert service.post("/v1/segments/guests/activate", {}).status_code == 200
        assert _replaced(service, content, "guests")["entered_count"] == 1
