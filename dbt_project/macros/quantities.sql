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
  cast(coalesce(sum({{ quantity }}){% if condition %} filter (where {{ condition }}){% endif %}, 0) as bigint)
{%- endmacro %}

{# The fifth, 1 to 5, into which a rank among `number` falls; equal values have equal ranks and so equal fifths. #}
{% macro fifth_of(rank, number) -%}
  cast(1 + floor(5 * ({{ rank }} - 1) / cast({{ number }} as double precision)) as integer)
{%- endmacro %}
