-- Every window ends on as_of_on, that day included. A new feature is one more column here and in the YAML beside it.
{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='as_of_on', on_schema_change='append_new_columns') }}

with purchases as (
  select * from {{ ref('int_customers__purchase_windows') }}
),

rhythm as (
  select * from {{ ref('int_customers__purchase_rhythm') }}
),

departments as (
  select * from {{ ref('int_customers__department_windows') }}
),

categories as (
  select household_id, as_of_on, {{ aggregate_where('count', '*', 'purchase_count_84d > 0') }} as category_count_84d
  from {{ ref('int_customers__category_windows') }}
  group by household_id, as_of_on
),

campaigns as (
  select * from {{ ref('int_customers__campaign_windows') }}
),

customer_features as (
  select
    cast(purchases.household_id as {{ dbt.type_string() }}) as customer_id,
    purchases.as_of_on,
    purchases.tenure_days,
    purchases.recency_days,
    purchases.purchase_count_28d,
    purchases.purchase_count_84d,
    purchases.purchase_count_364d,
    purchases.spend_minor_28d,
    purchases.spend_minor_84d,
    purchases.spend_minor_364d,
    {{ average_minor('purchases.spend_minor_364d', 'purchases.purchase_count_364d') }} as average_basket_minor,
    {{ share_of('purchases.line_count_364d', 'purchases.purchase_count_364d') }} as average_line_count,
    rhythm.average_gap_days,
    rhythm.gap_deviation_days,
    purchases.recency_days / rhythm.average_gap_days as overdue_ratio,
    coalesce(rhythm.active_week_count_12w, 0) as active_week_count_12w,
    coalesce(categories.category_count_84d, 0) as category_count_84d,
    {% for department in ['grocery', 'drug_gm', 'produce', 'meat', 'deli'] -%}
    {{ share_of('departments.' ~ department ~ '_spend_minor_84d', 'departments.spend_minor_84d') }} as share_{{ department }}_84d,
    {% endfor -%}
    {{ share_of('departments.private_label_spend_minor_84d', 'departments.spend_minor_84d') }} as private_label_share_84d,
    {{ share_of('departments.discount_minor_84d', '(departments.spend_minor_84d + departments.discount_minor_84d)') }} as discount_share_84d,
    coalesce(campaigns.coupon_redemption_count_364d, 0) as coupon_redemption_count_364d,
    purchases.coupon_discount_minor_364d,
    coalesce(campaigns.campaign_count_364d, 0) as campaign_count_364d,
    {{ ratio_of('purchases.spend_minor_28d', 'purchases.spend_minor_28d_before') }} as spend_trend_ratio,
    coalesce(departments.favourite_department_code, 'UNKNOWN') as favourite_department_code,
    {{ add_days('purchases.as_of_on', '-purchases.recency_days') }} as last_purchase_on,
    coalesce(campaigns.has_redeemed_coupon, false) as has_redeemed_coupon
  from purchases
  {% for other in ['rhythm', 'departments', 'categories', 'campaigns'] -%}
  left join {{ other }} on purchases.household_id = {{ other }}.household_id and purchases.as_of_on = {{ other }}.as_of_on
  {% endfor %}
)

select * from customer_features
