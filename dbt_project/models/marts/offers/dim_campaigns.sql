{{ config(materialized='view') }}

with campaigns as (
  select * from {{ ref('stg_journey__campaigns') }}
),

dim_campaigns as (
  select
    cast(campaign_id as {{ dbt.type_string() }}) as campaign_id,
    campaign_type_code,
    starts_on,
    ends_on
  from campaigns
)

select * from dim_campaigns
