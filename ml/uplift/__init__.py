"""Whom a campaign moves: the effect of a treatment per customer, from an experiment with a control group. Not here: running one."""

from ml.uplift.curve import Curve, gain_curve, qini, uplift_at
from ml.uplift.experiment import Experiment, read_experiment

__all__ = ["Curve", "Experiment", "gain_curve", "qini", "read_experiment", "uplift_at"]
