-- The finest grain that any later model reads: 1.2 million lines become rows that windows can be laid over quickly.
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

basket_categories as (
  select
    lines.basket_id,
    products.category_code,
    {{ total('lines.spend_minor') }} as spend_minor,
    count(*) as line_count
  from lines
  left join products on lines.product_id = products.product_id
  group by lines.basket_id, products.category_code
),

int_purchases__customer_category_days as (
  select
    baskets.household_id,
    coalesce(basket_categories.category_code, 'UNKNOWN') as category_code,
    baskets.purchased_on,
    count(*) as purchase_count,
    {{ total('basket_categories.line_count') }} as line_count,
    {{ total('basket_categories.spend_minor') }} as spend_minor
  from basket_categories
  inner join baskets on basket_categories.basket_id = baskets.basket_id
  group by baskets.household_id, coalesce(basket_categories.category_code, 'UNKNOWN'), baskets.purchased_on
)

select * from int_purchases__customer_category_days
