with purchases as (
  select * from {{ ref('fct_purchases') }}
),

households as (
  select * from {{ ref('stg_journey__households') }}
),

first_purchases as (
  select customer_id, min(purchased_on) as first_purchase_on
  from purchases
  group by customer_id
),

dim_customers as (
  select
    first_purchases.customer_id,
    first_purchases.first_purchase_on,
    {% for name in ['age_band', 'income_band', 'home_ownership', 'marital_status', 'household_size', 'household_composition', 'kids_count'] -%}
    coalesce(households.{{ name }}_code, 'UNKNOWN') as {{ name }}_code{{ ',' if not loop.last }}
    {% endfor %}
  from first_purchases
  left join households on first_purchases.customer_id = households.customer_id
)

select * from dim_customers
