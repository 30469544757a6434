"""What became known of members since features and scores were published, and both read as one.

A row is what one event brought for one member: values that somebody told, that the warehouse answered, or that a model made of them. The
publish that knows later loads takes the rows away. New tables only; the views decide in one place which value wins.
"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

UPDATES = """
create table member_feature_updates (
    place         bigint generated always as identity,
    member_id     uuid not null,
    event_id      uuid not null,
    source_code   text collate "C" not null check (source_code in ('TOLD', 'WAREHOUSE', 'SCORED')),
    as_of_on      date not null,
    known_at      timestamptz not null,
    features      jsonb not null check (jsonb_typeof(features) = 'object'),
    model_version text,
    recorded_at   timestamptz not null,
    primary key (member_id, event_id, source_code)
);
create index member_feature_updates_by_age on member_feature_updates (known_at);
"""

# Of several values of one name the one known latest wins, of those the one that came last. A publish that knows as much as the update
# and no more leaves it standing: the clock of a day that is replayed stands where its last load arrived.
_SINCE = """
left join lateral (
    select jsonb_object_agg(e.key, e.value order by w.known_at, w.place) as features,
           max(w.as_of_on) as as_of_on, max(w.known_at) as known_at,
           (array_agg(w.model_version order by w.known_at desc, w.place desc) filter (where e.key = 'churn_probability'))[1]
               as model_version,
           (array_agg(w.recorded_at order by w.known_at desc, w.place desc) filter (where e.key = 'churn_probability'))[1]
               as scored_at
    from member_feature_updates w cross join lateral jsonb_each(w.features) e
    where w.member_id = m.id and w.known_at >= coalesce(h.loaded_at, h.published_at, '-infinity')
) u on true
"""

FEATURES_NOW = f"""
create view member_features_now as
select m.id as member_id, m.external_id, h.generation, h.as_of_on, h.loaded_at, h.published_at, f.features as published_features,
       u.features as updated_features, u.as_of_on as updated_on, u.known_at as updated_at, u.model_version, u.scored_at,
       case when u.features is null then f.features else (coalesce(f.features::jsonb, '{{}}') || u.features)::json end as features
from members m
left join feature_shelf h on h.only_row
left join member_features f on f.member_id = m.id
{_SINCE}
"""  # noqa: S608 - our own text

_OVERLAID = {
    "tier_code": "text",
    "rfm_code": "text",
    "rfm_segment_code": "text",
    "recency_quintile": "smallint",
    "frequency_quintile": "smallint",
    "monetary_quintile": "smallint",
    "churn_probability": "double precision",
    "churn_band_code": "text",
    "last_purchase_on": "date",
    "recency_days": "bigint",
    "purchase_count_364d": "bigint",
    "spend_minor_364d": "bigint",
}
_COLUMNS = ",\n       ".join(
    f"case when u.features ? '{name}' then (u.features ->> '{name}')::{kind} else s.{name} end as {name}"
    for name, kind in _OVERLAID.items()
)
SCORES_NOW = f"""
create view member_scores_now as
select s.member_id, s.as_of_on, s.qualifying_minor,
       {_COLUMNS},
       case when u.features ? 'churn_probability' then u.model_version else s.model_version end as model_version,
       case when u.features ? 'churn_probability' then u.scored_at else s.scored_at end as scored_at,
       u.known_at as updated_at
from member_scores s
join members m on m.id = s.member_id
left join feature_shelf h on h.only_row
{_SINCE}
"""  # noqa: S608 - our own text


def upgrade() -> None:
    """Updates have a table, and whoever wants to know what is known of a member now asks a view."""
    for statement in (UPDATES, FEATURES_NOW, SCORES_NOW):
        op.execute(statement)
