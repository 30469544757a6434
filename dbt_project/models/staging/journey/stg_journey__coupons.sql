-- The source repeats 4,872 rows (68 coupons list their products several times over); nothing tells the copies apart.
with accepted as (
  {{ accepted_rows('coupons') }}
),

numbered as (
  select accepted.*, {{ newest_first('campaign_id, coupon_upc, product_id') }} as newest
  from accepted
),

stg_journey__coupons as (
  select campaign_id, coupon_upc, product_id
  from numbered
  where newest = 1
)

select * from stg_journey__coupons
