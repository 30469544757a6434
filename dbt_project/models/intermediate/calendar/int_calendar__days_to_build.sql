-- Requested days are always built again; a day of the training grid only if a mart lacks it.
{{ config(materialized='table') }}

with requested as (
  {{ requested_days() }}
),

grid as (
  {{ dates_from_to(
    "(select date '" ~ var('training_grid_starts_on') ~ "')",
    "(select max(business_on) from " ~ source('journey', 'load_log') ~ ")",
    var('training_grid_step_days'),
    'grid_on'
  ) }}
),

standing as (
  {{ days_standing_in(['customer_features', 'customer_rfm', 'offer_candidates', 'customer_offer_features']) }}
),

int_calendar__days_to_build as (
  select
    coalesce(requested.requested_on, grid.grid_on) as as_of_on,
    requested.requested_on is not null as is_requested,
    grid.grid_on is not null as is_on_grid
  from requested
  full outer join grid on requested.requested_on = grid.grid_on
  where requested.requested_on is not null
    or grid.grid_on not in (select as_of_on from standing)
)

select * from int_calendar__days_to_build where as_of_on is not null
