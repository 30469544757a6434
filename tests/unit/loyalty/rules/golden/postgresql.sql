-- {"<=": [7, {"var": "count"}, 28]}
-- filter
%(param_1)s <= count AND count <= %(param_2)s
-- value
%(param_1)s <= count AND count <= %(param_2)s
-- {">": [{"var": "ratio"}, 0.5]}
-- filter
ratio > %(param_1)s AND ratio <= %(param_2)s
-- value
CASE WHEN (ratio > %(param_1)s AND ratio <= %(param_2)s) THEN true ELSE false END
-- {"!": {">": [{"var": "ratio"}, 0.5]}}
-- filter
ratio <= %(param_1)s OR ratio IS NULL OR ratio > %(param_2)s
-- value
CASE WHEN (ratio <= %(param_1)s OR ratio IS NULL OR ratio > %(param_2)s) THEN true ELSE false END
-- {"!": {"<": [{"var": "whole"}, 5]}}
-- filter
whole >= %(param_1)s OR whole IS NULL
-- value
CASE WHEN (whole >= %(param_1)s OR whole IS NULL) THEN true ELSE false END
-- {"==": [{"var": "whole"}, 5]}
-- filter
whole = %(param_1)s
-- value
CASE WHEN (whole = %(param_1)s) THEN true ELSE false END
-- {"!=": [{"var": "word"}, "x"]}
-- filter
word != %(param_1)s OR word IS NULL
-- value
CASE WHEN (word != %(param_1)s OR word IS NULL) THEN true ELSE false END
-- {"==": [{"var": "ratio"}, null]}
-- filter
ratio IS NULL OR ratio > %(param_1)s OR ratio < %(param_2)s
-- value
ratio IS NULL OR ratio > %(param_1)s OR ratio < %(param_2)s
-- {"!": {"==": [{"var": "seen_on"}, null]}}
-- filter
seen_on IS NOT NULL
-- value
seen_on IS NOT NULL
-- {"==": [{"var": "word"}, {"var": "select"}]}
-- filter
word = "select"
-- value
CASE WHEN (word = "select") THEN true ELSE false END
-- {"==": [{"var": "word"}, {"if": [{"var": "flag"}, {"var": "select"}]}]}
-- filter
word IS NOT DISTINCT FROM CASE WHEN flag THEN "select" ELSE NULL END
-- value
word IS NOT DISTINCT FROM CASE WHEN flag THEN "select" ELSE NULL END
-- {"<": [{"var": "word"}, {"var": "select"}]}
-- filter
(word COLLATE "C") < ("select" COLLATE "C")
-- value
CASE WHEN ((word COLLATE "C") < ("select" COLLATE "C")) THEN true ELSE false END
-- {">=": [{"var": "seen_on"}, "2017-10-31"]}
-- filter
seen_on >= %(param_1)s
-- value
CASE WHEN (seen_on >= %(param_1)s) THEN true ELSE false END
-- {"in": [{"var": "word"}, ["a", "b", null]]}
-- filter
word IN (%(param_1_1)s, %(param_1_2)s) OR word IS NULL
-- value
CASE WHEN (word IN (%(param_1_1)s, %(param_1_2)s) OR word IS NULL) THEN true ELSE false END
-- {"!": {"in": [{"var": "whole"}, [1, 2]]}}
-- filter
(whole NOT IN (%(param_1_1)s, %(param_1_2)s)) OR whole IS NULL
-- value
CASE WHEN ((whole NOT IN (%(param_1_1)s, %(param_1_2)s)) OR whole IS NULL) THEN true ELSE false END
-- {"in": [{"var": "whole"}, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]]}
-- filter
(whole = ANY (CAST(%(param_1)s::BIGINT[] AS BIGINT[])))
-- value
CASE WHEN (whole = ANY (CAST(%(param_1)s::BIGINT[] AS BIGINT[]))) THEN true ELSE false END
-- {"!": {"in": [{"var": "seen_on"}, ["2017-01-01", "2017-01-02", "2017-01-03", "2017-01-04", "2017-01-05", "2017-01-06", "2017-01-07", "2017-01-08", "2017-01-09", "2017-01-10", "2017-01-11", "2017-01-12", "2017-01-13", "2017-01-14", "2017-01-15", "2017-01-16", "2017-01-17", "2017-01-18", "2017-01-19", "2017-01-20", "2017-01-21", "2017-01-22", "2017-01-23", "2017-01-24", "2017-01-25", "2017-01-26", "2017-01-27", "2017-01-28", "2017-01-29", "2017-01-30", "2017-01-31"]]}}
-- filter
NOT (seen_on = ANY (CAST(%(param_1)s::DATE[] AS DATE[]))) OR seen_on IS NULL
-- value
CASE WHEN (NOT (seen_on = ANY (CAST(%(param_1)s::DATE[] AS DATE[]))) OR seen_on IS NULL) THEN true ELSE false END
-- {"in": ["ring", {"var": "word"}]}
-- filter
(strpos(word, %(param_1)s) > 0)
-- value
CASE WHEN (strpos(word, %(param_1)s) > 0) THEN true ELSE false END
-- {"var": "flag"}
-- filter
flag
-- value
CASE WHEN flag THEN true ELSE false END
-- {"!": {"var": "flag"}}
-- filter
NOT flag OR flag IS NULL
-- value
CASE WHEN (NOT flag OR flag IS NULL) THEN true ELSE false END
-- {"==": [{"var": "flag"}, false]}
-- filter
NOT flag
-- value
CASE WHEN NOT flag THEN true ELSE false END
-- {"!": {"var": "word"}}
-- filter
length(word) = %(length_1)s OR word IS NULL
-- value
CASE WHEN (length(word) = %(length_1)s OR word IS NULL) THEN true ELSE false END
-- {"missing": ["word", "ratio"]}
-- filter
NOT (word IS NOT NULL AND length(word) > %(length_1)s AND ratio IS NOT NULL AND ratio >= %(param_1)s AND ratio <= %(param_2)s)
-- value
NOT (word IS NOT NULL AND length(word) > %(length_1)s AND ratio IS NOT NULL AND ratio >= %(param_1)s AND ratio <= %(param_2)s)
-- {"missing_some": [1, ["word", "seen_on"]]}
-- filter
CASE WHEN (word IS NOT NULL AND length(word) > %(length_1)s) THEN %(param_1)s ELSE %(param_2)s END + CASE WHEN (seen_on IS NOT NULL) THEN %(param_3)s ELSE %(param_4)s END < %(param_5)s
-- value
CASE WHEN (word IS NOT NULL AND length(word) > %(length_1)s) THEN %(param_1)s ELSE %(param_2)s END + CASE WHEN (seen_on IS NOT NULL) THEN %(param_3)s ELSE %(param_4)s END < %(param_5)s
-- {">": [{"/": [{"+": [{"var": "whole"}, {"var": "ratio"}]}, {"var": "count"}]}, {"*": [2.5, {"-": [{"var": "count"}]}]}]}
-- filter
(CAST(whole AS DOUBLE PRECISION) + CASE WHEN (abs(ratio) < %(param_1)s) THEN CAST(%(param_2)s AS DOUBLE PRECISION) WHEN (abs(ratio) <= %(param_3)s) THEN ratio END) / CAST(nullif(CAST(count AS DOUBLE PRECISION), %(param_4)s) AS DOUBLE PRECISION) > %(param_5)s * (%(param_6)s - CAST(count AS DOUBLE PRECISION))
-- value
CASE WHEN ((CAST(whole AS DOUBLE PRECISION) + CASE WHEN (abs(ratio) < %(param_1)s) THEN CAST(%(param_2)s AS DOUBLE PRECISION) WHEN (abs(ratio) <= %(param_3)s) THEN ratio END) / CAST(nullif(CAST(count AS DOUBLE PRECISION), %(param_4)s) AS DOUBLE PRECISION) > %(param_5)s * (%(param_6)s - CAST(count AS DOUBLE PRECISION))) THEN true ELSE false END
-- {">": [{"max": [{"var": "whole"}, {"var": "count"}, 3]}, {"%": [{"var": "count"}, 10]}]}
-- filter
CASE WHEN (whole IS NOT NULL) THEN greatest(whole, count, %(param_1)s) END > mod(count, %(param_2)s)
-- value
CASE WHEN (CASE WHEN (whole IS NOT NULL) THEN greatest(whole, count, %(param_1)s) END > mod(count, %(param_2)s)) THEN true ELSE false END
-- {"if": [{">": [{"var": "whole"}, 1]}, {"var": "flag"}, {"var": ["flag", true]}]}
-- filter
CASE WHEN (whole > %(param_1)s) THEN flag ELSE coalesce(flag, %(param_2)s) END = true
-- value
CASE WHEN (CASE WHEN (whole > %(param_1)s) THEN flag ELSE coalesce(flag, %(param_2)s) END = true) THEN true ELSE false END
-- {"==": [{">": [{"var": "whole"}, 1]}, {"var": "flag"}]}
-- filter
CASE WHEN (whole > %(param_1)s) THEN true ELSE false END = flag
-- value
CASE WHEN (CASE WHEN (whole > %(param_1)s) THEN true ELSE false END = flag) THEN true ELSE false END
-- {">": [{"var": "count"}, 2.5]}
-- filter
CAST(count AS DOUBLE PRECISION) > %(param_1)s
-- value
CAST(count AS DOUBLE PRECISION) > %(param_1)s
-- {">": [{"days_since": {"var": "seen_on"}}, 30]}
-- filter
CAST((as_of_on - seen_on) AS BIGINT) > %(param_1)s
-- value
CASE WHEN (CAST((as_of_on - seen_on) AS BIGINT) > %(param_1)s) THEN true ELSE false END
-- {"<": [{"days_between": ["2017-01-01", {"var": "seen_on"}]}, {"days_between": [{"var": "seen_on"}, {"var": "born_on"}]}]}
-- filter
CAST((seen_on - CAST(%(param_1)s AS DATE)) AS BIGINT) < CAST((born_on - seen_on) AS BIGINT)
-- value
CASE WHEN (CAST((seen_on - CAST(%(param_1)s AS DATE)) AS BIGINT) < CAST((born_on - seen_on) AS BIGINT)) THEN true ELSE false END
-- {"<": [{"var": "seen_on"}, {"date_add": [{"today": []}, -30, "days"]}]}
-- filter
seen_on < CASE WHEN (as_of_on >= %(param_1)s AND as_of_on <= %(param_2)s) THEN (as_of_on + CAST(%(param_3)s AS INTEGER)) END
-- value
CASE WHEN (seen_on < CASE WHEN (as_of_on >= %(param_1)s AND as_of_on <= %(param_2)s) THEN (as_of_on + CAST(%(param_3)s AS INTEGER)) END) THEN true ELSE false END
-- {">=": [{"date_add": [{"var": "born_on"}, 1, "years"]}, {"var": "seen_on"}]}
-- filter
CASE WHEN (born_on >= %(param_1)s AND born_on <= %(param_2)s) THEN CAST((born_on + make_interval(months => CAST(%(param_3)s AS INTEGER))) AS DATE) END >= seen_on
-- value
CASE WHEN (CASE WHEN (born_on >= %(param_1)s AND born_on <= %(param_2)s) THEN CAST((born_on + make_interval(months => CAST(%(param_3)s AS INTEGER))) AS DATE) END >= seen_on) THEN true ELSE false END
-- {"and": [{"==": [{"date_part": [{"var": "born_on"}, "year"]}, {"date_part": [{"today": []}, "year"]}]}, {"==": [{"date_part": [{"var": "born_on"}, "month"]}, {"date_part": [{"today": []}, "month"]}]}, {"==": [{"date_part": [{"var": "born_on"}, "day"]}, {"date_part": [{"today": []}, "day"]}]}, {"==": [{"date_part": [{"var": "born_on"}, "weekday"]}, {"date_part": [{"today": []}, "weekday"]}]}]}
-- filter
CAST(extract(year FROM born_on) AS BIGINT) = CAST(extract(year FROM as_of_on) AS BIGINT) AND CAST(extract(month FROM born_on) AS BIGINT) = CAST(extract(month FROM as_of_on) AS BIGINT) AND CAST(extract(day FROM born_on) AS BIGINT) = CAST(extract(day FROM as_of_on) AS BIGINT) AND CAST(extract(isodow FROM born_on) AS BIGINT) = CAST(extract(isodow FROM as_of_on) AS BIGINT)
-- value
CAST(extract(year FROM born_on) AS BIGINT) = CAST(extract(year FROM as_of_on) AS BIGINT) AND CAST(extract(month FROM born_on) AS BIGINT) = CAST(extract(month FROM as_of_on) AS BIGINT) AND CAST(extract(day FROM born_on) AS BIGINT) = CAST(extract(day FROM as_of_on) AS BIGINT) AND CAST(extract(isodow FROM born_on) AS BIGINT) = CAST(extract(isodow FROM as_of_on) AS BIGINT)
-- {"<": [{"random_bucket": ["spring", 100]}, 10]}
-- filter
mod(CAST(CAST('x' || substr(md5(%(param_1)s || CAST(row_id AS VARCHAR)), 1, 8) AS BIT(32)) AS BIGINT), %(param_2)s) < %(param_3)s
-- value
mod(CAST(CAST('x' || substr(md5(%(param_1)s || CAST(row_id AS VARCHAR)), 1, 8) AS BIT(32)) AS BIGINT), %(param_2)s) < %(param_3)s
-- {"and": [{"in_segment": "vip"}, {"!": {"consent": "email"}}]}
-- filter
in_segment_vip AND NOT consent_email
-- value
in_segment_vip AND NOT consent_email
-- {"or": [{">=": [{"events": ["count", {"type": "purchase", "within_days": 30}]}, 3]}, {">": [{"events": ["sum", {"type": "purchase", "of": "spend_minor"}]}, 100.5]}, {"==": [{"events": ["last", {"type": "visit"}]}, null]}]}
-- filter
events_a5a0d79ee7f25230 >= %(param_1)s OR events_77a571074627fc1e > %(param_2)s AND events_77a571074627fc1e <= %(param_3)s OR events_4198c00918e3ccfc IS NULL
-- value
events_a5a0d79ee7f25230 >= %(param_1)s OR events_77a571074627fc1e > %(param_2)s AND events_77a571074627fc1e <= %(param_3)s OR events_4198c00918e3ccfc IS NULL
-- true
-- filter
true
-- value
true
-- {"events": ["count", {"type": "purchase", "within_days": 30, "where": {"!": {">": [{"var": "spend_minor"}, 100]}}}]}
-- aggregate
count(CASE WHEN (type = %(param_1)s AND happened_on <= as_of_on AND happened_on >= (as_of_on + CAST(%(param_2)s AS INTEGER)) AND (spend_minor <= %(param_3)s OR spend_minor IS NULL)) THEN %(param_4)s END)
-- {"events": ["sum", {"type": "purchase", "of": "spend_minor"}]}
-- aggregate
CAST(coalesce(sum(CASE WHEN (type = %(param_1)s AND happened_on <= as_of_on) THEN spend_minor END), %(param_2)s) AS DOUBLE PRECISION)
-- {"events": ["last", {"type": "visit"}]}
-- aggregate
max(CASE WHEN (type = %(param_1)s AND happened_on <= as_of_on) THEN happened_on END)
