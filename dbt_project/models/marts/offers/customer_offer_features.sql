-- Every customer meets every candidate of the day, also those of whose category they never bought.
{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='as_of_on', on_schema_change='append_new_columns') }}

with customers as (
  select household_id, as_of_on, spend_minor_364d
  from {{ ref('int_customers__purchase_windows') }}
),

candidates as (
  select * from {{ ref('offer_candidates') }}
),

categories as (
  select * from {{ ref('int_customers__category_windows') }}
),

coupon_categories as (
  select distinct coupons.campaign_id, coupons.coupon_upc, products.category_code
  from {{ ref('stg_journey__coupons') }} as coupons
  inner join {{ ref('stg_journey__products') }} as products on coupons.product_id = products.product_id
),

days as (
  select as_of_on from {{ ref('int_calendar__days_to_build') }}
),

redemptions as (
  select
    redeemed.household_id,
    days.as_of_on,
    coupon_categories.category_code,
    count(*) as redemption_count_364d
  from {{ ref('stg_journey__coupon_redemptions') }} as redeemed
  inner join coupon_categories
    on redeemed.campaign_id = coupon_categories.campaign_id
    and redeemed.coupon_upc = coupon_categories.coupon_upc
  inner join days
    on redeemed.redeemed_on <= days.as_of_on
    and {{ add_days('redeemed.redeemed_on', 364) }} > days.as_of_on
  group by redeemed.household_id, days.as_of_on, coupon_categories.category_code
),

addressed as (
  select household_id, cast(campaign_id as {{ dbt.type_string() }}) as campaign_id
  from {{ ref('stg_journey__campaign_households') }}
),

customer_offer_features as (
  select
    cast(customers.household_id as {{ dbt.type_string() }}) as customer_id,
    customers.as_of_on,
    candidates.offer_code,
    coalesce(categories.purchase_count_84d, 0) as category_purchase_count_84d,
    coalesce(categories.purchase_count_364d, 0) as category_purchase_count_364d,
    coalesce(categories.spend_minor_364d, 0) as category_spend_minor_364d,
    categories.recency_days as category_recency_days,
    categories.average_gap_days as category_average_gap_days,
    {{ share_of('coalesce(categories.spend_minor_364d, 0)', 'customers.spend_minor_364d') }} as category_share_364d,
    candidates.category_popularity_share_84d,
    coalesce(redemptions.redemption_count_364d, 0) as category_redemption_count_364d,
    addressed.household_id is not null as is_in_campaign
  from customers
  inner join candidates on customers.as_of_on = candidates.as_of_on
  left join categories
    on customers.household_id = categories.household_id
    and customers.as_of_on = categories.as_of_on
    and candidates.category_code = categories.category_code
  left join redemptions
    on customers.household_id = redemptions.household_id
    and customers.as_of_on = redemptions.as_of_on
    and candidates.category_code = redemptions.category_code
  left join addressed
    on customers.household_id = addressed.household_id
    and candidates.campaign_id = addressed.campaign_id
)

select * from customer_offer_features
