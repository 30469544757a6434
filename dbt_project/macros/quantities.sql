{# Arithmetic that must give the same figure on every warehouse: whole numbers as long as possible, one division at the end. #}

{# Dollars of the source as whole cents. #}
{% macro to_minor(dollars) -%}
  cast(round(({{ dollars }}) * 100) as bigint)
{%- endmacro %}

{# A part of a whole between 0 and 1; 0 where there is no whole. #}
{% macro share_of(part, whole) -%}
  case when {{ whole }} > 0 then cast({{ part }} as double precision) / cast({{ whole }} as double precision) else 0 end
{%- endmacro %}

{# One quantity per other; null where there is no other. #}
{% macro ratio_of(part, whole) -%}
  case when {{ whole }} > 0 then cast({{ part }} as double precision) / cast({{ whole }} as double precision) end
{%- endmacro %}

{# The average of whole cents in whole cents, halves up (`round` treats halves differently from one warehouse to the next). #}
{% macro average_minor(total, number) -%}
  case when {{ number }} > 0 then cast(floor((2 * {{ total }} + {{ number }}) / (2.0 * {{ number }})) as bigint) else 0 end
{%- endmacro %}

{# A sum that stays a bigint (warehouses widen it) and is 0 where there is nothing. #}
{% macro total(quantity, condition=none) -%}
  cast(coalesce({% if condition %}{{ aggregate_where('sum', quantity, condition) }}{% else %}sum({{ quantity }}){% endif %}, 0) as bigint)
{%- endmacro %}

{# For each as-of day and value of `measure` in `customers`: the fifth, 1 to 5 with 5 best, in which customers with that value stand.
   The rank of a value is one more than the customers with a worse one, so equal values have equal fifths. Counting values
   first and ranking the few distinct ones costs a fraction of ranking every customer. #}
{% macro fifths_by_value(customers, measure, best='desc') -%}
  select
    as_of_on,
    value,
    cast(1 + floor(5 * cast(customers_so_far - customer_count as double precision) / customers_in_all) as integer) as fifth
  from (
    select
      as_of_on,
      value,
      customer_count,
      sum(customer_count) over (
        partition by as_of_on order by value {{ 'asc' if best == 'desc' else 'desc' }} rows between unbounded preceding and current row
      ) as customers_so_far,
      sum(customer_count) over (partition by as_of_on) as customers_in_all
    from (
      select as_of_on, {{ measure }} as value, count(*) as customer_count
      from {{ customers }}
      group by as_of_on, {{ measure }}
    ) as counted
  ) as summed
{%- endmacro %}
