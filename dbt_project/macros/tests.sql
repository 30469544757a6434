{# Generic tests of our own: no package is needed to run the project. #}

{# The columns name every row: none of them is null and no two rows share them. #}
{% test is_key(model, columns) %}
select {{ columns | join(', ') }}, count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1 or {{ columns | join(' is null or ') }} is null
{% endtest %}

{# Two figures that are the same thing counted twice are equal. Each is an expression or a subquery in brackets. #}
{% test balances(model, ours, theirs) %}
select ours, theirs
from (select (select {{ ours }} from {{ model }}) as ours, {{ theirs }} as theirs) as compared
where ours is distinct from theirs
{% endtest %}

{# The condition holds in every row. #}
{% test always(model, condition) %}
select *
from {{ model }}
where not coalesce({{ condition }}, false)
{% endtest %}
