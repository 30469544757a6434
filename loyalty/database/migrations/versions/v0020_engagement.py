"""What comes back from messages: opens, clicks, receipts, complaints, leavings; and tests that were sent.

New tables, and one small index over `postings` that is made beside its writers: the days of purchases, for results look at a span of
days over many members. What a message brought back is a row per delivery, kind and target, first time only, so that a picture that is
fetched a thousand times is one opening.
"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ENGAGEMENT = """
create table message_engagement (
    delivery_id  uuid not null,
    kind         text not null check (kind in ('DELIVERED', 'OPENED', 'CLICKED', 'BOUNCED', 'DELAYED', 'COMPLAINED', 'OPTED_OUT')),
    target       text not null default '' check (length(target) <= 2000),
    target_key   uuid generated always as (md5(target)::uuid) stored,
    is_automatic boolean not null default false,
    member_id    uuid not null,
    occurred_at  timestamptz not null,
    recorded_at  timestamptz not null default clock_timestamp(),
    detail       text,
    primary key (delivery_id, kind, target_key, is_automatic)
);
create index message_engagement_of_member on message_engagement (member_id, occurred_at);
create trigger message_engagement_is_immutable
    before update or delete on message_engagement for each row execute function refuse_change();
"""

# A test is noted before it is sent, under its caller's key, so that the same request again sends no second one.
TESTS = """
create table message_tests (
    id              uuid primary key,
    actor           text not null,
    idempotency_key text,
    fingerprint     bytea not null,
    channel_code    text collate "C" not null,
    address         text not null,
    language        text not null,
    status          text not null check (status in ('SENDING', 'ACCEPTED', 'REFUSED', 'LATER', 'UNKNOWN')),
    detail          text,
    asked_at        timestamptz not null default clock_timestamp()
);
create unique index message_tests_once on message_tests (actor, idempotency_key) where idempotency_key is not null;
create index message_tests_of_actor on message_tests (actor, asked_at);
"""

SERVICE_ROLE = """
do $$
begin
    if exists (select from pg_roles where rolname = 'khaywe_service') then
        revoke update, delete, truncate on message_engagement from khaywe_service;
        revoke delete, truncate on message_tests from khaywe_service;
    end if;
end $$;
"""


def upgrade() -> None:
    """Engagement and tests have their tables; purchases are found by their day."""
    for statement in (ENGAGEMENT, TESTS, SERVICE_ROLE):
        op.execute(statement)
    with op.get_context().autocommit_block():
        op.execute("drop index concurrently if exists postings_by_event_time")
        op.execute("create index concurrently postings_by_event_time on postings using brin (event_time) with (autosummarize = on)")
