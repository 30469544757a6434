{{ config(materialized='view') }}

with coupons as (
  select * from {{ ref('stg_journey__coupons') }}
),

dim_campaign_coupons as (
  select
    cast(campaign_id as {{ dbt.type_string() }}) as campaign_id,
    cast(coupon_upc as {{ dbt.type_string() }}) as coupon_upc,
    cast(product_id as {{ dbt.type_string() }}) as product_id
  from coupons
)

select * from dim_campaign_coupons
