-- Equal values get equal quintiles, so that a quintile can be explained; quintiles may therefore differ in size.
{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='as_of_on', on_schema_change='append_new_columns') }}

-- Read four times below: materialized, or each reading would lay the windows over all purchases again.
with windows as {{ materialized_once() }} (
  select household_id, as_of_on, recency_days, purchase_count_364d, spend_minor_364d
  from {{ ref('int_customers__purchase_windows') }}
),

recency as (
  {{ fifths_by_value('windows', 'recency_days', best='asc') }}
),

frequency as (
  {{ fifths_by_value('windows', 'purchase_count_364d') }}
),

monetary as (
  {{ fifths_by_value('windows', 'spend_minor_364d') }}
),

quintiles as (
  select
    windows.household_id,
    windows.as_of_on,
    recency.fifth as recency_quintile,
    frequency.fifth as frequency_quintile,
    monetary.fifth as monetary_quintile
  from windows
  inner join recency on windows.as_of_on = recency.as_of_on and windows.recency_days = recency.value
  inner join frequency on windows.as_of_on = frequency.as_of_on and windows.purchase_count_364d = frequency.value
  inner join monetary on windows.as_of_on = monetary.as_of_on and windows.spend_minor_364d = monetary.value
),

customer_rfm as (
  select
    cast(household_id as {{ dbt.type_string() }}) as customer_id,
    as_of_on,
    recency_quintile,
    frequency_quintile,
    monetary_quintile,
    cast(100 * recency_quintile + 10 * frequency_quintile + monetary_quintile as {{ dbt.type_string() }}) as rfm_code,
    {{ rfm_segment('recency_quintile', 'frequency_quintile', 'monetary_quintile') }} as rfm_segment_code
  from quintiles
)

select * from customer_rfm
