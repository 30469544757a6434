"""Reading members, balances, history, rewards and the program; enrolling and redeeming."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from loyalty.database import Database
from tests.support.service import EVENING, Service, running_service


def nested(depth: int) -> object:
    found: object = 1
    for _ in range(depth):
        found = [found]
    return found


def test_enrolling_twice_makes_one_member(service: Service) -> None:
    first = service.post("/v1/members", {"external_id": "cleo", "attributes": {"city": "Aden"}})
    again = service.post("/v1/members", {"external_id": "cleo"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["is_duplicate"]
    assert first.json()["member_id"] == again.json()["member_id"]
    assert service.client.get("/v1/members/cleo").json()["attributes"] == {"city": "Aden"}


def test_enrolling_with_a_key_gives_the_stored_answer_again(service: Service) -> None:
    first = service.post("/v1/members", {"external_id": "cleo"}, key="k")
    again = service.post("/v1/members", {"external_id": "cleo"}, key="k")
    assert again.content == first.content
    assert again.headers["idempotency-hit"] == "true"


def test_a_dry_run_of_enrolling_stores_nothing(service: Service) -> None:
    answer = service.client.post("/v1/members?dry_run=true", json={"external_id": "cleo"})
    assert (answer.status_code, answer.json()["would_apply"]) == (200, True)
    assert service.client.get("/v1/members/cleo").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"external_id": ""},
        {"external_id": "x" * 201},
        {"external_id": "a\x00b"},
        {"external_id": 7},
        {"external_id": "a", "attributes": []},
        {"external_id": "a", "attributes": {"a": "b\x00c"}},
        {"external_id": "a", "attributes": {"a\x00": 1}},
        {"external_id": "a", "attributes": {"big": "x" * 20_000}},
        {"external_id": "a", "attributes": {"deep": nested(70)}},
        {"external_id": "a", "colour": "red"},
        {"external_id": "a", "joined_at": "yesterday"},
    ],
)
def test_a_customer_that_cannot_be_enrolled_is_refused_with_a_reason(service: Service, body: dict[str, object]) -> None:
    answer = service.post("/v1/members", body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["detail"]


@pytest.mark.parametrize("attributes", [b'{"n": NaN}', b'{"n": 1e999}', b'{"s": "\\ud800"}', b'{"\\ud800": 1}'])
def test_attributes_that_json_cannot_carry_are_refused(service: Service, attributes: bytes) -> None:
    content = b'{"external_id": "a", "attributes": ' + attributes + b"}"
    answer = service.client.post("/v1/members", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code in {400, 422}, answer.text


@pytest.mark.parametrize("reference", ["nobody", "mbr_", "mbr_" + "0" * 32, "mbr_" + "g" * 32, "a%00b", "%ff%fe", "x" * 300, "a%2Fb"])
def test_a_member_that_does_not_exist_is_a_clean_no_on_every_read(service: Service, reference: str) -> None:
    for tail in ("", "/accounts", "/entries", "/lots"):
        answer = service.client.get(f"/v1/members/{reference}{tail}")
        assert answer.status_code in {404, 422}, answer.text
        assert answer.headers["content-type"] == "application/problem+json"


def test_members_are_found_by_the_beginning_of_their_external_id_page_by_page(database: Database) -> None:
    names = [f"10{number:02d}" for number in range(25)] + ["20"]
    with running_service(database, members=names) as service:
        found: list[str] = []
        cursor: str | None = None
        while True:
            parameters = {"external_id": "10", "limit": 10} | ({"cursor": cursor} if cursor else {})
            page = service.client.get("/v1/members", params=parameters).json()
            found += [member["external_id"] for member in page["items"]]
            if (cursor := page["next_cursor"]) is None:
                break
        assert found == names[:25]


WRONG_PAGES = ["limit=0", "limit=201", "limit=x", "limit=1.5", "cursor=%00", "cursor=!!", "cursor=abc"]


@pytest.mark.parametrize("query", [*WRONG_PAGES, "external_id=%00"])
def test_a_wrong_page_is_refused(service: Service, query: str) -> None:
    assert service.client.get(f"/v1/members?{query}").status_code == 422
    if not query.startswith("external_id"):
        assert service.client.get(f"/v1/members/ann/entries?{query}").status_code == 422


def test_a_forged_cursor_is_answered_without_an_accident(service: Service) -> None:
    """It decodes to a NUL character, which PostgreSQL would refuse."""
    assert service.client.get("/v1/members?cursor=WyJcdTAwMDAiXQ").json()["items"] == []
    assert service.client.get("/v1/members/ann/entries?cursor=WyJcdTAwMDAiXQ").status_code == 422


def test_balances_are_read_as_of_an_earlier_instant(service: Service) -> None:
    service.earn(spend_minor=10_000, event_time="2017-10-01T12:00:00Z")
    service.earn(spend_minor=5_000, event_time="2017-10-20T12:00:00Z")

    def active(as_of: str | None) -> int:
        answer = service.client.get("/v1/members/ann/accounts", params={"as_of": as_of} if as_of else {})
        assert answer.status_code == 200, answer.text
        return sum(account["active_points"] for account in answer.json()["accounts"])

    assert active(None) == 150
    assert active("2017-10-10T00:00:00Z") == 100
    assert active("2017-09-01T00:00:00Z") == 0
    assert service.client.get("/v1/members/ann/accounts?as_of=2018-01-01T00:00:00Z").json()["code"] == "AS_OF_IN_FUTURE"
    assert service.client.get("/v1/members/ann/accounts?as_of=yesterday").status_code == 422


def test_points_show_when_they_expire_and_do_not_count_afterwards(service: Service) -> None:
    service.earn(spend_minor=10_000)
    expiries = service.client.get("/v1/members/ann/accounts").json()["accounts"][0]["soonest_expiries"]
    assert [expiry["points"] for expiry in expiries] == [100]
    service.clock.turn_to(EVENING + timedelta(days=500))
    assert service.available() == 0
    assert service.client.get("/v1/members/ann/lots").json()["items"] == []


def test_history_is_read_page_by_page_newest_first_and_sums_to_the_balance(service: Service) -> None:
    for number in range(7):
        service.clock.turn_to(EVENING + timedelta(minutes=number))
        service.earn(spend_minor=1_000 * (number + 1))
    service.burn(points=8)
    first = service.client.get("/v1/members/ann/entries?limit=5").json()
    rest = service.client.get("/v1/members/ann/entries", params={"limit": 5, "cursor": first["next_cursor"]}).json()
    entries = first["items"] + rest["items"]
    assert rest["next_cursor"] is None
    assert len({entry["entry_id"] for entry in entries}) == 8
    assert [entry["recorded_at"] for entry in entries] == sorted((entry["recorded_at"] for entry in entries), reverse=True)
    assert sum(entry["amount_points"] for entry in entries) == service.available() == 272


def test_the_program_tells_its_rule_its_tiers_and_the_business_day(service: Service) -> None:
    program = service.client.get("/v1/program").json()
    assert program["business_on"] == "2017-10-31"
    assert program["earning_rule"]["per_minor"] == 100
    assert program["tiers"][0]["qualifying_minor_min"] == 0
    assert program["name"]["ar"]


def test_a_reward_is_redeemed_once_per_key_and_read_back(service: Service) -> None:
    service.earn(spend_minor=10_000_000)
    reward = service.client.get("/v1/rewards").json()["items"][0]
    before = service.available()
    answer = service.redeem(reward["code"], key="k")
    assert answer.status_code == 201, answer.text
    assert service.redeem(reward["code"], key="k").content == answer.content
    assert service.available() == before - reward["price_points"] == answer.json()["available_points"]
    redemption = answer.json()["redemption"]
    assert service.client.get(f"/v1/redemptions/{redemption['redemption_id']}").json() == redemption
    assert redemption["status"] == "PENDING"


def test_redeeming_without_enough_points_or_an_unknown_reward_is_refused_with_facts(service: Service) -> None:
    reward = service.client.get("/v1/rewards").json()["items"][0]
    poor = service.redeem(reward["code"])
    assert (poor.status_code, poor.json()["code"]) == (422, "POINTS_INSUFFICIENT")
    assert poor.json()["facts"]
    assert service.redeem("no-such-reward").json()["code"] == "REWARD_UNKNOWN"
    assert service.redeem(reward["code"], "nobody").json()["code"] == "MEMBER_UNKNOWN"


def test_a_dry_run_of_redeeming_stores_nothing(service: Service) -> None:
    service.earn(spend_minor=10_000_000)
    reward = service.client.get("/v1/rewards").json()["items"][0]
    before = service.available()
    answer = service.client.post(
        "/v1/redemptions?dry_run=true", json={"member_id": "ann", "reward_code": reward["code"]}, headers={"Idempotency-Key": "k"}
    )
    assert (answer.status_code, answer.json()["would_apply"], answer.json()["redemption"]) == (200, True, None)
    assert service.available() == before


@pytest.mark.parametrize("redemption_id", ["x", "rdm_" + "0" * 32, "rdm_zz", "a%00"])
def test_an_unknown_redemption_is_a_clean_no(service: Service, redemption_id: str) -> None:
    assert service.client.get(f"/v1/redemptions/{redemption_id}").status_code in {404, 422}


def test_many_redeemers_share_transactions_and_each_pays_once(database: Database) -> None:
    names = [f"member-{number}" for number in range(20)]
    with running_service(database, members=names) as service:
        for name in names:
            service.earn(name, spend_minor=10_000_000)
        reward = service.client.get("/v1/rewards").json()["items"][0]
        with ThreadPoolExecutor(20) as threads:
            answers = list(threads.map(lambda name: service.redeem(reward["code"], name), names))
        assert {answer.status_code for answer in answers} == {201}
        assert {service.available(name) for name in names} == {100_000 - reward["price_points"]}
