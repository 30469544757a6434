-- Days, not purchases, are counted: two baskets on one day are one visit to the calendar.
with days as (
  select as_of_on from {{ ref('int_calendar__days_to_build') }}
),

purchase_days as (
  select distinct household_id, purchased_on
  from {{ ref('int_purchases__baskets') }}
),

gaps as (
  select
    household_id,
    purchased_on,
    lag(purchased_on) over (partition by household_id order by purchased_on) as previous_on
  from purchase_days
),

measured as (
  select
    gaps.household_id,
    days.as_of_on,
    {{ days_between('gaps.purchased_on', 'days.as_of_on') }} as age_days,
    -- A gap counts only if it began inside the window too.
    case
      when {{ days_between('gaps.previous_on', 'days.as_of_on') }} < 364
        then {{ days_between('gaps.previous_on', 'gaps.purchased_on') }}
    end as gap_days
  from gaps
  inner join days on gaps.purchased_on <= days.as_of_on
),

summed as (
  select
    household_id,
    as_of_on,
    count(gap_days) as gap_count,
    {{ total('gap_days') }} as gap_days_total,
    {{ total('gap_days * gap_days') }} as gap_days_squared_total,
    {{ aggregate_where('count', 'distinct floor(age_days / 7.0)', 'age_days < 84') }} as active_week_count_12w
  from measured
  group by household_id, as_of_on
),

int_customers__purchase_rhythm as (
  select
    household_id,
    as_of_on,
    {{ ratio_of('gap_days_total', 'gap_count') }} as average_gap_days,
    -- The population's deviation, from whole-number sums so that every warehouse finds the same.
    case
      when gap_count > 0
        then sqrt(cast(gap_count * gap_days_squared_total - gap_days_total * gap_days_total as double precision)) / gap_count
    end as gap_deviation_days,
    active_week_count_12w
  from summed
)

select * from int_customers__purchase_rhythm
