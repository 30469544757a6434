{# Which as-of days this run builds. Not here: what is computed for such a day. #}

{# The requested days as rows of `requested_on`; without a request, the last loaded day. #}
{% macro requested_days() -%}
  {%- set days = var('as_of_days') -%}
  {%- if days -%}
    {%- for day in days %}
    select date '{{ modules.datetime.date.fromisoformat(day | string).isoformat() }}' as requested_on
    {%- if not loop.last %} union {% endif -%}
    {%- endfor -%}
  {%- else %}
    select max(business_on) as requested_on from {{ source('journey', 'load_log') }}
  {%- endif -%}
{%- endmacro %}

{# The as-of days that stand in every one of `models` already, as rows of `as_of_on`; none on a full refresh.
   The relations are looked up and not `ref`ed: they come later in the graph, and may not exist yet. #}
{% macro days_standing_in(models) -%}
  {%- set nothing = "select cast(null as date) as as_of_on where 1 = 0" -%}
  {%- if not execute or flags.FULL_REFRESH -%}
    {{ nothing }}
  {%- else -%}
    {%- set found = [] -%}
    {%- for name in models -%}
      {%- set relation = adapter.get_relation(database=target.database, schema='marts', identifier=name) -%}
      {%- if relation is not none -%}{%- do found.append(relation) -%}{%- endif -%}
    {%- endfor -%}
    {%- if found | length < models | length -%}
      {{ nothing }}
    {%- else -%}
      {%- for relation in found %}
    select as_of_on from {{ relation }}
        {%- if not loop.last %} intersect {% endif -%}
      {%- endfor -%}
    {%- endif -%}
  {%- endif -%}
{%- endmacro %}
