-- A table, for three marts read it and it is the widest join of the project.
{{ config(materialized='table') }}

with days as (
  select as_of_on from {{ ref('int_calendar__days_to_build') }}
),

category_days as (
  select * from {{ ref('int_purchases__customer_category_days') }}
),

seen as (
  select
    category_days.household_id,
    days.as_of_on,
    category_days.category_code,
    {{ days_between('category_days.purchased_on', 'days.as_of_on') }} as age_days,
    category_days.purchase_count,
    category_days.spend_minor
  from category_days
  inner join days
    on category_days.purchased_on <= days.as_of_on
    and {{ add_days('category_days.purchased_on', 364) }} > days.as_of_on
),

int_customers__category_windows as (
  select
    household_id,
    as_of_on,
    category_code,
    {{ total('purchase_count', 'age_days < 84') }} as purchase_count_84d,
    {{ total('purchase_count') }} as purchase_count_364d,
    {{ total('spend_minor') }} as spend_minor_364d,
    min(age_days) as recency_days,
    -- Days are distinct here, so the gaps between the first and the last are one fewer than the days.
    {{ ratio_of('(max(age_days) - min(age_days))', '(count(*) - 1)') }} as average_gap_days
  from seen
  group by household_id, as_of_on, category_code
)

select * from int_customers__category_windows
