with days as (
  select as_of_on from {{ ref('int_calendar__days_to_build') }}
),

baskets as (
  select * from {{ ref('int_purchases__baskets') }}
),

seen as (
  select
    baskets.household_id,
    days.as_of_on,
    {{ days_between('baskets.purchased_on', 'days.as_of_on') }} as age_days,
    baskets.spend_minor,
    baskets.coupon_discount_minor,
    baskets.line_count
  from baskets
  inner join days on baskets.purchased_on <= days.as_of_on
),

int_customers__purchase_windows as (
  select
    household_id,
    as_of_on,
    max(age_days) as tenure_days,
    min(age_days) as recency_days,
    {{ aggregate_where('count', '*', 'age_days < 28') }} as purchase_count_28d,
    {{ aggregate_where('count', '*', 'age_days < 84') }} as purchase_count_84d,
    {{ aggregate_where('count', '*', 'age_days < 364') }} as purchase_count_364d,
    {{ total('spend_minor', 'age_days < 28') }} as spend_minor_28d,
    {{ total('spend_minor', 'age_days < 84') }} as spend_minor_84d,
    {{ total('spend_minor', 'age_days < 364') }} as spend_minor_364d,
    {{ total('spend_minor', 'age_days between 28 and 55') }} as spend_minor_28d_before,
    {{ total('coupon_discount_minor', 'age_days < 364') }} as coupon_discount_minor_364d,
    {{ total('line_count', 'age_days < 364') }} as line_count_364d
  from seen
  group by household_id, as_of_on
)

select * from int_customers__purchase_windows
