with accepted as (
  {{ accepted_rows('campaigns') }}
),

numbered as (
  select accepted.*, {{ newest_first('campaign_id') }} as newest
  from accepted
),

stg_journey__campaigns as (
  select
    campaign_id,
    {{ code_of('campaign_type') }} as campaign_type_code,
    cast(start_date as date) as starts_on,
    cast(end_date as date) as ends_on
  from numbered
  where newest = 1
)

select * from stg_journey__campaigns
