-- Equal values get equal quintiles, so that a quintile can be explained; quintiles may therefore differ in size.
{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='as_of_on', on_schema_change='append_new_columns') }}

with windows as (
  select * from {{ ref('int_customers__purchase_windows') }}
),

ranked as (
  select
    customer_id,
    as_of_on,
    count(*) over (partition by as_of_on) as customer_count,
    rank() over (partition by as_of_on order by recency_days desc) as recency_rank,
    rank() over (partition by as_of_on order by purchase_count_364d) as frequency_rank,
    rank() over (partition by as_of_on order by spend_minor_364d) as monetary_rank
  from windows
),

quintiles as (
  select
    customer_id,
    as_of_on,
    {{ fifth_of('recency_rank', 'customer_count') }} as recency_quintile,
    {{ fifth_of('frequency_rank', 'customer_count') }} as frequency_quintile,
    {{ fifth_of('monetary_rank', 'customer_count') }} as monetary_quintile
  from ranked
),

customer_rfm as (
  select
    customer_id,
    as_of_on,
    recency_quintile,
    frequency_quintile,
    monetary_quintile,
    cast(100 * recency_quintile + 10 * frequency_quintile + monetary_quintile as {{ dbt.type_string() }}) as rfm_code,
    {{ rfm_segment('recency_quintile', 'frequency_quintile', 'monetary_quintile') }} as rfm_segment_code
  from quintiles
)

select * from customer_rfm
