"""Finding a customer by what somebody types, and everything that happened to one in one listing."""

from datetime import timedelta
from typing import Any

import pytest

from loyalty.timeline import HappeningKind
from tests.support.service import EVENING, Service

RAW = """
insert into deliveries (id, member_id, channel_code, template_code, template_version, purpose, source_code, occurrence, facts,
    expected_value_minor, status, due_at, queued_at, ended_at)
values ('00000000-0000-0000-0000-0000000000d1', %(m)s, 'email', 'hello', 1, 'MARKETING', 'campaign:spring:1', 'o1', '{}', 0, 'SENT',
    %(at)s, %(at)s, %(at)s);
insert into message_engagement (delivery_id, kind, target, member_id, occurred_at)
values ('00000000-0000-0000-0000-0000000000d1', 'CLICKED', 'https://shop.example/a', %(m)s, %(at)s);
insert into journey_enrollments (id, journey_code, version, member_id, node_id, visit, is_waiting, outcome, event, started_at, moved_at)
values ('00000000-0000-0000-0000-0000000000e1', 'welcome', 1, %(m)s, 'wait', 1, true, 'INSIDE', '{}', %(at)s, %(at)s);
insert into journey_steps (enrollment_id, visit, journey_code, version, node_id, branch, facts, entered_at, recorded_at)
values ('00000000-0000-0000-0000-0000000000e1', 0, 'welcome', 1, 'start', 'next', '{}', %(at)s, %(at)s);
insert into segment_memberships (segment_code, member_id, valid_from, valid_to, version)
values ('vip', %(m)s, %(at)s, %(at)s + interval '1 minute', 1), ('new', %(m)s, %(at)s, null, 1), ('soon', %(m)s,
    %(at)s, %(at)s + interval '9 days', 1);
insert into member_consents (member_id, channel_code, given_at, id, is_given, actor, recorded_at)
values (%(m)s, 'email', %(at)s, '00000000-0000-0000-0000-0000000000c1', true, 'shop', %(at)s);
insert into tier_moves (member_id, program_code, type, to_tier_code, revision, reason, effective_at, recorded_at)
values (%(m)s, 'journey', 'JOINED', 'BRONZE', 1, 'ENROLLED', %(at)s, %(at)s);
insert into offer_decisions (offer_id, member_id, offer_code, offer_rank, generation, as_of_on, model_version,
    score_probability, propensity,
    policy_code, reason_code, decided_at, shown_count, first_shown_at, last_shown_at)
values ('00000000-0000-0000-0000-0000000000f1', %(m)s, 'CAT-MILK', 1, 1, '2017-10-31', 'v1', 0.5, 1, 'BEST', 'DUE',
    %(at)s, 1, %(at)s, %(at)s);
insert into offer_outcomes (offer_id, outcome_code, occurred_at, recorded_at)
    values ('00000000-0000-0000-0000-0000000000f1', 'SHOWN', %(at)s, %(at)s);
insert into promotion_uses (member_id, id, program_code, promotion_code, promotion_revision, order_id, points, discount_minor, used_at)
values (%(m)s, '00000000-0000-0000-0000-0000000000b1', 'journey', 'autumn', 1, 'o-1', 0, 250, %(at)s);
insert into vouchers (id, program_code, pool_code, digest, nonce, sealed, source, status, usage_limit, used_count, member_id, assigned_at,
    recorded_at, changed_at)
values ('00000000-0000-0000-0000-0000000000a1', 'journey', 'thanks', sha256('a'), substr(sha256('a'), 1, 16), 'a',
    'GENERATED', 'USED', 1, 1, %(m)s,
    %(at)s, %(at)s, %(at)s);
insert into voucher_uses (voucher_id, nth, program_code, member_id, reference, used_at)
values ('00000000-0000-0000-0000-0000000000a1', 1, 'journey', %(m)s, 'o-1', %(at)s);
insert into campaign_targets (campaign_code, revision, occurrence, member_id, arm, channel_code, offer_code, chosen_at,
    expected_value_minor)
values ('spring', 1, 'o1', %(m)s, 'TREATED', 'email', 'CAT-MILK', %(at)s, 0);
"""


def lived(service: Service) -> None:
    """Ann's life: two purchases, an adjustment, a redemption, and something of everything else an hour before them."""
    with service.database.begin() as work:
        facts = {"m": service.members["ann"].id, "at": EVENING - timedelta(hours=1)}
        for statement in RAW.split(";\n"):
            if statement.strip():
                work.exec_driver_sql(statement, facts)
    for spend, minutes in ((500_000, 50), (10_000, 40)):
        at = (EVENING - timedelta(minutes=minutes)).isoformat()
        assert service.earn("ann", spend, event_time=at).status_code == 201
    adjusted = service.post("/v1/adjustments", {"member_id": "ann", "points": -7, "reason": "a mistake at the till", "reference": "adj-1"})
    assert adjusted.status_code == 201, adjusted.text
    redeemed = service.redeem("coffee")
    assert redeemed.status_code == 201, redeemed.text


def listed(service: Service, **asked: Any) -> dict[str, Any]:
    answer = service.client.get("/v1/members/ann/timeline", params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_the_timeline_tells_of_every_kind_newest_first(service: Service) -> None:
    lived(service)
    found = listed(service, limit=100)
    items = found["items"]
    assert {one["kind"] for one in items} == {kind.value for kind in HappeningKind}
    assert found["left_out"] == []
    assert [one["at"] for one in items] == sorted((one["at"] for one in items), reverse=True)
    assert len({(one["kind"], one["id"]) for one in items}) == len(items)


def test_points_of_the_timeline_are_those_of_the_ledger(service: Service) -> None:
    lived(service)
    items = listed(service, kinds="PURCHASE,POINTS,REDEMPTION", limit=100)["items"]
    entries = service.client.get("/v1/members/ann/entries", params={"limit": 100}).json()["items"]
    assert sum(one["points"] or 0 for one in items) == sum(one["amount_points"] for one in entries) > 0
    bought = next(one for one in items if one["amount_minor"] == 10_000)
    assert (bought["kind"], bought["currency_code"]) == ("PURCHASE", "USD")
    assert next(one for one in items if one["kind"] == "POINTS")["reason"] == "a mistake at the till"


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_hold_everything_once_also_where_all_happened_at_one_instant(service: Service, limit: int) -> None:
    lived(service)
    whole = [one["kind"] + one["id"] for one in listed(service, limit=100)["items"]]
    paged: list[str] = []
    cursor: str | None = None
    while True:
        page = listed(service, limit=limit, **({"cursor": cursor} if cursor else {}))
        assert len(page["items"]) <= limit
        paged += [one["kind"] + one["id"] for one in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert paged == whole


def test_only_the_kinds_asked_for_are_told_and_what_is_to_come_is_not(service: Service) -> None:
    lived(service)
    items = listed(service, kinds="SEGMENT")["items"]
    assert sorted((one["code"], one["type"]) for one in items) == [
        ("new", "ENTERED"),
        ("soon", "ENTERED"),
        ("vip", "ENTERED"),
        ("vip", "LEFT"),
    ]


def test_what_the_caller_may_not_read_is_left_out_and_named(service: Service) -> None:
    lived(service)
    client = service.client_with("members.read", "ledger.read")
    found = client.get("/v1/members/ann/timeline").json()
    assert {one["kind"] for one in found["items"]} == {"PURCHASE", "POINTS", "CONSENT"}
    assert set(found["left_out"]) == {kind.value for kind in HappeningKind} - {"PURCHASE", "POINTS", "CONSENT"}
    assert service.client_with("ledger.read").get("/v1/members/ann/timeline").status_code == 403


def test_a_cursor_that_no_page_gave_out_is_refused(service: Service) -> None:
    answer = service.client.get("/v1/members/ann/timeline", params={"cursor": "bm9uc2Vuc2U"})
    assert (answer.status_code, answer.json()["code"]) == (422, "CURSOR_MALFORMED")


def reached(service: Service, member: str, **contact: str) -> None:
    answer = service.client.put(f"/v1/members/{member}/contact", json=contact)
    assert answer.status_code == 200, answer.text


def found_by(service: Service, text: str) -> list[tuple[str, str]]:
    answer = service.client.get("/v1/member-search", params={"text": text})
    assert answer.status_code == 200, answer.text
    return [(one["member"]["external_id"], one["matched"]) for one in answer.json()["items"]]


def test_a_customer_is_found_by_id_e_mail_and_phone_as_one_types(service: Service) -> None:
    reached(service, "ann", email="Mona.Haddad@shop.example", phone="+491701234567")
    reached(service, "ben", email="ann.other@shop.example", phone="+4930555000")
    assert found_by(service, "an") == [("ann", "external_id"), ("ben", "email")]
    assert found_by(service, "mona.h") == [("ann", "email")]
    assert found_by(service, "+49 170-12") == [("ann", "phone")]
    assert found_by(service, "4917") == [("ann", "phone")]
    assert found_by(service, "%") == found_by(service, "_") == found_by(service, "zz") == []


def test_who_may_not_read_contacts_neither_finds_by_them_nor_sees_them(service: Service) -> None:
    reached(service, "ann", email="mona@shop.example")
    client = service.client_with("members.read")
    assert client.get("/v1/member-search", params={"text": "mona"}).json() == {"items": [], "searches_contacts": False}
    (one,) = client.get("/v1/member-search", params={"text": "ann"}).json()["items"]
    assert one["email"] is None
