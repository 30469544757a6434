{# Words that differ between warehouses. Everything else is SQL that DuckDB and PostgreSQL read alike. #}

{# The business day on which a UTC timestamp falls. #}
{% macro business_date(at_utc) %}{{ return(adapter.dispatch('business_date', 'khaywe')(at_utc)) }}{% endmacro %}
{% macro default__business_date(at_utc) -%}
  cast({{ at_utc }} at time zone 'UTC' at time zone '{{ var("business_timezone") }}' as date)
{%- endmacro %}

{# Whole days from one date to another, as bigint. #}
{% macro days_between(earlier, later) %}{{ return(adapter.dispatch('days_between', 'khaywe')(earlier, later)) }}{% endmacro %}
{% macro default__days_between(earlier, later) -%}
  cast({{ later }} - {{ earlier }} as bigint)
{%- endmacro %}

{# The date so many whole days later; negative for earlier. #}
{% macro add_days(day, days) %}{{ return(adapter.dispatch('add_days', 'khaywe')(day, days)) }}{% endmacro %}
{% macro default__add_days(day, days) -%}
  ({{ day }} + cast({{ days }} as integer))
{%- endmacro %}

{# A column of dates, every `step` days from `first` to at most `last` (dates or scalar subqueries). #}
{% macro dates_from_to(first, last, step) %}{{ return(adapter.dispatch('dates_from_to', 'khaywe')(first, last, step)) }}{% endmacro %}
{% macro default__dates_from_to(first, last, step) -%}
  cast(generate_series(cast({{ first }} as timestamp), cast({{ last }} as timestamp), interval '{{ step }} days') as date)
{%- endmacro %}
{% macro duckdb__dates_from_to(first, last, step) -%}
  cast(unnest(generate_series(cast({{ first }} as timestamp), cast({{ last }} as timestamp), interval {{ step }} day)) as date)
{%- endmacro %}

{# Free text as a code: upper case, runs of anything but letters and digits become one `separator`, none at the ends. #}
{% macro code_of(words, separator='_') %}{{ return(adapter.dispatch('code_of', 'khaywe')(words, separator)) }}{% endmacro %}
{% macro default__code_of(words, separator) -%}
  trim(both '{{ separator }}' from regexp_replace(upper({{ words }}), '[^A-Z0-9]+', '{{ separator }}', 'g'))
{%- endmacro %}
{% macro duckdb__code_of(words, separator) -%}
  trim(regexp_replace(upper({{ words }}), '[^A-Z0-9]+', '{{ separator }}', 'g'), '{{ separator }}')
{%- endmacro %}
