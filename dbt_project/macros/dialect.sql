{# Words that differ between warehouses. Everything else is SQL that DuckDB, PostgreSQL and Snowflake read alike. #}

{# The business day on which a UTC timestamp falls. #}
{% macro business_date(at_utc) %}{{ return(adapter.dispatch('business_date', 'khaywe')(at_utc)) }}{% endmacro %}
{% macro default__business_date(at_utc) -%}
  cast({{ at_utc }} at time zone 'UTC' at time zone '{{ var("business_timezone") }}' as date)
{%- endmacro %}
{% macro snowflake__business_date(at_utc) -%}
  cast(convert_timezone('UTC', '{{ var("business_timezone") }}', {{ at_utc }}) as date)
{%- endmacro %}

{# Whole days from one date to another, as bigint. #}
{% macro days_between(earlier, later) %}{{ return(adapter.dispatch('days_between', 'khaywe')(earlier, later)) }}{% endmacro %}
{% macro default__days_between(earlier, later) -%}
  cast({{ later }} - {{ earlier }} as bigint)
{%- endmacro %}
{% macro snowflake__days_between(earlier, later) -%}
  cast(datediff(day, {{ earlier }}, {{ later }}) as bigint)
{%- endmacro %}

{# The date so many whole days later; negative for earlier. #}
{% macro add_days(day, days) %}{{ return(adapter.dispatch('add_days', 'khaywe')(day, days)) }}{% endmacro %}
{% macro default__add_days(day, days) -%}
  ({{ day }} + cast({{ days }} as integer))
{%- endmacro %}
{% macro snowflake__add_days(day, days) -%}
  cast(dateadd(day, {{ days }}, {{ day }}) as date)
{%- endmacro %}

{# A query whose one column `name` holds a date every `step` days, from `first` to at most `last` (dates or scalar subqueries). #}
{% macro dates_from_to(first, last, step, name) %}{{ return(adapter.dispatch('dates_from_to', 'khaywe')(first, last, step, name)) }}{% endmacro %}
{% macro default__dates_from_to(first, last, step, name) -%}
  select cast(generate_series(cast({{ first }} as timestamp), cast({{ last }} as timestamp), interval '{{ step }} days') as date) as {{ name }}
{%- endmacro %}
{% macro duckdb__dates_from_to(first, last, step, name) -%}
  select cast(unnest(generate_series(cast({{ first }} as timestamp), cast({{ last }} as timestamp), interval {{ step }} day)) as date) as {{ name }}
{%- endmacro %}
{# Snowflake generates a number of rows that must stand in the text, and ends a recursion after a hundred steps: a hundred years of days. #}
{% macro snowflake__dates_from_to(first, last, step, name) -%}
  select cast(dateadd(day, {{ step }} * place, cast({{ first }} as date)) as date) as {{ name }}
  from (select row_number() over (order by seq4()) - 1 as place from table(generator(rowcount => 36525))) as places
  where dateadd(day, {{ step }} * place, cast({{ first }} as date)) <= {{ last }}
{%- endmacro %}

{# An aggregate over the rows that meet a condition: `aggregate_where('count', '*', …)`, `aggregate_where('count', 'distinct x', …)`. #}
{% macro aggregate_where(aggregate, quantity, condition) -%}
  {{ return(adapter.dispatch('aggregate_where', 'khaywe')(aggregate, quantity, condition)) }}
{%- endmacro %}
{% macro default__aggregate_where(aggregate, quantity, condition) -%}
  {{ aggregate }}({{ quantity }}) filter (where {{ condition }})
{%- endmacro %}
{% macro snowflake__aggregate_where(aggregate, quantity, condition) -%}
  {%- set distinct = 'distinct ' if quantity.startswith('distinct ') else '' -%}
  {%- set counted = '1' if quantity == '*' else quantity.removeprefix('distinct ') -%}
  {{ aggregate }}({{ distinct }}case when {{ condition }} then {{ counted }} end)
{%- endmacro %}

{# Between `as` and the bracket of a CTE that is dear and read several times: computed once, where one may say so. #}
{% macro materialized_once() %}{{ return(adapter.dispatch('materialized_once', 'khaywe')()) }}{% endmacro %}
{% macro default__materialized_once() -%} materialized {%- endmacro %}
{% macro snowflake__materialized_once() -%}{%- endmacro %}

{# Free text as a code: upper case, runs of anything but letters and digits become one `separator`, none at the ends. #}
{% macro code_of(words, separator='_') %}{{ return(adapter.dispatch('code_of', 'khaywe')(words, separator)) }}{% endmacro %}
{% macro default__code_of(words, separator) -%}
  trim(both '{{ separator }}' from regexp_replace(upper({{ words }}), '[^A-Z0-9]+', '{{ separator }}', 'g'))
{%- endmacro %}
{% macro duckdb__code_of(words, separator) -%}
  trim(regexp_replace(upper({{ words }}), '[^A-Z0-9]+', '{{ separator }}', 'g'), '{{ separator }}')
{%- endmacro %}
{% macro snowflake__code_of(words, separator) -%}
  regexp_replace(regexp_replace(upper({{ words }}), '[^A-Z0-9]+', '{{ separator }}'), '^{{ separator }}|{{ separator }}$', '')
{%- endmacro %}
