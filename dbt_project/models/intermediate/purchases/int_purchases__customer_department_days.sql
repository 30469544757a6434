{{ config(materialized='table') }}

with lines as (
  select * from {{ ref('stg_journey__purchase_lines') }}
),

products as (
  select * from {{ ref('stg_journey__products') }}
),

baskets as (
  select * from {{ ref('int_purchases__baskets') }}
),

basket_departments as (
  select
    lines.basket_id,
    products.department_code,
    {{ total('lines.spend_minor') }} as spend_minor,
    {{ total('lines.spend_minor', 'products.is_private_label') }} as private_label_spend_minor,
    {{ total('lines.retail_discount_minor + lines.coupon_discount_minor') }} as discount_minor
  from lines
  left join products on lines.product_id = products.product_id
  group by lines.basket_id, products.department_code
),

int_purchases__customer_department_days as (
  select
    baskets.household_id,
    coalesce(basket_departments.department_code, 'UNKNOWN') as department_code,
    baskets.purchased_on,
    {{ total('basket_departments.spend_minor') }} as spend_minor,
    {{ total('basket_departments.private_label_spend_minor') }} as private_label_spend_minor,
    {{ total('basket_departments.discount_minor') }} as discount_minor
  from basket_departments
  inner join baskets on basket_departments.basket_id = baskets.basket_id
  group by baskets.household_id, coalesce(basket_departments.department_code, 'UNKNOWN'), baskets.purchased_on
)

select * from int_purchases__customer_department_days
