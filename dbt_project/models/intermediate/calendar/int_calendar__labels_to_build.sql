-- A label is known once the loads reach the end of its window: requested days again, others once.
{{ config(materialized='table') }}

with last_load as (
  select max(business_on) as last_on
  from {{ source('journey', 'load_log') }}
),

grid as (
  {{ dates_from_to(
    "(select date '" ~ var('training_grid_starts_on') ~ "')",
    "(select max(business_on) from " ~ source('journey', 'load_log') ~ ")",
    var('training_grid_step_days'),
    'grid_on'
  ) }}
),

candidate_days as (
  select requested_on as as_of_on, true as is_requested
  from ({{ requested_days() }}) as requested
  union all
  select grid_on as as_of_on, false as is_requested from grid
),

label_days as (
  select
    'CHURN' as label_code,
    as_of_on,
    is_requested,
    {{ add_days('as_of_on', var('churn_horizon_days')) }} as window_ends_on
  from candidate_days
  union all
  select
    'OFFER' as label_code,
    as_of_on,
    is_requested,
    {{ add_days('as_of_on', var('offer_horizon_days')) }} as window_ends_on
  from candidate_days
),

standing as (
  select 'CHURN' as label_code, as_of_on
  from ({{ days_standing_in(['churn_labels']) }}) as churn
  union all
  select 'OFFER' as label_code, as_of_on
  from ({{ days_standing_in(['offer_labels']) }}) as offer
),

int_calendar__labels_to_build as (
  select distinct label_days.label_code, label_days.as_of_on, label_days.window_ends_on
  from label_days
  cross join last_load
  left join (select distinct label_code, as_of_on from standing) as known
    on label_days.label_code = known.label_code
    and label_days.as_of_on = known.as_of_on
  where label_days.window_ends_on <= last_load.last_on
    and (label_days.is_requested or known.as_of_on is null)
)

select * from int_calendar__labels_to_build
