-- A view: who bought and when stand once per basket in fct_purchases, and a line knows its basket.
{{ config(materialized='view') }}

with lines as (
  select * from {{ ref('stg_journey__purchase_lines') }}
),

fct_purchase_lines as (
  select
    cast(basket_id as {{ dbt.type_string() }}) as basket_id,
    cast(product_id as {{ dbt.type_string() }}) as product_id,
    spend_minor,
    loaded_on
  from lines
)

select * from fct_purchase_lines
