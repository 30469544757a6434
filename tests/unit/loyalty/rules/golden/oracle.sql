-- {"<=": [7, {"var": "count"}, 28]}
-- filter
:param_1 <= count AND count <= :param_2
-- value
:param_1 <= count AND count <= :param_2
-- {">": [{"var": "ratio"}, 0.5]}
-- filter
ratio > :param_1 AND ratio <= :param_2
-- value
CASE WHEN (ratio > :param_1 AND ratio <= :param_2) THEN 1 ELSE 0 END
-- {"!": {">": [{"var": "ratio"}, 0.5]}}
-- filter
ratio <= :param_1 OR ratio IS NULL OR ratio > :param_2
-- value
CASE WHEN (ratio <= :param_1 OR ratio IS NULL OR ratio > :param_2) THEN 1 ELSE 0 END
-- {"!": {"<": [{"var": "whole"}, 5]}}
-- filter
whole >= :param_1 OR whole IS NULL
-- value
CASE WHEN (whole >= :param_1 OR whole IS NULL) THEN 1 ELSE 0 END
-- {"==": [{"var": "whole"}, 5]}
-- filter
whole = :param_1
-- value
CASE WHEN (whole = :param_1) THEN 1 ELSE 0 END
-- {"!=": [{"var": "word"}, "x"]}
-- filter
word != :param_1 OR word IS NULL
-- value
CASE WHEN (word != :param_1 OR word IS NULL) THEN 1 ELSE 0 END
-- {"==": [{"var": "ratio"}, null]}
-- filter
ratio IS NULL OR ratio > :param_1 OR ratio < :param_2
-- value
ratio IS NULL OR ratio > :param_1 OR ratio < :param_2
-- {"!": {"==": [{"var": "seen_on"}, null]}}
-- filter
seen_on IS NOT NULL
-- value
seen_on IS NOT NULL
-- {"==": [{"var": "word"}, {"var": "select"}]}
-- filter
word = "select"
-- value
CASE WHEN (word = "select") THEN 1 ELSE 0 END
-- {"==": [{"var": "word"}, {"if": [{"var": "flag"}, {"var": "select"}]}]}
-- filter
DECODE(word, CASE WHEN flag THEN "select" ELSE NULL END, 0, 1) = 0
-- value
DECODE(word, CASE WHEN flag THEN "select" ELSE NULL END, 0, 1) = 0
-- {"<": [{"var": "word"}, {"var": "select"}]}
-- filter
word < "select"
-- value
CASE WHEN (word < "select") THEN 1 ELSE 0 END
-- {">=": [{"var": "seen_on"}, "2017-10-31"]}
-- filter
seen_on >= :param_1
-- value
CASE WHEN (seen_on >= :param_1) THEN 1 ELSE 0 END
-- {"in": [{"var": "word"}, ["a", "b", null]]}
-- filter
word IN (:param_1_1, :param_1_2) OR word IS NULL
-- value
CASE WHEN (word IN (:param_1_1, :param_1_2) OR word IS NULL) THEN 1 ELSE 0 END
-- {"!": {"in": [{"var": "whole"}, [1, 2]]}}
-- filter
(whole NOT IN (:param_1_1, :param_1_2)) OR whole IS NULL
-- value
CASE WHEN ((whole NOT IN (:param_1_1, :param_1_2)) OR whole IS NULL) THEN 1 ELSE 0 END
-- {"in": [{"var": "whole"}, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]]}
-- filter
(whole IN (:param_1_1, :param_1_2, :param_1_3, :param_1_4, :param_1_5, :param_1_6, :param_1_7, :param_1_8, :param_1_9, :param_1_10, :param_1_11, :param_1_12, :param_1_13, :param_1_14, :param_1_15, :param_1_16, :param_1_17, :param_1_18, :param_1_19, :param_1_20, :param_1_21)) = 1
-- value
CASE WHEN (whole IN (:param_1_1, :param_1_2, :param_1_3, :param_1_4, :param_1_5, :param_1_6, :param_1_7, :param_1_8, :param_1_9, :param_1_10, :param_1_11, :param_1_12, :param_1_13, :param_1_14, :param_1_15, :param_1_16, :param_1_17, :param_1_18, :param_1_19, :param_1_20, :param_1_21)) = 1 THEN 1 ELSE 0 END
-- {"!": {"in": [{"var": "seen_on"}, ["2017-01-01", "2017-01-02", "2017-01-03", "2017-01-04", "2017-01-05", "2017-01-06", "2017-01-07", "2017-01-08", "2017-01-09", "2017-01-10", "2017-01-11", "2017-01-12", "2017-01-13", "2017-01-14", "2017-01-15", "2017-01-16", "2017-01-17", "2017-01-18", "2017-01-19", "2017-01-20", "2017-01-21", "2017-01-22", "2017-01-23", "2017-01-24", "2017-01-25", "2017-01-26", "2017-01-27", "2017-01-28", "2017-01-29", "2017-01-30", "2017-01-31"]]}}
-- filter
(seen_on IN (:param_1_1, :param_1_2, :param_1_3, :param_1_4, :param_1_5, :param_1_6, :param_1_7, :param_1_8, :param_1_9, :param_1_10, :param_1_11, :param_1_12, :param_1_13, :param_1_14, :param_1_15, :param_1_16, :param_1_17, :param_1_18, :param_1_19, :param_1_20, :param_1_21, :param_1_22, :param_1_23, :param_1_24, :param_1_25, :param_1_26, :param_1_27, :param_1_28, :param_1_29, :param_1_30, :param_1_31)) = 0 OR seen_on IS NULL
-- value
CASE WHEN ((seen_on IN (:param_1_1, :param_1_2, :param_1_3, :param_1_4, :param_1_5, :param_1_6, :param_1_7, :param_1_8, :param_1_9, :param_1_10, :param_1_11, :param_1_12, :param_1_13, :param_1_14, :param_1_15, :param_1_16, :param_1_17, :param_1_18, :param_1_19, :param_1_20, :param_1_21, :param_1_22, :param_1_23, :param_1_24, :param_1_25, :param_1_26, :param_1_27, :param_1_28, :param_1_29, :param_1_30, :param_1_31)) = 0 OR seen_on IS NULL) THEN 1 ELSE 0 END
-- {"in": ["ring", {"var": "word"}]}
-- filter
(instr(word, :param_1) > 0)
-- value
CASE WHEN (instr(word, :param_1) > 0) THEN 1 ELSE 0 END
-- {"var": "flag"}
-- filter
flag
-- value
CASE WHEN flag THEN 1 ELSE 0 END
-- {"!": {"var": "flag"}}
-- filter
flag = 0 OR flag IS NULL
-- value
CASE WHEN (flag = 0 OR flag IS NULL) THEN 1 ELSE 0 END
-- {"==": [{"var": "flag"}, false]}
-- filter
flag = 0
-- value
CASE WHEN flag = 0 THEN 1 ELSE 0 END
-- {"!": {"var": "word"}}
-- filter
length(word) = :length_1 OR word IS NULL
-- value
CASE WHEN (length(word) = :length_1 OR word IS NULL) THEN 1 ELSE 0 END
-- {"missing": ["word", "ratio"]}
-- filter
NOT (word IS NOT NULL AND length(word) > :length_1 AND ratio IS NOT NULL AND ratio >= :param_1 AND ratio <= :param_2)
-- value
NOT (word IS NOT NULL AND length(word) > :length_1 AND ratio IS NOT NULL AND ratio >= :param_1 AND ratio <= :param_2)
-- {"missing_some": [1, ["word", "seen_on"]]}
-- filter
CASE WHEN (word IS NOT NULL AND length(word) > :length_1) THEN :param_1 ELSE :param_2 END + CASE WHEN (seen_on IS NOT NULL) THEN :param_3 ELSE :param_4 END < :param_5
-- value
CASE WHEN (word IS NOT NULL AND length(word) > :length_1) THEN :param_1 ELSE :param_2 END + CASE WHEN (seen_on IS NOT NULL) THEN :param_3 ELSE :param_4 END < :param_5
-- {">": [{"/": [{"+": [{"var": "whole"}, {"var": "ratio"}]}, {"var": "count"}]}, {"*": [2.5, {"-": [{"var": "count"}]}]}]}
-- filter
(CAST(whole AS BINARY_DOUBLE) + CASE WHEN (abs(ratio) < :param_1) THEN CAST(:param_2 AS BINARY_DOUBLE) WHEN (abs(ratio) <= :param_3) THEN ratio END) / nullif(CAST(count AS BINARY_DOUBLE), :param_4) > :param_5 * (:param_6 - CAST(count AS BINARY_DOUBLE))
-- value
CASE WHEN ((CAST(whole AS BINARY_DOUBLE) + CASE WHEN (abs(ratio) < :param_1) THEN CAST(:param_2 AS BINARY_DOUBLE) WHEN (abs(ratio) <= :param_3) THEN ratio END) / nullif(CAST(count AS BINARY_DOUBLE), :param_4) > :param_5 * (:param_6 - CAST(count AS BINARY_DOUBLE))) THEN 1 ELSE 0 END
-- {">": [{"max": [{"var": "whole"}, {"var": "count"}, 3]}, {"%": [{"var": "count"}, 10]}]}
-- filter
CASE WHEN (whole IS NOT NULL) THEN greatest(whole, count, :param_1) END > mod(count, :param_2)
-- value
CASE WHEN (CASE WHEN (whole IS NOT NULL) THEN greatest(whole, count, :param_1) END > mod(count, :param_2)) THEN 1 ELSE 0 END
-- {"if": [{">": [{"var": "whole"}, 1]}, {"var": "flag"}, {"var": ["flag", true]}]}
-- filter
CASE WHEN (whole > :param_1) THEN flag ELSE coalesce(flag, :param_2) END = 1
-- value
CASE WHEN (CASE WHEN (whole > :param_1) THEN flag ELSE coalesce(flag, :param_2) END = 1) THEN 1 ELSE 0 END
-- {"==": [{">": [{"var": "whole"}, 1]}, {"var": "flag"}]}
-- filter
CASE WHEN (whole > :param_1) THEN 1 ELSE 0 END = flag
-- value
CASE WHEN (CASE WHEN (whole > :param_1) THEN 1 ELSE 0 END = flag) THEN 1 ELSE 0 END
-- {">": [{"var": "count"}, 2.5]}
-- filter
CAST(count AS BINARY_DOUBLE) > :param_1
-- value
CAST(count AS BINARY_DOUBLE) > :param_1
-- {">": [{"days_since": {"var": "seen_on"}}, 30]}
-- filter
CAST((as_of_on - seen_on) AS NUMBER(19)) > :param_1
-- value
CASE WHEN (CAST((as_of_on - seen_on) AS NUMBER(19)) > :param_1) THEN 1 ELSE 0 END
-- {"<": [{"days_between": ["2017-01-01", {"var": "seen_on"}]}, {"days_between": [{"var": "seen_on"}, {"var": "born_on"}]}]}
-- filter
CAST((seen_on - CAST(:param_1 AS DATE)) AS NUMBER(19)) < CAST((born_on - seen_on) AS NUMBER(19))
-- value
CASE WHEN (CAST((seen_on - CAST(:param_1 AS DATE)) AS NUMBER(19)) < CAST((born_on - seen_on) AS NUMBER(19))) THEN 1 ELSE 0 END
-- {"<": [{"var": "seen_on"}, {"date_add": [{"today": []}, -30, "days"]}]}
-- filter
seen_on < CASE WHEN (as_of_on >= :param_1 AND as_of_on <= :param_2) THEN (as_of_on + :param_3) END
-- value
CASE WHEN (seen_on < CASE WHEN (as_of_on >= :param_1 AND as_of_on <= :param_2) THEN (as_of_on + :param_3) END) THEN 1 ELSE 0 END
-- {">=": [{"date_add": [{"var": "born_on"}, 1, "years"]}, {"var": "seen_on"}]}
-- filter
CASE WHEN (born_on >= :param_1 AND born_on <= :param_2) THEN least(add_months(trunc(born_on, 'MM'), :param_3) + extract(day from born_on) - 1, last_day(add_months(trunc(born_on, 'MM'), :param_3))) END >= seen_on
-- value
CASE WHEN (CASE WHEN (born_on >= :param_1 AND born_on <= :param_2) THEN least(add_months(trunc(born_on, 'MM'), :param_3) + extract(day from born_on) - 1, last_day(add_months(trunc(born_on, 'MM'), :param_3))) END >= seen_on) THEN 1 ELSE 0 END
-- {"and": [{"==": [{"date_part": [{"var": "born_on"}, "year"]}, {"date_part": [{"today": []}, "year"]}]}, {"==": [{"date_part": [{"var": "born_on"}, "month"]}, {"date_part": [{"today": []}, "month"]}]}, {"==": [{"date_part": [{"var": "born_on"}, "day"]}, {"date_part": [{"today": []}, "day"]}]}, {"==": [{"date_part": [{"var": "born_on"}, "weekday"]}, {"date_part": [{"today": []}, "weekday"]}]}]}
-- filter
extract(year FROM born_on) = extract(year FROM as_of_on) AND extract(month FROM born_on) = extract(month FROM as_of_on) AND extract(day FROM born_on) = extract(day FROM as_of_on) AND (trunc(born_on) - trunc(born_on, 'IW') + 1) = (trunc(as_of_on) - trunc(as_of_on, 'IW') + 1)
-- value
extract(year FROM born_on) = extract(year FROM as_of_on) AND extract(month FROM born_on) = extract(month FROM as_of_on) AND extract(day FROM born_on) = extract(day FROM as_of_on) AND (trunc(born_on) - trunc(born_on, 'IW') + 1) = (trunc(as_of_on) - trunc(as_of_on, 'IW') + 1)
-- {"<": [{"random_bucket": ["spring", 100]}, 10]}
-- filter
mod(to_number(substr(rawtohex(standard_hash(:param_1 || CAST(row_id AS VARCHAR2(255 CHAR)), 'MD5')), 1, 8), 'XXXXXXXX'), :param_2) < :param_3
-- value
mod(to_number(substr(rawtohex(standard_hash(:param_1 || CAST(row_id AS VARCHAR2(255 CHAR)), 'MD5')), 1, 8), 'XXXXXXXX'), :param_2) < :param_3
-- {"and": [{"in_segment": "vip"}, {"!": {"consent": "email"}}]}
-- filter
in_segment_vip = 1 AND consent_email = 0
-- value
in_segment_vip = 1 AND consent_email = 0
-- {"or": [{">=": [{"events": ["count", {"type": "purchase", "within_days": 30}]}, 3]}, {">": [{"events": ["sum", {"type": "purchase", "of": "spend_minor"}]}, 100.5]}, {"==": [{"events": ["last", {"type": "visit"}]}, null]}]}
-- filter
events_a5a0d79ee7f25230 >= :param_1 OR events_77a571074627fc1e > :param_2 AND events_77a571074627fc1e <= :param_3 OR events_4198c00918e3ccfc IS NULL
-- value
events_a5a0d79ee7f25230 >= :param_1 OR events_77a571074627fc1e > :param_2 AND events_77a571074627fc1e <= :param_3 OR events_4198c00918e3ccfc IS NULL
-- true
-- filter
1
-- value
1
-- {"events": ["count", {"type": "purchase", "within_days": 30, "where": {"!": {">": [{"var": "spend_minor"}, 100]}}}]}
-- aggregate
count(CASE WHEN (type = :param_1 AND happened_on <= as_of_on AND happened_on >= (as_of_on + :param_2) AND (spend_minor <= :param_3 OR spend_minor IS NULL)) THEN :param_4 END)
-- {"events": ["sum", {"type": "purchase", "of": "spend_minor"}]}
-- aggregate
CAST(coalesce(sum(CASE WHEN (type = :param_1 AND happened_on <= as_of_on) THEN spend_minor END), :param_2) AS BINARY_DOUBLE)
-- {"events": ["last", {"type": "visit"}]}
-- aggregate
max(CASE WHEN (type = :param_1 AND happened_on <= as_of_on) THEN happened_on END)
