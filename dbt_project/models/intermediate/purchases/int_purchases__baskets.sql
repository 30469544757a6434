-- The one pass over all lines; ids stay numbers here, which group and join several times faster than text.
{{ config(materialized='table') }}

with lines as (
  select * from {{ ref('stg_journey__purchase_lines') }}
),

grouped as (
  select
    basket_id,
    household_id,
    store_id,
    max(purchased_at) as purchased_at,
    {{ total('spend_minor') }} as spend_minor,
    {{ total('retail_discount_minor') }} as retail_discount_minor,
    {{ total('coupon_discount_minor') }} as coupon_discount_minor,
    count(*) as line_count,
    max(loaded_on) as loaded_on
  from lines
  group by basket_id, household_id, store_id
),

int_purchases__baskets as (
  select grouped.*, {{ business_date('purchased_at') }} as purchased_on
  from grouped
)

select * from int_purchases__baskets
