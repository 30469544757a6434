with accepted as (
  {{ accepted_rows('campaign_households') }}
),

numbered as (
  select accepted.*, {{ newest_first('campaign_id, household_id') }} as newest
  from accepted
),

stg_journey__campaign_households as (
  select
    campaign_id,
    household_id
  from numbered
  where newest = 1
)

select * from stg_journey__campaign_households
