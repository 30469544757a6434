with days as (
  select as_of_on from {{ ref('int_calendar__days_to_build') }}
),

redemptions as (
  select * from {{ ref('stg_journey__coupon_redemptions') }}
),

addressed as (
  select households.household_id, campaigns.starts_on
  from {{ ref('stg_journey__campaign_households') }} as households
  inner join {{ ref('stg_journey__campaigns') }} as campaigns on households.campaign_id = campaigns.campaign_id
),

contacts as (
  select
    redemptions.household_id,
    days.as_of_on,
    {{ days_between('redemptions.redeemed_on', 'days.as_of_on') }} as age_days,
    true as is_redemption
  from redemptions
  inner join days on redemptions.redeemed_on <= days.as_of_on
  union all
  select
    addressed.household_id,
    days.as_of_on,
    {{ days_between('addressed.starts_on', 'days.as_of_on') }} as age_days,
    false as is_redemption
  from addressed
  inner join days on addressed.starts_on <= days.as_of_on
),

int_customers__campaign_windows as (
  select
    household_id,
    as_of_on,
    {{ aggregate_where('count', '*', 'is_redemption and age_days < 364') }} as coupon_redemption_count_364d,
    {{ aggregate_where('count', '*', 'not is_redemption and age_days < 364') }} as campaign_count_364d,
    {{ aggregate_where('count', '*', 'is_redemption') }} > 0 as has_redeemed_coupon
  from contacts
  group by household_id, as_of_on
)

select * from int_customers__campaign_windows
