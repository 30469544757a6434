{# What a marketer calls a customer with these quintiles. Recency splits each row of the grid, frequency orders the rows;
   spend only singles out those whom we cannot afford to lose. Every combination has exactly one name. #}
{% macro rfm_segment(recency, frequency, monetary) -%}
  case
    when {{ frequency }} >= 4 then
      case
        when {{ recency }} >= 4 and {{ monetary }} >= 4 then 'CHAMPIONS'
        when {{ recency }} >= 3 then 'LOYAL'
        when {{ monetary }} = 5 then 'CANNOT_LOSE'
        else 'AT_RISK'
      end
    when {{ frequency }} >= 2 then
      case
        when {{ recency }} >= 4 then 'PROMISING'
        when {{ recency }} = 3 then 'NEEDS_ATTENTION'
        else 'HIBERNATING'
      end
    else
      case
        when {{ recency }} >= 4 then 'RECENT'
        when {{ recency }} = 3 then 'ABOUT_TO_SLEEP'
        else 'LOST'
      end
  end
{%- endmacro %}
