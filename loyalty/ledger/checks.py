"""What always holds of the ledger; the numbers are those of the invariants in the README. Not here: running it (`loyalty.checks`)."""

from loyalty.checks.model import Check

CHECKS = (
    Check(
        code="POSTING_SUMS_TO_ZERO",
        sentence="1: the entries of a posting sum to zero.",
        query="""
            select account_id, posting_id, sum(amount_points) as sum_points from entries
            group by account_id, posting_id having sum(amount_points) <> 0
        """,
    ),
    Check(
        code="BOOKS_SUM_TO_ZERO",
        sentence="2: all books of a wallet sum to zero.",
        query="""
            select m.program_code, a.wallet_code, sum(e.sum_points) as sum_points
            from (select account_id, sum(amount_points) as sum_points from entries group by account_id) e
            left join accounts a on a.id = e.account_id
            left join members m on m.id = a.member_id
            group by m.program_code, a.wallet_code having sum(e.sum_points) <> 0
        """,
    ),
    Check(
        code="BALANCE_EQUALS_ENTRIES",
        sentence="3, 18: every stored part of a balance is the sum of its entries, replayed from zero.",
        query="""
            with replayed as (
                select account_id,
                    sum(amount_points) filter (where book in ('ACTIVE', 'HELD')) as active_points,
                    sum(amount_points) filter (where book = 'PENDING') as pending_points,
                    sum(amount_points) filter (where book = 'HELD') as held_points,
                    sum(amount_points) filter (where book = 'REDEEMED') as spent_points,
                    sum(amount_points) filter (where book = 'EXPIRED') as expired_points,
                    -sum(amount_points) filter (where book in ('ISSUED', 'PENDING')) as lifetime_points,
                    -sum(amount_points) filter (where book = 'ADJUSTED') as adjusted_points,
                    -sum(amount_points) filter (where book = 'TRANSFERRED') as transferred_points
                from entries group by account_id
            )
            select coalesce(a.id, r.account_id) as account_id, to_jsonb(a) as stored, to_jsonb(r) as replayed
            from accounts a full join replayed r on r.account_id = a.id
            where (a.active_points, a.pending_points, a.held_points, a.spent_points, a.expired_points, a.lifetime_points,
                   a.adjusted_points, a.transferred_points)
                is distinct from
                  (coalesce(r.active_points, 0), coalesce(r.pending_points, 0), coalesce(r.held_points, 0),
                   coalesce(r.spent_points, 0), coalesce(r.expired_points, 0), coalesce(r.lifetime_points, 0),
                   coalesce(r.adjusted_points, 0), coalesce(r.transferred_points, 0))
        """,
    ),
    Check(
        code="BALANCE_NOT_NEGATIVE",
        sentence="4: no balance is below zero without an overdraft.",
        query="""
            select id as account_id, active_points, held_points, pending_points, overdraft_points from accounts
            where active_points - held_points < -overdraft_points or held_points < 0 or pending_points < 0
               or spent_points < 0 or expired_points < 0
        """,
    ),
    Check(
        code="LOTS_SUM_TO_BALANCE",
        sentence="5: what is left in an account's lots is its active points.",
        query="""
            select a.id as account_id, a.active_points, coalesce(l.remaining_points, 0) as remaining_points
            from accounts a
            full join (select account_id, sum(remaining_points) as remaining_points from lots group by account_id) l on l.account_id = a.id
            where a.active_points is distinct from coalesce(l.remaining_points, 0)
        """,
    ),
    Check(
        code="LOT_WITHIN_GRANT",
        sentence="5: a lot has between nothing and all of its grant left.",
        query="""
            select account_id, id as lot_id, granted_points, remaining_points from lots
            where remaining_points < 0 or remaining_points > granted_points
        """,
    ),
    Check(
        code="LOT_ADDS_UP",
        sentence="6: for each lot, granted = spent + expired + left, by its entries.",
        query="""
            with used as (
                select account_id, lot_id,
                    sum(amount_points) filter (where book = 'REDEEMED') as spent_points,
                    sum(amount_points) filter (where book = 'EXPIRED') as expired_points,
                    -sum(amount_points) filter (where book = 'ISSUED') as issued_points
                from entries where lot_id is not null group by account_id, lot_id
            )
            select coalesce(l.account_id, u.account_id) as account_id, coalesce(l.id, u.lot_id) as lot_id, l.granted_points,
                   u.issued_points, u.spent_points, u.expired_points, l.remaining_points
            from lots l full join used u on u.account_id = l.account_id and u.lot_id = l.id
            where l.granted_points is distinct from u.issued_points
               or l.granted_points <> coalesce(u.spent_points, 0) + coalesce(u.expired_points, 0) + l.remaining_points
        """,
    ),
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
        sentence="8: the database refuses to change, delete or truncate entries and postings, on every partition.",
        query="""
            with guarded as (
                select c.oid, c.relname, wanted.name from pg_class c
                join (select oid from pg_class where oid in ('entries'::regclass, 'postings'::regclass)
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
        sentence="9: every entry belongs to a posting, recorded with it, and every posting that moved points has its entries.",
        query="""
            with moved as (
                select account_id, posting_id, min(recorded_at) as recorded_at, max(recorded_at) as last_recorded_at,
                       sum(amount_points) filter (where amount_points > 0) as points
                from entries group by account_id, posting_id
            )
            select coalesce(p.account_id, m.account_id) as account_id, coalesce(p.id, m.posting_id) as posting_id,
                   p.points as posting_points, m.points as entry_points
            from postings p full join moved m on m.account_id = p.account_id and m.posting_id = p.id
            where p.points is distinct from coalesce(m.points, 0)
               or p.recorded_at <> m.recorded_at or m.last_recorded_at <> m.recorded_at
        """,
    ),
    Check(
        code="ENTRY_HAS_RULE_REVISION",
        sentence="Every earned entry names a rule of a stored revision of its program.",
        query="""
            select e.account_id, e.rule_code, e.rule_revision, count(*) as entry_count
            from entries e
            left join accounts a on a.id = e.account_id
            left join members m on m.id = a.member_id
            left join program_revisions r on r.program_code = m.program_code and r.revision = e.rule_revision
                                         and r.definition -> 'earning_rule' ->> 'code' = e.rule_code
            where e.type = 'POINTS_EARNED' and r.revision is null
            group by e.account_id, e.rule_code, e.rule_revision
        """,
    ),
)
