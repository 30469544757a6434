with baskets as (
  select * from {{ ref('int_purchases__baskets') }}
),

households as (
  select * from {{ ref('stg_journey__households') }}
),

first_purchases as (
  select household_id, min(purchased_on) as first_purchase_on
  from baskets
  group by household_id
),

dim_customers as (
  select
    cast(first_purchases.household_id as {{ dbt.type_string() }}) as customer_id,
    first_purchases.first_purchase_on,
    {% for name in ['age_band', 'income_band', 'home_ownership', 'marital_status', 'household_size', 'household_composition', 'kids_count'] -%}
    coalesce(households.{{ name }}_code, 'UNKNOWN') as {{ name }}_code{{ ',' if not loop.last }}
    {% endfor %}
  from first_purchases
  left join households on first_purchases.household_id = households.household_id
)

select * from dim_customers
