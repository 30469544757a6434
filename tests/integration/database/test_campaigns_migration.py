"""Campaigns, days and audiences that stood before revisions, occurrences and targets stand as such afterwards."""

import pytest

from loyalty.campaigns import find_head, list_campaigns, list_occurrences, list_targets, read_standing
from loyalty.campaigns.checks import CHECKS
from loyalty.checks.run import run_checks
from loyalty.database import connect
from loyalty.database.migrate import migrate

BEFORE = """
insert into programs (code, recorded_at) values ('journey', now());
insert into members (id, program_code, external_id, status, joined_at, recorded_at)
select gen_random_uuid(), 'journey', n::text, 'ACTIVE', now(), now() from generate_series(1, 10) n;
insert into campaigns (code, version, created_at, updated_at) values ('retention', 2, '2017-01-01Z', '2017-02-01Z');
insert into campaign_versions (campaign_code, version, name, description, segment_code, control_share, default_offer_code, owner,
                               content_sha256, created_at, created_by)
values ('retention', 1, '{"en": "R"}', '{"en": "d"}', 'risk', 0.1, null, 'marketing', '\\x00', '2017-01-01Z', 'definitions'),
       ('retention', 2, '{"en": "R"}', '{"en": "d"}', 'risk', 0.2, 'BREAD', 'marketing', '\\x01', '2017-02-01Z', 'definitions');
insert into campaign_days (campaign_code, as_of_on, version, segment_code, segment_version, read_count, kept_count, control_count,
                           refused_inactive_count, refused_offerless_count, built_at)
values ('retention', '2017-03-01', 2, 'risk', 1, 10, 5, 2, 1, 2, '2017-03-02Z');
insert into campaign_audience (campaign_code, as_of_on, member_id, offer_code, offer_choice, score_probability, is_control)
select 'retention', '2017-03-01', id, 'CAT-1', 'BEST', 0.3, external_id::int > 5 from members where external_id::int <= 7;
"""


@pytest.fixture
def upgraded(postgres_url: str):
    database = connect(postgres_url)
    migrate(database, revision="0018")
    with database.begin() as work:
        for statement in BEFORE.split(";\n"):
            if statement.strip():
                work.exec_driver_sql(statement)
    migrate(database)
    yield database
    database.close()


def test_what_stood_stands_as_revisions_occurrences_and_targets(upgraded):
    with upgraded.begin() as work:
        head = find_head("retention", within=work)
        assert (str(head.status), head.live_revision, str(head.trigger_kind)) == ("ACTIVE", 2, "DAILY")
        (summary,) = list_campaigns(within=work).items
        assert summary.definition["offer"] == {"kind": "BEST", "default_offer": "BREAD"}
        (occurrence,) = list_occurrences("retention", within=work).items
        assert (occurrence.occurrence, occurrence.revision, occurrence.is_open) == ("2017-03-01", 2, False)
        assert (occurrence.treated_count, occurrence.control_count, occurrence.refused_count) == (5, 2, 3)
        targets = list_targets("retention", within=work, occurrence="newest").items
        assert sorted(str(one.arm) for one in targets) == ["CONTROL"] * 2 + ["TREATED"] * 5
        assert read_standing("retention", within=work).arms == {"CONTROL": 2, "TREATED": 5}
        assert [one.code for one in run_checks(work, CHECKS) if one.violation_count] == []
