with accepted as (
  {{ accepted_rows('products') }}
),

numbered as (
  select accepted.*, {{ newest_first('product_id') }} as newest
  from accepted
),

stg_journey__products as (
  select
    product_id,
    {{ code_of('department') }} as department_code,
    coalesce({{ code_of('product_category') }}, 'UNKNOWN') as category_code,
    coalesce(product_category, 'UNKNOWN') as category_name,
    brand = 'Private' as is_private_label,
    {{ code_of('product_type') }} as kind_code,
    cast(manufacturer_id as {{ dbt.type_string() }}) as maker_code
  from numbered
  where newest = 1
)

select * from stg_journey__products
