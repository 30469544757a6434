-- Ask it for one day: a view, because every pair of days is counted when it is asked for and never otherwise.
{{ config(materialized='view') }}

with days as (
  select distinct as_of_on from {{ ref('customer_rfm') }}
),

pairs as (
  select later.as_of_on, max(earlier.as_of_on) as compared_with_on
  from days as later
  inner join days as earlier on {{ add_days('earlier.as_of_on', var('rfm_migration_days')) }} <= later.as_of_on
  group by later.as_of_on
),

moves as (
  select
    pairs.as_of_on,
    pairs.compared_with_on,
    coalesce(earlier.rfm_segment_code, 'NEW') as from_segment_code,
    later.rfm_segment_code as to_segment_code
  from pairs
  inner join {{ ref('customer_rfm') }} as later on pairs.as_of_on = later.as_of_on
  left join {{ ref('customer_rfm') }} as earlier
    on pairs.compared_with_on = earlier.as_of_on and later.customer_id = earlier.customer_id
),

customer_rfm_migrations as (
  select as_of_on, compared_with_on, from_segment_code, to_segment_code, count(*) as customer_count
  from moves
  group by as_of_on, compared_with_on, from_segment_code, to_segment_code
)

select * from customer_rfm_migrations
