"""What campaign rows promise. Not here: whether the segment is right (`loyalty/segments`), and what became of messages."""

from loyalty.checks.model import Check

CHECKS: tuple[Check, ...] = (
    Check(
        "CAMPAIGN_OCCURRENCE_COUNTED",
        "Each occurrence's numbers are those of its targets, and read = treated + control + holdout + refused + waiting.",
        """
        select o.campaign_code, o.revision, o.occurrence, o.read_count, o.treated_count, o.control_count, o.holdout_count, o.refused,
               counted.treated, counted.control, counted.holdout, waits.count as waiting
        from campaign_occurrences o
        cross join lateral (
            select count(*) filter (where arm = 'TREATED') as treated, count(*) filter (where arm = 'CONTROL') as control,
                   count(*) filter (where arm = 'HOLDOUT') as holdout
            from campaign_targets t
            where t.campaign_code = o.campaign_code and t.revision = o.revision and t.occurrence = o.occurrence
        ) counted
        cross join lateral (
            select count(*) from campaign_waiting w
            where w.campaign_code = o.campaign_code and w.revision = o.revision and w.occurrence = o.occurrence
        ) waits
        where (o.treated_count, o.control_count, o.holdout_count) <> (counted.treated, counted.control, counted.holdout)
           or o.read_count <> o.treated_count + o.control_count + o.holdout_count + waits.count
                + (select coalesce(sum(value::bigint), 0) from jsonb_each_text(o.refused))
           or (not o.is_open and waits.count > 0)
        """,
    ),
    Check(
        "CAMPAIGN_TARGETS_ARE_MEMBERS",
        "Whoever was chosen is a member, in a revision that there is.",
        """
        select t.campaign_code, t.revision, t.occurrence, t.member_id
        from campaign_targets t
        left join members m on m.id = t.member_id
        left join campaign_revisions v on v.campaign_code = t.campaign_code and v.revision = t.revision
        where (m.id is null and t.arm is not null) or v.revision is null
        """,
    ),
    Check(
        "CAMPAIGN_CONTROL_IS_STABLE",
        "A member is in the control group of a campaign revision in every occurrence or in none, as long as the holdout is the same.",
        """
        select t.campaign_code, t.revision, t.member_id
        from campaign_targets t
        where t.arm in ('TREATED', 'CONTROL')
        group by t.campaign_code, t.revision, t.member_id having bool_or(t.arm = 'CONTROL') <> bool_and(t.arm = 'CONTROL')
        """,
    ),
    Check(
        "CAMPAIGN_CONTROL_GETS_NOTHING",
        "Nobody in control or holdout was promised or sent anything by that campaign's revision and occurrence.",
        """
        select t.campaign_code, t.revision, t.occurrence, t.member_id, t.arm
        from campaign_targets t
        where t.arm in ('CONTROL', 'HOLDOUT') and (
            exists (
                select from campaign_promises p where p.campaign_code = t.campaign_code and p.revision = t.revision
                  and p.occurrence = t.occurrence and p.member_id = t.member_id)
            or exists (
                select from deliveries d where d.source_code = 'campaign:' || t.campaign_code || ':' || t.revision
                  and d.occurrence = t.occurrence and d.member_id = t.member_id))
        """,
    ),
    Check(
        "CAMPAIGN_DELIVERIES_HAVE_TARGETS",
        "Every message of a campaign goes to somebody who was chosen for it, over the channel chosen.",
        """
        select d.id, d.source_code, d.occurrence, d.member_id
        from deliveries d
        left join campaign_targets t
          on d.source_code = 'campaign:' || t.campaign_code || ':' || t.revision and t.occurrence = d.occurrence
          and t.member_id = d.member_id and t.arm = 'TREATED' and t.channel_code = d.channel_code
        where d.source_code like 'campaign:%' and t.member_id is null
          and exists (select from campaigns c where c.code = split_part(d.source_code, ':', 2))
        """,
    ),
    Check(
        "CAMPAIGN_BUDGET_COUNTED",
        "What is reserved and spent of a campaign's budget is what its promises cost.",
        """
        select b.campaign_code, b.reserved_minor, b.kept_minor, told.reserved, told.kept
        from campaign_budgets b
        cross join lateral (
            select coalesce(sum(p.cost_minor) filter (where p.status = 'OPEN'), 0) as reserved,
                   coalesce(sum(p.cost_minor) filter (where p.status = 'KEPT'), 0) as kept
            from campaign_promises p where p.campaign_code = b.campaign_code
        ) told
        where b.reserved_minor <> told.reserved or b.kept_minor <> told.kept
        """,
    ),
)
