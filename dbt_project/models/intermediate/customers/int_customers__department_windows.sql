with days as (
  select as_of_on from {{ ref('int_calendar__days_to_build') }}
),

department_days as (
  select * from {{ ref('int_purchases__customer_department_days') }}
),

by_department as (
  select
    department_days.household_id,
    days.as_of_on,
    department_days.department_code,
    {{ total('department_days.spend_minor') }} as spend_minor_364d,
    {{ total('department_days.spend_minor', add_days('department_days.purchased_on', 84) ~ ' > days.as_of_on') }} as spend_minor,
    {{ total('department_days.private_label_spend_minor', add_days('department_days.purchased_on', 84) ~ ' > days.as_of_on') }}
      as private_label_spend_minor,
    {{ total('department_days.discount_minor', add_days('department_days.purchased_on', 84) ~ ' > days.as_of_on') }} as discount_minor
  from department_days
  inner join days
    on department_days.purchased_on <= days.as_of_on
    and {{ add_days('department_days.purchased_on', 364) }} > days.as_of_on
  group by department_days.household_id, days.as_of_on, department_days.department_code
),

ranked as (
  select
    by_department.*,
    row_number() over (partition by household_id, as_of_on order by spend_minor_364d desc, department_code) as favourite_rank
  from by_department
),

int_customers__department_windows as (
  select
    household_id,
    as_of_on,
    {{ aggregate_where('max', 'department_code', 'favourite_rank = 1') }} as favourite_department_code,
    {{ total('spend_minor') }} as spend_minor_84d,
    {{ total('spend_minor', "department_code in ('GROCERY', 'FROZEN_GROCERY')") }} as grocery_spend_minor_84d,
    {{ total('spend_minor', "department_code = 'DRUG_GM'") }} as drug_gm_spend_minor_84d,
    {{ total('spend_minor', "department_code = 'PRODUCE'") }} as produce_spend_minor_84d,
    {{ total('spend_minor', "department_code in ('MEAT', 'MEAT_PCKGD')") }} as meat_spend_minor_84d,
    {{ total('spend_minor', "department_code = 'DELI'") }} as deli_spend_minor_84d,
    {{ total('private_label_spend_minor') }} as private_label_spend_minor_84d,
    {{ total('discount_minor') }} as discount_minor_84d
  from ranked
  group by household_id, as_of_on
)

select * from int_customers__department_windows
