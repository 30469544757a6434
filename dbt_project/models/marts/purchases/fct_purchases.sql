with lines as (
  select * from {{ ref('stg_journey__purchase_lines') }}
),

baskets as (
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

fct_purchases as (
  select
    cast(basket_id as {{ dbt.type_string() }}) as basket_id,
    cast(household_id as {{ dbt.type_string() }}) as customer_id,
    cast(store_id as {{ dbt.type_string() }}) as store_id,
    purchased_at,
    {{ business_date('purchased_at') }} as purchased_on,
    spend_minor,
    retail_discount_minor,
    coupon_discount_minor,
    line_count,
    loaded_on
  from baskets
)

select * from fct_purchases
