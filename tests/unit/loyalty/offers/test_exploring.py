"""Thompson sampling: the logged chance is the chance of the draw, evidence moves it, and a policy can be judged on such a log."""

import numpy as np
import pytest

from loyalty.offers.exploring import Beliefs, Evidence, first_choice
from loyalty.offers.rules import Exploration

CODES = [f"A-{number}" for number in range(6)]
ONLY_DRAWS = Exploration(share=0.999999, prior_weight=10, evidence_max=1_000, propensity_min=0.0)


def of_all(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Every member has the same six candidates."""
    return np.tile(np.arange(6), (count, 1)), np.tile(np.linspace(0.6, 0.1, 6), (count, 1))


def test_the_chance_is_that_of_the_greatest_draw() -> None:
    evidence = {"A-2": Evidence(50, 40), "A-5": Evidence(30, 3)}
    beliefs = Beliefs(CODES, evidence, ONLY_DRAWS)
    arms, scores = of_all(1)
    alpha, beta = beliefs.parameters(arms, np.minimum((scores * 64).astype(np.int64), 63))
    draws = np.random.default_rng(3).beta(alpha[0], beta[0], size=(400_000, 6)).argmax(axis=1)
    simulated = np.bincount(draws, minlength=6) / len(draws)
    assert np.abs(beliefs.chances(arms, scores)[0] - simulated).max() < 0.004


def test_offers_are_drawn_as_often_as_is_logged() -> None:
    arms, scores = of_all(200_000)
    rules = Exploration(share=0.2, propensity_min=0.02)
    chosen, chances = first_choice(arms, scores, np.random.default_rng(5).random(len(arms)), Beliefs(CODES, {}, rules))
    drawn = np.bincount(chosen, minlength=6) / len(chosen)
    assert np.abs(chances.sum(axis=1) - 1.0).max() < 1e-9
    error = np.sqrt(chances[0] * (1 - chances[0]) / len(chosen))
    assert (np.abs(drawn - chances[0]) < 4.5 * error + 1e-6).all()
    assert chances[0, 0] > 0.8
    assert (chances[0] >= 0.2 * 0.02 - 1e-12).all()


def test_evidence_moves_the_draw_and_is_bounded() -> None:
    arms, scores = of_all(1)
    rules = Exploration(share=0.5, prior_weight=5, evidence_max=50, propensity_min=0.0)
    loved = Beliefs(CODES, {"A-5": Evidence(40, 39)}, rules).chances(arms, scores)[0, 5]
    plain = Beliefs(CODES, {}, rules).chances(arms, scores)[0, 5]
    assert loved > 5 * plain
    many, more = (Beliefs(CODES, {"A-5": Evidence(n, n // 2)}, rules).chances(arms, scores)[0, 5] for n in (1_000, 1_000_000))
    assert many == pytest.approx(more)


def test_members_with_fewer_candidates_draw_among_those() -> None:
    arms, scores = np.array([[0, 1, -1], [2, -1, -1]]), np.array([[0.4, 0.4, 0.0], [0.2, 0.0, 0.0]])
    chosen, chances = first_choice(arms, scores, np.array([0.999999, 0.999999]), Beliefs(CODES, {}, Exploration(share=0.5)))
    assert chosen.tolist() == [1, 0]
    assert chances[0, 2] == 0.0
    assert chances[1].tolist() == [1.0, 0.0, 0.0]


def test_another_policy_is_judged_right_on_the_log() -> None:
    """The value of always showing one offer, known here, is found by inverse propensities and missed without them."""
    rng = np.random.default_rng(11)
    count, truth = 300_000, np.array([0.5, 0.45, 0.4, 0.3, 0.2, 0.1])
    taste = rng.random(count)
    arms, _ = of_all(count)
    scores = np.clip(truth + 0.3 * (taste[:, None] - 0.5) * np.array([1, -1, 1, -1, 1, -1]), 0.01, 0.99)
    order = np.argsort(-scores, axis=1)
    arms, scores = np.take_along_axis(arms, order, axis=1), np.take_along_axis(scores, order, axis=1)
    rules = Exploration(share=0.3, propensity_min=0.02)
    chosen, chances = first_choice(arms, scores, rng.random(count), Beliefs(CODES, {}, rules))
    rows = np.arange(count)
    action, propensity = arms[rows, chosen], chances[rows, chosen]
    reward = rng.random(count) < scores[rows, chosen]
    for target in (0, 3):
        known = float(np.mean(np.take_along_axis(scores, np.argsort(arms, axis=1), axis=1)[:, target]))
        terms = (action == target) * reward / propensity
        assert abs(terms.mean() - known) < 4 * terms.std() / np.sqrt(count)
    naive = reward[action == 3].mean()
    assert abs(naive - known) > 0.02
