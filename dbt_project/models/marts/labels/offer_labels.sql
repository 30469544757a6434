-- What happened after the day, for training and judging only: never a feature.
{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='as_of_on', on_schema_change='append_new_columns') }}

with days as (
  select as_of_on, window_ends_on
  from {{ ref('int_calendar__labels_to_build') }}
  where label_code = 'OFFER'
),

candidates as (
  select features.customer_id, features.as_of_on, features.offer_code, offers.category_code
  from {{ ref('customer_offer_features') }} as features
  inner join {{ ref('offer_candidates') }} as offers
    on features.as_of_on = offers.as_of_on
    and features.offer_code = offers.offer_code
  inner join days on features.as_of_on = days.as_of_on
),

bought as (
  select distinct
    cast(category_days.household_id as {{ dbt.type_string() }}) as customer_id,
    days.as_of_on,
    category_days.category_code
  from {{ ref('int_purchases__customer_category_days') }} as category_days
  inner join days on category_days.purchased_on > days.as_of_on and category_days.purchased_on <= days.window_ends_on
),

offer_labels as (
  select
    candidates.customer_id,
    candidates.as_of_on,
    candidates.offer_code,
    bought.customer_id is not null as has_bought
  from candidates
  left join bought
    on candidates.customer_id = bought.customer_id
    and candidates.as_of_on = bought.as_of_on
    and candidates.category_code = bought.category_code
)

select * from offer_labels
