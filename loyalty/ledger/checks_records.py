"""Invariants 7 to 10: one posting per reference, never changed, complete, and told to others. Not here: sums (checks_books)."""

from loyalty.checks.model import Check

CHECKS = (
    Check(
        code="REFERENCE_POSTED_ONCE",
        sentence="7: an account has one posting per business reference.",
        query="""
            select account_id, reference_kind, reference, count(*) as posting_count from postings
            group by account_id, reference_kind, reference having count(*) > 1
        """,
    ),
    Check(
        code="ENTRIES_NEVER_CHANGE",
        sentence="8: the database refuses to change, delete or truncate entries, postings and what links them, on every partition.",
        query="""
            with guarded as (
                select c.oid, c.relname, wanted.name from pg_class c
                join (select unnest(array['entries', 'postings', 'transfers', 'order_corrections', 'lot_expiry_moves',
                                          'expiry_notices']::regclass[])::oid as oid
                      union all select inhrelid from pg_inherits where inhparent = 'entries'::regclass) t on t.oid = c.oid
                cross join (values ('change'), ('truncated')) as wanted (name)
            )
            select g.relname as table_name, g.name as guard from guarded g
            where not exists (
                select from pg_trigger t
                where t.tgrelid = g.oid and t.tgname like '%never_' || g.name and t.tgenabled in ('O', 'A')
                  and t.tgfoid = 'refuse_ledger_change'::regproc
            )
        """,
    ),
    Check(
        code="ENTRY_HAS_POSTING",
        sentence="9: every entry belongs to a posting, recorded with it, and every posting that moved points its entries.",
        query="""
            with moved as (
                select account_id, posting_id, recorded_at, sum(amount_points) filter (where amount_points > 0) as points
                from entries group by account_id, posting_id, recorded_at
            )
            select coalesce(p.account_id, m.account_id) as account_id, coalesce(p.id, m.posting_id) as posting_id,
                   p.points as posting_points, m.points as entry_points, p.recorded_at, m.recorded_at as entries_recorded_at
            from postings p full join moved m on m.account_id = p.account_id and m.posting_id = p.id
            where p.recorded_at <> m.recorded_at or p.id is null or (m.posting_id is null and p.points <> 0)
        """,
    ),
    Check(
        code="ENTRY_HAS_RULE_REVISION",
        sentence="Every earned entry names a rule, or a promotion, of a stored revision of its program.",
        query="""
            with of_account as (
                select account_id, rule_code, rule_revision, count(*) as entry_count from entries
                where rule_code is not null or rule_revision is not null or type in ('POINTS_EARNED', 'PENDING_ADDED')
                group by account_id, rule_code, rule_revision
            ), named as (
                select m.program_code, n.rule_code, n.rule_revision, min(n.account_id::text) as account_id,
                       sum(n.entry_count) as entry_count
                from of_account n left join accounts a on a.id = n.account_id left join members m on m.id = a.member_id
                group by m.program_code, n.rule_code, n.rule_revision
            )
            select n.account_id, n.program_code, n.rule_code, n.rule_revision, n.entry_count
            from named n
            left join program_revisions r
                   on r.program_code = n.program_code and r.revision = n.rule_revision
                  and (r.definition -> 'earning_rule' ->> 'code' = n.rule_code
                       or jsonb_path_exists(r.definition, '$.rules[*].code ? (@ == $code)', jsonb_build_object('code', n.rule_code)))
            left join promotion_revisions p
                   on p.program_code = n.program_code and p.revision = n.rule_revision and 'promotion/' || p.promotion_code = n.rule_code
            where r.revision is null and p.revision is null
        """,
    ),
    Check(
        code="POSTING_HAS_EVENT",
        sentence="10: every posting since the outbox began has exactly one event, in it or in the store, and every such event its posting.",
        query="""
            with told as (
                select account_id, posting_id, count(*) as event_count from events_told
                where posting_id is not null group by account_id, posting_id
            )
            select coalesce(p.account_id, t.account_id) as account_id, coalesce(p.id, t.posting_id) as posting_id, t.event_count
            from (
                select account_id, id from postings
                where recorded_at >= (select min(recorded_at) from events_told where posting_id is not null)
            ) p
            full join told t on t.account_id = p.account_id and t.posting_id = p.id
            where t.event_count is distinct from 1 or p.id is null
        """,
    ),
)
