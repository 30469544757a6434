{{ config(materialized='view') }}

with products as (
  select * from {{ ref('stg_journey__products') }}
),

dim_products as (
  select
    cast(product_id as {{ dbt.type_string() }}) as product_id,
    upper(substr(category_name, 1, 1)) || lower(substr(category_name, 2)) as title,
    category_code,
    department_code,
    coalesce(is_private_label, false) as is_private_label,
    kind_code,
    maker_code
  from products
)

select * from dim_products
