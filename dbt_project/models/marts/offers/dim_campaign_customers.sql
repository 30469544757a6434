{{ config(materialized='view') }}

with addressed as (
  select * from {{ ref('stg_journey__campaign_households') }}
),

dim_campaign_customers as (
  select
    cast(campaign_id as {{ dbt.type_string() }}) as campaign_id,
    cast(household_id as {{ dbt.type_string() }}) as customer_id
  from addressed
)

select * from dim_campaign_customers
