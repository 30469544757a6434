with accepted as (
  {{ accepted_rows('coupon_redemptions') }}
),

numbered as (
  select accepted.*, {{ newest_first('household_id, campaign_id, coupon_upc, redemption_date') }} as newest
  from accepted
),

stg_journey__coupon_redemptions as (
  select
    household_id,
    campaign_id,
    coupon_upc,
    cast(redemption_date as date) as redeemed_on
  from numbered
  where newest = 1
)

select * from stg_journey__coupon_redemptions
