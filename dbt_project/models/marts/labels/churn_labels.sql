-- What happened after the day, for training and judging only: never a feature.
{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='as_of_on', on_schema_change='append_new_columns') }}

with days as (
  select as_of_on, window_ends_on
  from {{ ref('int_calendar__labels_to_build') }}
  where label_code = 'CHURN'
),

customers as (
  select features.customer_id, features.as_of_on
  from {{ ref('customer_features') }} as features
  inner join days on features.as_of_on = days.as_of_on
),

returned as (
  select distinct purchases.customer_id, days.as_of_on
  from {{ ref('fct_purchases') }} as purchases
  inner join days on purchases.purchased_on > days.as_of_on and purchases.purchased_on <= days.window_ends_on
),

churn_labels as (
  select
    customers.customer_id,
    customers.as_of_on,
    returned.customer_id is null as has_churned
  from customers
  left join returned on customers.customer_id = returned.customer_id and customers.as_of_on = returned.as_of_on
)

select * from churn_labels
