"""Segments with immutable versions and membership over time; campaigns with the audience of each day."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Segment and campaign tables. Rows per member carry no foreign key: a bulk write of millions of them is checked by
    `khaywe check` in one pass, not row by row.
    """
    op.execute("""
        create function refuse_change() returns trigger language plpgsql as $$
        begin
            raise exception '% is immutable: a change is a new version', tg_table_name using errcode = 'restrict_violation';
        end $$
    """)
    op.execute("""
        create table segments (
            code text primary key check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
            version integer not null check (version > 0),
            created_at timestamptz not null,
            updated_at timestamptz not null
        )
    """)
    op.execute("""
        create table segment_versions (
            segment_code text not null references segments deferrable initially deferred,
            version integer not null check (version > 0),
            name jsonb not null,
            description jsonb not null,
            rule jsonb not null,
            owner text not null,
            content_sha256 bytea not null,
            created_at timestamptz not null,
            created_by text not null,
            primary key (segment_code, version)
        )
    """)
    op.execute(
        "alter table segments add foreign key (code, version)"
        " references segment_versions (segment_code, version) deferrable initially deferred"
    )
    op.execute("""
        create table segment_days (
            segment_code text not null references segments,
            as_of_on date not null,
            version integer not null,
            evaluated_at timestamptz not null,
            run_id uuid not null,
            size bigint not null check (size >= 0),
            entered_count bigint not null check (entered_count >= 0),
            left_count bigint not null check (left_count >= 0),
            refused_count bigint not null check (refused_count >= 0),
            primary key (segment_code, as_of_on),
            foreign key (segment_code, version) references segment_versions (segment_code, version)
        )
    """)
    op.execute("""
        create table segment_memberships (
            segment_code text not null,
            member_id uuid not null,
            valid_from timestamptz not null,
            valid_to timestamptz,
            version integer not null,
            primary key (segment_code, member_id, valid_from),
            check (valid_from < valid_to)
        )
    """)
    op.execute("create index segment_memberships_of_member on segment_memberships (member_id, valid_from)")
    op.execute("create index segment_memberships_left on segment_memberships (segment_code, valid_to) where valid_to is not null")
    op.execute("""
        create table campaigns (
            code text primary key check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
            version integer not null check (version > 0),
            created_at timestamptz not null,
            updated_at timestamptz not null
        )
    """)
    op.execute("""
        create table campaign_versions (
            campaign_code text not null references campaigns deferrable initially deferred,
            version integer not null check (version > 0),
            name jsonb not null,
            description jsonb not null,
            segment_code text not null,
            control_share double precision not null check (control_share >= 0 and control_share < 1),
            default_offer_code text,
            owner text not null,
            content_sha256 bytea not null,
            created_at timestamptz not null,
            created_by text not null,
            primary key (campaign_code, version)
        )
    """)
    op.execute(
        "alter table campaigns add foreign key (code, version)"
        " references campaign_versions (campaign_code, version) deferrable initially deferred"
    )
    op.execute("""
        create table campaign_days (
            campaign_code text not null references campaigns,
            as_of_on date not null,
            version integer not null,
            segment_code text not null,
            segment_version integer not null,
            read_count bigint not null check (read_count >= 0),
            kept_count bigint not null check (kept_count >= 0),
            control_count bigint not null check (control_count >= 0),
            refused_inactive_count bigint not null check (refused_inactive_count >= 0),
            refused_offerless_count bigint not null check (refused_offerless_count >= 0),
            built_at timestamptz not null,
            primary key (campaign_code, as_of_on),
            foreign key (campaign_code, version) references campaign_versions (campaign_code, version),
            check (read_count = kept_count + control_count + refused_inactive_count + refused_offerless_count)
        )
    """)
    op.execute("""
        create table campaign_audience (
            campaign_code text not null,
            as_of_on date not null,
            member_id uuid not null,
            offer_code text not null,
            offer_choice text not null check (offer_choice in ('BEST', 'DEFAULT')),
            score_probability double precision,
            is_control boolean not null,
            primary key (campaign_code, as_of_on, member_id)
        )
    """)
    for table in ("segment_versions", "campaign_versions"):
        op.execute(f"create trigger {table}_are_immutable before update or delete on {table} for each row execute function refuse_change()")
