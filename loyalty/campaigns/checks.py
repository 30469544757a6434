"""What campaign rows promise. Not here: whether the segment is right (`loyalty/segments`)."""

from loyalty.checks.model import Check

CHECKS: tuple[Check, ...] = (
    Check(
        "CAMPAIGN_AUDIENCE_COUNTED",
        "Each audience's numbers are those of its rows, and read = kept + control + refused.",
        """
        select d.campaign_code, d.as_of_on, d.kept_count, d.control_count, counted.kept_rows, counted.control_rows
        from campaign_days d
        left join (
            select campaign_code, as_of_on, count(*) filter (where not is_control) as kept_rows,
                   count(*) filter (where is_control) as control_rows
            from campaign_audience group by campaign_code, as_of_on
        ) counted using (campaign_code, as_of_on)
        where d.kept_count <> coalesce(counted.kept_rows, 0) or d.control_count <> coalesce(counted.control_rows, 0)
           or d.read_count <> d.kept_count + d.control_count + d.refused_inactive_count + d.refused_offerless_count
        """,
    ),
    Check(
        "CAMPAIGN_AUDIENCE_HAS_A_DAY",
        "Every member of an audience exists, and its day was built.",
        """
        select a.campaign_code, a.as_of_on, a.member_id
        from campaign_audience a
        left join campaign_days d using (campaign_code, as_of_on)
        left join members m on m.id = a.member_id
        where d.campaign_code is null or m.id is null
        """,
    ),
    Check(
        "CAMPAIGN_CONTROL_IS_STABLE",
        "A member is control in a campaign version on every day or on none.",
        """
        select a.campaign_code, d.version, a.member_id
        from campaign_audience a join campaign_days d using (campaign_code, as_of_on)
        group by a.campaign_code, d.version, a.member_id having bool_or(a.is_control) <> bool_and(a.is_control)
        """,
    ),
)
