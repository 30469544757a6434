"""The encoder: what becomes of numbers, flags, codes, nulls and NaN, and that one member is a batch of one."""

import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml.features import Encoder, Feature, FeatureContract, FeatureMissing, FeatureTypeWrong, FittedFeature, fit_encoder
from ml.features.errors import NothingToFit
from ml.features.model import count, share

CONTRACT = FeatureContract(
    name="test",
    version=1,
    features=(
        count("visit_count"),
        count("gap_days", is_nullable=True),
        share("private_share"),
        Feature(name="is_member", kind="flag"),
        Feature(name="department_code", kind="code", is_nullable=True),
    ),
)
SCHEMA = pa.schema(
    {
        "visit_count": pa.int64(),
        "gap_days": pa.float64(),
        "private_share": pa.float64(),
        "is_member": pa.bool_(),
        "department_code": pa.string(),
    }
)


def row(**changes: object) -> dict[str, object]:
    return {"visit_count": 3, "gap_days": 7.0, "private_share": 0.25, "is_member": True, "department_code": "DELI"} | changes


def table(*rows: dict[str, object]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=SCHEMA)


TRAINING = table(row(), row(visit_count=40, gap_days=None, department_code="MEAT"), row(visit_count=0, is_member=False, private_share=1.0))


@pytest.fixture
def encoder() -> Encoder:
    return fit_encoder(CONTRACT, TRAINING)


OF_PAIRS = ("gap_days", "private_share", "is_member")


ROWS = st.fixed_dictionaries(
    {
        "visit_count": st.none() | st.integers(-5, 10_000),
        "gap_days": st.none() | st.floats(),
        "private_share": st.none() | st.floats(),
        "is_member": st.none() | st.booleans(),
        "department_code": st.none() | st.sampled_from(["DELI", "MEAT", "GARDEN", ""]),
    }
)


@given(st.lists(ROWS, min_size=1, max_size=20), st.integers(1, 5))
def test_a_member_alone_encodes_exactly_as_in_any_batch(rows: list[dict[str, object]], batch_size: int) -> None:
    encoder = fit_encoder(CONTRACT, TRAINING)
    whole = encoder.encode(table(*rows))
    parts = [encoder.encode(batch) for batch in table(*rows).to_batches(max_chunksize=batch_size)]
    singles = [encoder.encode_one(one) for one in rows]
    for pieces in (parts, singles):
        np.testing.assert_array_equal(np.concatenate([piece.kept for piece in pieces]), whole.kept)
        np.testing.assert_array_equal(np.concatenate([piece.matrix for piece in pieces]), whole.matrix)
    assert np.isfinite(whole.matrix).all()
    assert sum(whole.refused.values()) == whole.refused_count == len(rows) - len(whole.matrix)


def test_numbers_are_standardised_by_the_training_rows(encoder: Encoder) -> None:
    matrix = encoder.encode(TRAINING).matrix
    assert matrix[:, 0].mean() == pytest.approx(0.0, abs=1e-6)
    assert matrix[:, 0].std() == pytest.approx(1.0, abs=1e-6)
    logged = np.log1p([3, 40, 0])
    assert matrix[0, 0] == pytest.approx((math.log1p(3) - logged.mean()) / logged.std(), abs=1e-6)


def test_a_null_where_allowed_stands_at_the_mean_and_says_it_was_missing(encoder: Encoder) -> None:
    encoded = encoder.encode(table(row(gap_days=None)))
    inputs = dict(zip(encoder.inputs, encoded.matrix[0].tolist(), strict=True))
    assert inputs["gap_days"] == 0.0
    assert inputs["gap_days:missing"] == 1.0
    assert encoded.refused_count == 0


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("column", ["gap_days", "private_share"])
def test_a_row_with_nan_or_infinity_is_set_aside_and_the_rest_flows(encoder: Encoder, column: str, bad: float) -> None:
    encoded = encoder.encode(table(row(), row(**{column: bad}), row()))
    assert encoded.kept.tolist() == [True, False, True]
    assert encoded.refused == {column: 1}
    assert encoded.matrix.shape == (2, len(encoder.inputs))


def test_a_null_where_none_may_be_sets_the_row_aside(encoder: Encoder) -> None:
    encoded = encoder.encode(table(row(visit_count=None, is_member=None), row(is_member=None)))
    assert encoded.refused == {"visit_count": 1, "is_member": 1}


def test_a_code_never_seen_in_training_counts_as_other(encoder: Encoder) -> None:
    assert encoder.features[-1].inputs == ("department_code=DELI", "department_code=MEAT", "department_code=?", "department_code:missing")
    tail = encoder.encode(table(row(department_code="GARDEN"), row(department_code=None), row(department_code="MEAT"))).matrix[:, -4:]
    assert tail.tolist() == [[0, 0, 1, 0], [0, 0, 0, 1], [0, 1, 0, 0]]


def test_dictionary_and_decimal_columns_read_as_their_values(encoder: Encoder) -> None:
    plain = table(row(), row(department_code="MEAT", private_share=0.5))
    other = plain.set_column(4, "department_code", plain["department_code"].dictionary_encode())
    other = other.set_column(2, "private_share", plain["private_share"].cast(pa.decimal128(9, 4)))
    np.testing.assert_array_equal(encoder.encode(other).matrix, encoder.encode(plain).matrix)


def test_statistics_survive_the_manifest_unchanged(encoder: Encoder) -> None:
    again = Encoder(tuple(FittedFeature.model_validate_json(feature.model_dump_json()) for feature in encoder.features))
    assert again == encoder
    np.testing.assert_array_equal(again.encode(TRAINING).matrix, encoder.encode(TRAINING).matrix)


def test_a_column_that_never_varies_does_not_divide_by_zero() -> None:
    encoder = fit_encoder(CONTRACT, table(row(), row(), row()))
    assert np.isfinite(encoder.encode(table(row(visit_count=9))).matrix).all()


def test_missing_columns_are_all_named_in_one_sentence(encoder: Encoder) -> None:
    with pytest.raises(FeatureMissing, match="lack gap_days, is_member") as refusal:
        encoder.encode(TRAINING.drop_columns(["gap_days", "is_member"]))
    assert refusal.value.facts == {"missing": ["gap_days", "is_member"]}
    with pytest.raises(FeatureMissing, match="lack private_share"):
        encoder.encode_one({key: value for key, value in row().items() if key != "private_share"})


def test_text_where_a_number_belongs_is_refused(encoder: Encoder) -> None:
    with pytest.raises(FeatureTypeWrong, match="visit_count is a number, but its column is string"):
        encoder.encode(TRAINING.set_column(0, "visit_count", TRAINING["visit_count"].cast(pa.string())))
    with pytest.raises(FeatureTypeWrong, match="visit_count is a number; 'many' is not"):
        encoder.encode_one(row(visit_count="many"))


def test_a_feature_without_one_usable_value_cannot_be_fitted() -> None:
    with pytest.raises(NothingToFit, match="gap_days"):
        fit_encoder(CONTRACT, table(row(gap_days=None), row(gap_days=math.nan)))


def test_a_logarithm_without_a_floor_is_no_feature() -> None:
    with pytest.raises(ValueError, match="log1p needs minimum"):
        Feature(name="x", scale="log1p")


def known(values: list[object]) -> np.ndarray:
    """Numbers with NaN where nothing is known."""
    return np.array([math.nan if value is None else float(value) for value in values])  # type: ignore[arg-type]


@given(people=st.lists(ROWS, min_size=1, max_size=4), things=st.lists(ROWS, max_size=3))
def test_pairs_with_what_is_of_the_person_apart_encode_as_whole_rows(
    people: list[dict[str, object]], things: list[dict[str, object]]
) -> None:
    encoder = fit_encoder(CONTRACT, TRAINING)
    both = [(person, thing) for person in people for thing in things]
    pairs = {name: known([thing[name] for _, thing in both]) for name in OF_PAIRS}
    found = encoder.encode_pairs(table(*people).drop_columns(list(OF_PAIRS)), pairs, np.repeat(np.arange(len(people)), len(things)))
    # Of pairs, NaN is what is not known, and nothing else.
    said = [{name: None if thing[name] != thing[name] else thing[name] for name in OF_PAIRS} for _, thing in both]
    expected = encoder.encode(table(*({**person, **thing} for (person, _), thing in zip(both, said, strict=True))))
    np.testing.assert_array_equal(found.matrix, expected.matrix)
    np.testing.assert_array_equal(found.kept, expected.kept)
    assert found.refused == expected.refused


def test_a_feature_that_neither_pairs_nor_people_have_is_named(encoder: Encoder) -> None:
    with pytest.raises(FeatureMissing, match="gap_days"):
        encoder.encode_pairs(table(row()).drop_columns(["gap_days"]), {"private_share": np.zeros(1)}, np.zeros(1, dtype=np.int64))


def test_a_code_is_of_people_alone(encoder: Encoder) -> None:
    with pytest.raises(FeatureTypeWrong, match="department_code"):
        encoder.encode_pairs(table(row()), {"department_code": np.zeros(1)}, np.zeros(1, dtype=np.int64))
