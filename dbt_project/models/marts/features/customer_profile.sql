-- The one relation that segment rules run on. A view: scores and tiers are written after the features, and show at once.
{{ config(materialized='view', tags=['profile']) }}

with features as (
  select * from {{ ref('customer_features') }}
),

rfm as (
  select * from {{ ref('customer_rfm') }}
),

churn as (
  select * from {{ source('scores', 'churn') }}
),

lifetime_value as (
  select * from {{ source('scores', 'lifetime_value') }}
),

tiers as (
  select * from {{ source('scores', 'customer_tiers') }}
),

customer_profile as (
  select
    features.*,
    rfm.recency_quintile,
    rfm.frequency_quintile,
    rfm.monetary_quintile,
    rfm.rfm_code,
    rfm.rfm_segment_code,
    churn.churn_probability,
    churn.churn_band_code,
    churn.churn_reason_1_code,
    churn.churn_reason_2_code,
    churn.churn_reason_3_code,
    lifetime_value.alive_probability,
    lifetime_value.expected_purchases_84d,
    lifetime_value.expected_spend_minor_84d,
    tiers.tier_code
  from features
  inner join rfm on features.customer_id = rfm.customer_id and features.as_of_on = rfm.as_of_on
  left join churn on features.customer_id = churn.customer_id and features.as_of_on = churn.as_of_on
  left join lifetime_value
    on features.customer_id = lifetime_value.customer_id and features.as_of_on = lifetime_value.as_of_on
  left join tiers on features.customer_id = tiers.customer_id and features.as_of_on = tiers.as_of_on
)

select * from customer_profile
