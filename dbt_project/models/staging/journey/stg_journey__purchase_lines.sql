-- No calendar and no text here: both are dear per line and cheap per basket (see fct_purchases).
with accepted as (
  {{ accepted_rows('purchase_lines') }}
),

stg_journey__purchase_lines as (
  select
    household_id,
    store_id,
    basket_id,
    product_id,
    quantity as unit_count,
    {{ to_minor('sales_value') }} as spend_minor,
    {{ to_minor('retail_disc') }} as retail_discount_minor,
    {{ to_minor('coupon_disc + coupon_match_disc') }} as coupon_discount_minor,
    transaction_timestamp as purchased_at,
    loaded_on
  from accepted
)

select * from stg_journey__purchase_lines
