{{ config(materialized='view') }}

with redemptions as (
  select * from {{ ref('stg_journey__coupon_redemptions') }}
),

fct_coupon_redemptions as (
  select
    cast(household_id as {{ dbt.type_string() }}) as customer_id,
    cast(campaign_id as {{ dbt.type_string() }}) as campaign_id,
    cast(coupon_upc as {{ dbt.type_string() }}) as coupon_upc,
    redeemed_on
  from redemptions
)

select * from fct_coupon_redemptions
