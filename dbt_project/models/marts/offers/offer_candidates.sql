-- A category that several running campaigns offer goes to the one that ends last; within it, to the coupon good for most products.
{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='as_of_on', on_schema_change='append_new_columns') }}

with days as (
  select as_of_on from {{ ref('int_calendar__days_to_build') }}
),

coupons as (
  select
    coupons.campaign_id,
    products.category_code,
    products.category_name,
    coupons.coupon_upc,
    count(*) as product_count
  from {{ ref('stg_journey__coupons') }} as coupons
  inner join {{ ref('stg_journey__products') }} as products on coupons.product_id = products.product_id
  where products.category_code not in ('{{ var("categories_not_offered") | join("', '") }}')
  group by coupons.campaign_id, products.category_code, products.category_name, coupons.coupon_upc
),

categories as (
  select category_code, department_code
  from (
    select
      category_code,
      department_code,
      row_number() over (partition by category_code order by count(*) desc, department_code) as preference
    from {{ ref('stg_journey__products') }}
    group by category_code, department_code
  ) as counted
  where preference = 1
),

ranked as (
  select
    days.as_of_on,
    coupons.*,
    campaigns.campaign_type_code,
    campaigns.starts_on,
    campaigns.ends_on,
    row_number() over (
      partition by days.as_of_on, coupons.category_code
      order by campaigns.ends_on desc, coupons.campaign_id, coupons.product_count desc, coupons.coupon_upc
    ) as preference
  from coupons
  inner join {{ ref('stg_journey__campaigns') }} as campaigns on coupons.campaign_id = campaigns.campaign_id
  inner join days on days.as_of_on between campaigns.starts_on and campaigns.ends_on
),

active as (
  select as_of_on, count(*) as customer_count
  from {{ ref('int_customers__purchase_windows') }}
  where purchase_count_84d > 0
  group by as_of_on
),

buyers as (
  select as_of_on, category_code, count(*) as customer_count
  from {{ ref('int_customers__category_windows') }}
  where purchase_count_84d > 0
  group by as_of_on, category_code
),

offer_candidates as (
  select
    ranked.as_of_on,
    'CAT-' || replace(ranked.category_code, '_', '-') as offer_code,
    ranked.category_code,
    upper(substr(ranked.category_name, 1, 1)) || lower(substr(ranked.category_name, 2)) as title,
    cast(ranked.campaign_id as {{ dbt.type_string() }}) as campaign_id,
    cast(ranked.coupon_upc as {{ dbt.type_string() }}) as coupon_upc,
    ranked.campaign_type_code,
    ranked.starts_on,
    ranked.ends_on,
    {{ share_of('coalesce(buyers.customer_count, 0)', 'coalesce(active.customer_count, 0)') }} as category_popularity_share_84d,
    categories.department_code
  from ranked
  left join categories on ranked.category_code = categories.category_code
  left join active on ranked.as_of_on = active.as_of_on
  left join buyers on ranked.as_of_on = buyers.as_of_on and ranked.category_code = buyers.category_code
  where ranked.preference = 1
)

select * from offer_candidates
