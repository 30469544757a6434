{# The rows of a raw table that ingest has not set aside (see quality.rejected_rows). #}
{% macro accepted_rows(source_name) -%}
  select raw_rows.*
  from {{ source('journey', source_name) }} as raw_rows
  left join (
    select distinct business_on, cast(row_key as bigint) as load_row
    from {{ source('quality', 'rejected_rows') }}
    where source = '{{ source_name }}'
  ) as rejected
    on raw_rows.loaded_on = rejected.business_on
    and raw_rows.load_row = rejected.load_row
  where rejected.load_row is null
{%- endmacro %}

{# Which of the rows with the same key was loaded last, as number 1. #}
{% macro newest_first(key) -%}
  row_number() over (partition by {{ key }} order by loaded_on desc, load_row desc)
{%- endmacro %}

{# Freshness is asked of the business calendar: the demo stands in 2017. #}
{% macro default__collect_freshness_custom_sql(source, loaded_at_query) %}
  {% call statement('collect_freshness_custom_sql', fetch_result=True, auto_begin=False) -%}
  select
    ({{ loaded_at_query }}) as max_loaded_at,
    {% if var('business_now') %}cast('{{ var("business_now") }}' as timestamp){% else %}{{ current_timestamp() }}{% endif %} as snapshotted_at
  {% endcall %}
  {{ return(load_result('collect_freshness_custom_sql')) }}
{% endmacro %}
