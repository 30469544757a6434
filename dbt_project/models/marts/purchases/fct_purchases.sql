{{ config(materialized='view') }}

with baskets as (
  select * from {{ ref('int_purchases__baskets') }}
),

fct_purchases as (
  select
    cast(basket_id as {{ dbt.type_string() }}) as basket_id,
    cast(household_id as {{ dbt.type_string() }}) as customer_id,
    cast(store_id as {{ dbt.type_string() }}) as store_id,
    purchased_at,
    purchased_on,
    spend_minor,
    retail_discount_minor,
    coupon_discount_minor,
    line_count,
    loaded_on
  from baskets
)

select * from fct_purchases
