with accepted as (
  {{ accepted_rows('households') }}
),

numbered as (
  select accepted.*, {{ newest_first('household_id') }} as newest
  from accepted
),

stg_journey__households as (
  select
    household_id,
    -- '65+' and '5+' keep their meaning as codes: '65_PLUS', '5_PLUS'.
    {{ code_of("replace(age, '+', ' plus')") }} as age_band_code,
    {{ code_of("replace(income, '+', ' plus')") }} as income_band_code,
    {{ code_of('home_ownership') }} as home_ownership_code,
    {{ code_of('marital_status') }} as marital_status_code,
    {{ code_of("replace(household_size, '+', ' plus')") }} as household_size_code,
    {{ code_of('household_comp') }} as household_composition_code,
    {{ code_of("replace(kids_count, '+', ' plus')") }} as kids_count_code
  from numbered
  where newest = 1
)

select * from stg_journey__households
