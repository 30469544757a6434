{# Where the names of RFM begin: the var `rfm_thresholds`, quintiles from 1 to 5. What is missing or makes no order stops the build. #}
{% macro rfm_threshold(name) -%}
  {%- set thresholds = var('rfm_thresholds') -%}
  {%- set wanted = ['frequent_from', 'occasional_from', 'recent_from', 'cooling_from', 'big_spender_from', 'cannot_lose_from'] -%}
  {%- for one in wanted if (thresholds.get(one) | string) not in ['1', '2', '3', '4', '5'] -%}
    {{ exceptions.raise_compiler_error("rfm_thresholds: " ~ one ~ " must be a quintile from 1 to 5; it is " ~ thresholds.get(one)) }}
  {%- endfor -%}
  {%- for lower, higher in [('occasional_from', 'frequent_from'), ('cooling_from', 'recent_from')] if thresholds[lower] | int >= thresholds[higher] | int -%}
    {{ exceptions.raise_compiler_error("rfm_thresholds: " ~ lower ~ " must lie below " ~ higher) }}
  {%- endfor -%}
  {{ return(thresholds[name] | int) }}
{%- endmacro %}

{# What a marketer calls a customer with these quintiles. Recency splits each row of the grid, frequency orders the rows;
   spend only singles out those whom we cannot afford to lose. Every combination has exactly one name. #}
{% macro rfm_segment(recency, frequency, monetary) -%}
  case
    when {{ frequency }} >= {{ rfm_threshold('frequent_from') }} then
      case
        when {{ recency }} >= {{ rfm_threshold('recent_from') }} and {{ monetary }} >= {{ rfm_threshold('big_spender_from') }} then 'CHAMPIONS'
        when {{ recency }} >= {{ rfm_threshold('cooling_from') }} then 'LOYAL'
        when {{ monetary }} >= {{ rfm_threshold('cannot_lose_from') }} then 'CANNOT_LOSE'
        else 'AT_RISK'
      end
    when {{ frequency }} >= {{ rfm_threshold('occasional_from') }} then
      case
        when {{ recency }} >= {{ rfm_threshold('recent_from') }} then 'PROMISING'
        when {{ recency }} >= {{ rfm_threshold('cooling_from') }} then 'NEEDS_ATTENTION'
        else 'HIBERNATING'
      end
    else
      case
        when {{ recency }} >= {{ rfm_threshold('recent_from') }} then 'RECENT'
        when {{ recency }} >= {{ rfm_threshold('cooling_from') }} then 'ABOUT_TO_SLEEP'
        else 'LOST'
      end
  end
{%- endmacro %}
